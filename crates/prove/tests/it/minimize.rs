//! What can be taken out of a policy, and what cannot.

use catalog::Catalog;
use policy::tree::{Policy, PolicyKind, lower};
use policy::write::{Style, write};
use policy::{Document, Limits as Reading};
use prove::{Dropped, Minimal, Prover, Why, Worlds};
use serde_json::{Value, json};

pub(crate) fn read(statements: &Value) -> Policy {
    let policy = json!({"Version": "2012-10-17", "Statement": statements});
    let document = Document::read("p.json", policy.to_string().as_bytes(), None, &Reading::default());
    lower(&document.root)
}

pub(crate) fn prover(worlds: Worlds) -> Prover<'static> {
    Prover { worlds, ..Prover::new(Catalog::embedded()) }
}

fn minimal(statements: &Value, kind: PolicyKind, worlds: Worlds) -> (Value, Minimal) {
    let policy = read(statements);
    let minimal = prover(worlds).minimize(&policy, kind);
    assert!(prover(worlds).meaning(kind, &policy, &minimal.policy).is_same(), "{statements}");
    let text = write(&minimal.policy.to_node(), Style::Minified);
    let mut written: Value = serde_json::from_str(&text).unwrap();
    (written["Statement"].take(), minimal)
}

fn shrinks(kind: PolicyKind, cases: &[(&str, Value, Value)]) {
    for (case, before, after) in cases {
        assert_eq!(&minimal(before, kind, Worlds::Any).0, after, "{case}");
    }
}

#[test]
fn what_other_entries_say_goes() {
    let allow =
        |action: Value, resource: Value| json!([{"Effect": "Allow", "Action": action, "Resource": resource}]);
    shrinks(
        PolicyKind::Identity,
        &[
            (
                "narrower",
                allow(json!(["s3:GetObject", "s3:Get*", "s3:PutObject"]), json!("*")),
                allow(json!(["s3:Get*", "s3:PutObject"]), json!("*")),
            ),
            (
                "another case",
                allow(json!(["s3:GetObject", "S3:getobject"]), json!("*")),
                allow(json!(["s3:GetObject"]), json!("*")),
            ),
            (
                "wider resource",
                allow(json!("s3:GetObject"), json!(["arn:aws:s3:::b/x/*", "arn:aws:s3:::b/*"])),
                allow(json!("s3:GetObject"), json!(["arn:aws:s3:::b/*"])),
            ),
            // The catalogue knows one action of that pattern today; tomorrow there may be others.
            (
                "a pattern for one",
                allow(json!(["s3:GetObject", "s3:GetObjec?"]), json!("*")),
                allow(json!(["s3:GetObjec?"]), json!("*")),
            ),
            (
                "no pattern is made up",
                allow(json!(["sts:TagSession", "sts:TagGetFederationToken"]), json!("*")),
                allow(json!(["sts:TagSession", "sts:TagGetFederationToken"]), json!("*")),
            ),
            (
                "an action nobody knows",
                allow(json!(["s3:Nonesuch", "s3:GetObject"]), json!("*")),
                allow(json!(["s3:Nonesuch", "s3:GetObject"]), json!("*")),
            ),
            (
                "an action on resources it does not take",
                allow(json!(["s3:ListAllMyBuckets"]), json!("arn:aws:s3:::b/*")),
                allow(json!(["s3:ListAllMyBuckets"]), json!("arn:aws:s3:::b/*")),
            ),
            (
                "NotAction",
                json!([{"Effect": "Allow", "NotAction": ["iam:Get*", "iam:*"], "Resource": "*"}]),
                json!([{"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"}]),
            ),
            (
                "a variable may be anything",
                allow(json!("s3:GetObject"), json!(["arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/*"])),
                allow(json!("s3:GetObject"), json!(["arn:aws:s3:::b/*"])),
            ),
            (
                "a variable is no text",
                allow(
                    json!("s3:GetObject"),
                    json!(["arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/ana/*"]),
                ),
                allow(
                    json!("s3:GetObject"),
                    json!(["arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/ana/*"]),
                ),
            ),
        ],
    );
}

