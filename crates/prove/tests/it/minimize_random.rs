//! Random policies, minimized: every request is decided as before, by the evaluator.

use eval::{Caller, Context, Prepared, Request, Switches, Values, judge};
use policy::tree::PolicyKind;
use proptest::prelude::*;
use prove::Worlds;
use serde_json::{Map, Value, json};

use crate::minimize::{prover, read};

const ACTIONS: [&str; 6] = ["s3:GetObject", "s3:Get*", "s3:*", "s3:PutObject", "sqs:SendMessage", "*"];
const RESOURCES: [&str; 5] =
    ["*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/x/*", "arn:aws:s3:::b/${aws:username}", "arn:aws:s3:::*/x"];
const OPERATORS: [&str; 6] = [
    "StringLike",
    "StringNotLike",
    "StringEqualsIfExists",
    "ForAnyValue:StringLike",
    "ForAllValues:StringNotEquals",
    "Null",
];
const VALUES: [&str; 4] = ["red", "r*", "blue", "*"];

fn list(of: &'static [&'static str]) -> impl Strategy<Value = Value> {
    proptest::sample::subsequence(of, 1..=3.min(of.len())).prop_shuffle().prop_map(|chosen| json!(chosen))
}

fn condition() -> impl Strategy<Value = Option<Value>> {
    let one = (0..OPERATORS.len(), list(&VALUES), any::<bool>()).prop_map(|(operator, values, absent)| {
        let operator = OPERATORS[operator];
        let values = if operator == "Null" { json!(absent.to_string()) } else { values };
        (operator.to_owned(), json!({"aws:PrincipalTag/a": values}))
    });
    let some = proptest::collection::vec(one, 1..3)
        .prop_map(|all| Value::Object(all.into_iter().collect::<Map<_, _>>()));
    proptest::option::weighted(0.6, some)
}

pub(crate) fn statement() -> impl Strategy<Value = Value> {
    (any::<bool>(), any::<bool>(), list(&ACTIONS), list(&RESOURCES), condition()).prop_map(
        |(denies, is_not, actions, resources, condition)| {
            let mut statement =
                json!({"Effect": if denies { "Deny" } else { "Allow" }, "Resource": resources});
            statement[if is_not { "NotAction" } else { "Action" }] = actions;
            if let Some(condition) = condition {
                statement["Condition"] = condition;
            }
            statement
        },
    )
}

fn requests() -> Vec<Request> {
    let caller = || Caller::parse("arn:aws:iam::111122223333:user/x").unwrap();
    let tags = [vec![], vec!["red"], vec!["blue"], vec!["green", "red"], vec!["rose"], vec![""]];
    let mut requests = Vec::new();
    for action in ["s3:GetObject", "s3:GetBucketAcl", "s3:PutObject", "sqs:SendMessage", "iam:Nonesuch"] {
        for resource in [
            "*",
            "arn:aws:s3:::b/x",
            "arn:aws:s3:::b/x/y",
            "arn:aws:s3:::b/z",
            "arn:aws:s3:::c/x",
            "arn:aws:sqs:::q",
        ] {
            for tags in &tags {
                let mut context = Context::new();
                let values = tags.iter().map(|tag| (*tag).into()).collect();
                context.set("aws:PrincipalTag/a", Values::Many(values));
                requests.push(Request::new(caller(), action, resource, None, context).unwrap());
            }
        }
    }
    requests
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn decisions_stay(statements in proptest::collection::vec(statement(), 1..5)) {
        let policy = read(&json!(statements));
        let prover = prover(Worlds::Any);
        let minimal = prover.minimize(&policy, PolicyKind::Identity);
        let [before, after] = [&policy, &minimal.policy].map(|policy| [Prepared::new("p", policy, PolicyKind::Identity)]);
        for request in requests() {
            let [was, is] = [&before, &after].map(|policies| judge(&request, policies, Switches::default()));
            prop_assert_eq!(was.denied, is.denied, "{:?}", request);
            prop_assert_eq!(was.passes(), is.passes(), "{:?}", request);
        }
        let again = prover.minimize(&minimal.policy, PolicyKind::Identity);
        prop_assert_eq!(again.steps, vec![]);
    }
}
