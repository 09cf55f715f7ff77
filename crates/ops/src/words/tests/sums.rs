//! What the statements of a policy together allow.

use catalog::Catalog;
use policy::tree::PolicyKind;

use super::read::policy;
use crate::words::{Reach, Reading, summary, tell};

/// Actions that are allowed, taken out, and allowed but touched by a Deny.
fn reached(statements: &str, kind: PolicyKind) -> (Vec<String>, usize, usize) {
    let policy = policy(statements);
    let catalog = Catalog::embedded();
    let reading = Reading::of(&policy, kind, catalog);
    let told: Vec<_> = policy.statements.iter().map(|statement| tell(statement, &reading)).collect();
    let reach = Reach::of(&told, catalog);
    let allowed = reach.allowed.actions(catalog).map(catalog::Action::full_name).collect();
    (allowed, reach.taken_out.len(), reach.restricted.len())
}

#[test]
fn a_deny_takes_out_what_it_denies_on_all_of_an_allows_resources() {
    let allow = r#"{"Effect":"Allow","Action":["sqs:SendMessage","sqs:ReceiveMessage"],"Resource":"arn:aws:sqs:*:*:q*"}"#;
    let deny = |rest: &str| format!(r#"{allow},{{"Effect":"Deny","Action":"sqs:Send*",{rest}}}"#);
    let both = ["sqs:ReceiveMessage", "sqs:SendMessage"];
    for (rest, allowed, taken_out, restricted) in [
        (r#""Resource":"*""#, &both[..1], 1, 0),
        (r#""Resource":"arn:aws:sqs:*:*:*""#, &both[..1], 1, 0),
        (r#""NotResource":"arn:aws:sqs:*:*:p*""#, &both[..1], 1, 0),
        (r#""NotResource":"arn:aws:sqs:*:*:q1""#, &both, 0, 1),
        (r#""Resource":"arn:aws:sqs:*:*:q1""#, &both, 0, 1),
        (r#""Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}"#, &both, 0, 1),
        (r#""Resource":"*","Condition":{}"#, &both[..1], 1, 0),
        // AWS would refuse it, so it denies nothing.
        (r#""Resource":"*","Condition":{"Boole":{"a:b":"c"}}"#, &both, 0, 0),
    ] {
        let (names, out, some) = reached(&deny(rest), PolicyKind::Identity);
        assert_eq!(
            (names, out, some),
            (allowed.iter().map(|name| (*name).to_owned()).collect(), taken_out, restricted),
            "{rest}"
        );
    }
}

#[test]
fn a_deny_for_others_takes_nothing_out() {
    let statement = |effect: &str, principal: &str| {
        format!(
            r#"{{"Effect":"{effect}","Principal":{principal},"Action":"sqs:SendMessage","Resource":"*"}}"#
        )
    };
    let role = r#"{"AWS":"arn:aws:iam::111122223333:role/r"}"#;
    for (denied, allowed, left) in [
        (r#""*""#, role, 0),
        (role, role, 0),
        (role, r#""*""#, 1),
        // Whether everyone includes AWS's services is not documented.
        (r#""*""#, r#"{"Service":"sns.amazonaws.com"}"#, 1),
    ] {
        let statements = format!("{},{}", statement("Allow", allowed), statement("Deny", denied));
        assert_eq!(reached(&statements, PolicyKind::Resource).0.len(), left, "{denied} against {allowed}");
    }
}

#[test]
fn actions_apply_to_resources_of_their_types_only() {
    let (names, ..) = reached(
        r#"{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket","s3:ListAllMyBuckets"],"Resource":"arn:aws:s3:::b/*"}"#,
        PolicyKind::Identity,
    );
    assert_eq!(names, ["s3:GetObject"]);
    let (names, ..) = reached(
        r#"{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket","s3:ListAllMyBuckets"],"NotResource":"arn:aws:s3:::b"}"#,
        PolicyKind::Identity,
    );
    assert_eq!(names.len(), 3, "what is left out says nothing about what is left");
    let (names, ..) = reached(
        r#"{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"arn:aws:s3:::*"}"#,
        PolicyKind::Identity,
    );
    assert_eq!(names.len(), 1, "so AWS grants it in an example");
}

/// The statements of these are those of AWS's policies of like power: everything, and everything but three services.
#[test]
fn the_whole_is_counted_as_a_scan_counts_it() {
    let catalog = Catalog::embedded();
    let (names, ..) = reached(r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#, PolicyKind::Identity);
    assert_eq!(names.len(), catalog.actions().len());
    let (names, ..) = reached(
        r#"{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"},
           {"Effect":"Allow","Action":["iam:ListRoles","account:ListRegions","iam:Create*"],"Resource":"*"},
           {"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}"#,
        PolicyKind::Identity,
    );
    let scan = catalog.actions().map(catalog::Action::full_name).filter(|name| {
        let spared = ["iam:", "organizations:", "account:"].iter().any(|prefix| name.starts_with(prefix));
        let named = ["iam:ListRoles", "account:ListRegions"].contains(&name.as_str())
            || name.starts_with("iam:Create");
        (!spared || named) && name != "iam:CreateUser"
    });
    assert_eq!(names, scan.collect::<Vec<_>>());
}

#[test]
fn the_summary_tells_grants_denials_and_their_conditions_apart() {
    let summed = |statements: &str| {
        let policy = policy(statements);
        let catalog = Catalog::embedded();
        let reading = Reading::of(&policy, PolicyKind::Identity, catalog);
        let told: Vec<_> = policy.statements.iter().map(|statement| tell(statement, &reading)).collect();
        summary(&Reach::of(&told, catalog), &told, catalog)
    };
    let statement = |effect: &str, action: &str, rest: &str| {
        format!(r#"{{"Effect":"{effect}","Action":"{action}","Resource":"*"{rest}}}"#)
    };
    let tls = r#","Condition":{"Bool":{"aws:SecureTransport":"true"}}"#;
    for (statements, expected) in [
        (String::new(), "There is no statement. Allows nothing."),
        (statement("Allow", "sqs:SendMessage", ""), "Allows 1 action of Amazon SQS (1 write)."),
        (
            statement("Allow", "sqs:SendMessage", tls),
            "Allows 1 action of Amazon SQS (1 write), only under conditions.",
        ),
        (statement("Deny", "sqs:SendMessage", ""), "Allows nothing. Denies 1 action of Amazon SQS outright."),
        (
            [statement("Allow", "sqs:SendMessage", ""), statement("Deny", "sqs:SendMessage", "")].join(","),
            "Allows nothing. Denies 1 action of Amazon SQS outright, 1 of which an Allow names.",
        ),
        (
            [statement("Allow", "sqs:SendMessage", ""), statement("Deny", "sqs:SendMessage", tls)].join(","),
            "Allows 1 action of Amazon SQS (1 write). Denies 1 action of Amazon SQS, under conditions, on some resources or to some callers, 1 of which an Allow names.",
        ),
        (
            statement("allow", "sqs:SendMessage", ""),
            "Allows nothing. Not counted: 1 statement that AWS would refuse.",
        ),
    ] {
        assert_eq!(summed(&statements), expected, "{statements}");
    }
}