#[test]
fn what_other_statements_say_goes() {
    let all = json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*"});
    let get = json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"});
    let deny = json!({"Effect": "Deny", "Action": "s3:*", "Resource": "*"});
    let deny_get = json!({"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"});
    let inside = json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
        "Condition": {"Null": {"aws:PrincipalOrgID": "false"}}});
    let outside = json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
        "Condition": {"Null": {"aws:PrincipalOrgID": "true"}}});
    let never = json!({"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*",
        "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}, "Null": {"aws:RequestedRegion": "true"}}});
    shrinks(
        PolicyKind::Identity,
        &[
            ("subsumed", json!([get, all]), json!([all])),
            ("twice", json!([all, all]), json!([all])),
            ("all that is allowed is denied", json!([get, deny]), json!([deny])),
            ("what is denied may be allowed elsewhere", json!([deny_get]), json!([deny_get])),
            (
                "nothing here allows what is denied",
                json!([deny_get, {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]),
                json!([deny_get, {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]),
            ),
            (
                "one Deny within another",
                json!([all, deny_get, {"Effect": "Deny", "Action": "s3:Get*", "Resource": "*"}]),
                json!([all, {"Effect": "Deny", "Action": "s3:Get*", "Resource": "*"}]),
            ),
            ("two statements together", json!([get, inside, outside]), json!([all])),
            ("a condition nobody meets", json!([all, never]), json!([all])),
            ("one statement stays", json!([never]), json!([never])),
        ],
    );
}

#[test]
fn what_conditions_do_not_ask_goes() {
    let with = |condition: Value| json!([{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": condition}]);
    shrinks(
        PolicyKind::Identity,
        &[
            (
                "a value within another",
                with(json!({"StringLike": {"aws:PrincipalTag/a": ["red", "r*"]}})),
                with(json!({"StringLike": {"aws:PrincipalTag/a": ["r*"]}})),
            ),
            (
                "a negated value within another",
                with(json!({"StringNotLike": {"aws:PrincipalTag/a": ["red", "r*"]}})),
                with(json!({"StringNotLike": {"aws:PrincipalTag/a": ["r*"]}})),
            ),
            (
                "a condition that follows",
                with(
                    json!({"StringEquals": {"aws:PrincipalTag/a": "red"}, "StringLike": {"aws:PrincipalTag/a": "r*"}}),
                ),
                with(json!({"StringEquals": {"aws:PrincipalTag/a": "red"}})),
            ),
            (
                "a network within another",
                with(json!({"IpAddress": {"aws:SourceIp": ["10.1.0.0/16", "10.0.0.0/8"]}})),
                with(json!({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8"]}})),
            ),
            (
                "the key must be there",
                with(json!({"StringLike": {"aws:PrincipalTag/a": "*"}})),
                with(json!({"StringLike": {"aws:PrincipalTag/a": "*"}})),
            ),
            (
                "a number above another",
                with(json!({"NumericGreaterThan": {"s3:max-keys": ["5", "3"]}})),
                with(json!({"NumericGreaterThan": {"s3:max-keys": ["3"]}})),
            ),
        ],
    );
}

#[test]
fn statements_that_differ_in_one_list_become_one() {
    let one = |sid: Option<&str>, action: Value, resource: &str| {
        let mut one = json!({"Effect": "Allow", "Action": action, "Resource": resource});
        if let Some(sid) = sid {
            one["Sid"] = json!(sid);
        }
        one
    };
    let get = || json!("s3:GetObject");
    let put = || json!("s3:PutObject");
    let joined = |sid: Value, actions: Value| json!([{"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": "*"}]);
    shrinks(
        PolicyKind::Identity,
        &[
            (
                "the first stays",
                json!([one(Some("A"), get(), "*"), one(Some("B"), put(), "*")]),
                joined(json!("A"), json!(["s3:GetObject", "s3:PutObject"])),
            ),
            (
                "the one with a Sid stays",
                json!([one(None, get(), "*"), one(Some("B"), put(), "*")]),
                joined(json!("B"), json!(["s3:PutObject", "s3:GetObject"])),
            ),
            (
                "two lists differ",
                json!([one(None, get(), "arn:aws:s3:::a/*"), one(None, put(), "arn:aws:s3:::b/*")]),
                json!([one(None, get(), "arn:aws:s3:::a/*"), one(None, put(), "arn:aws:s3:::b/*")]),
            ),
            (
                "effects differ",
                json!([one(None, get(), "*"), {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"}]),
                json!([one(None, get(), "*"), {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"}]),
            ),
        ],
    );
}

#[test]
fn principals_are_granted_no_less() {
    let to = |principal: Value| json!({"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"});
    let role = json!({"AWS": "arn:aws:iam::111122223333:role/r"});
    let account = json!({"AWS": "111122223333"});
    let canonical =
        json!({"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"});
    let mut deny = to(json!({"Service": "logging.s3.amazonaws.com"}));
    deny["Effect"] = json!("Deny");
    shrinks(
        PolicyKind::Resource,
        &[
            // A role that is named needs no identity policy; one whose account is named does.
            (
                "the account is named as well",
                json!([to(role.clone()), to(account.clone())]),
                json!([to(role), to(account.clone())]),
            ),
            ("twice", json!([to(account.clone()), to(account.clone())]), json!([to(account.clone())])),
            // CloudFront's origin access identities call as canonical users.
            (
                "a canonical user",
                json!([to(account.clone()), to(canonical.clone())]),
                json!([to(account.clone()), to(canonical)]),
            ),
            ("a Deny for a service", json!([to(account.clone()), deny]), json!([to(account), deny])),
        ],
    );
}

/// What the catalogue knows counts only where it is asked to.
#[test]
fn facts_of_the_catalogue_make_nothing_vanish_by_default() {
    let policy = json!([
        {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"},
        {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "arn:aws:s3:::b/*"}
    ]);
    assert_eq!(minimal(&policy, PolicyKind::Identity, Worlds::Any).0, policy);
    let (left, minimal) = minimal(&policy, PolicyKind::Identity, Worlds::Aws);
    assert_eq!(left, json!([policy[0]]));
    assert_eq!(minimal.steps[0].why, Why::MeetsNothing);
}

#[test]
fn each_step_says_what_and_why() {
    let policy = json!([
        {"Sid": "Wide", "Effect": "Allow", "Action": ["s3:Get*", "s3:GetObject"], "Resource": "*"},
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
        {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"},
        {"Sid": "No", "Effect": "Deny", "Action": "sqs:*", "Resource": "*"}
    ]);
    let (_, minimal) = minimal(&policy, PolicyKind::Identity, Worlds::Any);
    let steps: Vec<_> =
        minimal.steps.into_iter().map(|step| (step.statement, step.dropped, step.why)).collect();
    let entry = Dropped::Entry { element: "Action", text: "s3:GetObject".to_owned() };
    assert_eq!(
        steps,
        [
            (2, Dropped::Statement, Why::DeniedBy("statement `No`".to_owned())),
            (1, Dropped::Statement, Why::SaidBy("statement `Wide`".to_owned())),
            (0, entry, Why::SaidByRest),
        ]
    );
    assert!(minimal.complete);
}

#[test]
fn what_aws_would_refuse_is_left_alone() {
    let policy = json!([
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
        {"Effect": "Allow", "Action": "s3:Get*", "NotAction": "s3:Put*", "Resource": "*"},
        {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*", "Nonesuch": 1}
    ]);
    assert_eq!(prover(Worlds::Any).minimize(&read(&policy), PolicyKind::Identity).steps, []);
}
