//! The examples of the table of operators, decided as policies.

use eval::{Caller, Context, OPERATORS, Outcome, Policies, Request, Switches, Values, decide};
use policy::tree::PolicyKind;
use serde_json::json;

use crate::case::prepare;

/// Whether an Allow under one condition allows a request whose key has `values`.
fn holds(operator: &str, values: &[&str], wanted: &[&str]) -> bool {
    let policy = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject",
        "Resource": "*", "Condition": {operator: {"x:key": wanted}}}});
    let identity = [prepare("p", &policy, PolicyKind::Identity)];
    let mut context = Context::new();
    match values {
        [] => {}
        [value] => context.set("x:Key", Values::One((*value).to_owned())),
        values => {
            context.set("x:Key", Values::Many(values.iter().map(|value| (*value).to_owned()).collect()));
        }
    }
    let caller = Caller::parse("arn:aws:iam::123456789012:user/Ann").unwrap();
    let request = Request::new(caller, "s3:GetObject", "arn:aws:s3:::b/k", None, context).unwrap();
    let policies = Policies { identity: &identity, ..Policies::default() };
    decide(&request, &policies, Switches::default()).outcome == Outcome::Allowed
}

#[test]
fn every_example_of_the_table_holds() {
    for entry in OPERATORS {
        for example in entry.examples {
            let name = entry.name.text();
            assert_eq!(holds(name, example.request, example.policy), example.holds, "{name} {example:?}");
        }
    }
}

/// Rows of the user guide's table of absent keys.
#[test]
fn absent_keys_follow_the_table() {
    for entry in OPERATORS.into_iter().filter(|entry| entry.name.text() != "Null") {
        let name = entry.name.text();
        let with = |prefix: &str, suffix: &str| holds(&format!("{prefix}{name}{suffix}"), &[], &["true"]);
        assert_eq!(with("", ""), entry.name.is_negated(), "{name}");
        assert!(with("", "IfExists"), "{name}IfExists");
        assert!(with("ForAllValues:", ""), "ForAllValues:{name}");
        assert!(!with("ForAnyValue:", ""), "ForAnyValue:{name}");
        assert!(with("ForAnyValue:", "IfExists"), "ForAnyValue:{name}IfExists");
    }
}

#[test]
fn set_operators_ask_for_all_or_any() {
    for (operator, values, wanted, expected) in [
        ("ForAllValues:StringEquals", &["a", "b"][..], &["a", "b", "c"][..], true),
        ("ForAllValues:StringEquals", &["a", "d"], &["a", "b", "c"], false),
        ("ForAnyValue:StringEquals", &["a", "d"], &["a", "b", "c"], true),
        ("ForAnyValue:StringEquals", &["d", "e"], &["a", "b", "c"], false),
        ("ForAllValues:StringNotEquals", &["d", "e"], &["a", "b"], true),
        ("ForAllValues:StringNotEquals", &["a", "e"], &["a", "b"], false),
        ("ForAnyValue:StringNotEquals", &["a", "e"], &["a", "b"], true),
        ("ForAnyValue:StringNotEquals", &["a", "b"], &["a", "b"], false),
        ("StringEquals", &["a", "b"], &["a", "b"], false),
        ("StringNotEquals", &["c", "d"], &["a", "b"], false),
    ] {
        assert_eq!(holds(operator, values, wanted), expected, "{operator} {values:?} {wanted:?}");
    }
}
