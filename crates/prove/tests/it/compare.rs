//! Pairs of policies with what is known of their difference.

use catalog::Catalog;
use eval::Prepared;
use policy::tree::{PolicyKind, lower};
use policy::{Document, Limits as Reading};
use prove::{Prover, Side, Verdict, Worlds};
use serde_json::{Value, json};

fn prepared(policy: &Value, kind: PolicyKind) -> Prepared {
    let document = Document::read("p.json", policy.to_string().as_bytes(), None, &Reading::default());
    Prepared::new("p", &lower(&document.root), kind)
}

fn allow(action: &str, resource: &str, condition: impl Into<Value>) -> Value {
    json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": action, "Resource": resource, "Condition": condition.into()
    }})
}

/// `yes`, `no` or `?`: whether `new` allows what `old` does not.
fn allows_more(new: &Value, old: &Value, worlds: Worlds) -> &'static str {
    let prover = Prover { worlds, ..Prover::new(Catalog::embedded()) };
    let (new, old) = ([prepared(new, PolicyKind::Identity)], [prepared(old, PolicyKind::Identity)]);
    match prover.difference(Side::Pooled(&new), Side::Pooled(&old)).verdict {
        Verdict::None => "no",
        Verdict::Witness(_) => "yes",
        Verdict::Unknown(_) => "?",
    }
}

#[test]
fn policies_differ_where_a_request_does() {
    let get = |resource: &str, condition: Value| allow("s3:GetObject", resource, condition);
    let own = get("arn:aws:s3:::home/${aws:username}/*", json!({}));
    let ann = get("arn:aws:s3:::home/ann/*", json!({"StringEquals": {"aws:username": "ann"}}));
    let anyone = get("arn:aws:s3:::home/*", json!({}));
    let some = get("arn:aws:s3:::home/?*/*", json!({"Null": {"aws:username": "false"}}));
    for (new, old, expected) in [
        (&own, &own, "no"),
        (&own, &anyone, "no"),
        (&anyone, &own, "yes"),
        (&own, &ann, "yes"),
        (&some, &own, "yes"),
    ] {
        for worlds in [Worlds::Aws, Worlds::Any] {
            assert_eq!(allows_more(new, old, worlds), expected, "{new}\n{old} {worlds:?}");
        }
    }
    // Ann's own folder is one of those that everybody has, but a list of the one name is nothing that a variable takes.
    assert_eq!(allows_more(&ann, &own, Worlds::Aws), "no");
    assert_eq!(allows_more(&ann, &own, Worlds::Any), "yes");
    // No user has an empty name.
    assert_eq!(allows_more(&own, &some, Worlds::Aws), "no");
    assert_eq!(allows_more(&own, &some, Worlds::Any), "yes");
}

#[test]
fn only_requests_that_aws_sends_count_in_its_worlds() {
    let get = |resource: &str| allow("s3:GetObject", resource, json!({}));
    let with = |condition: Value| allow("s3:GetObject", "arn:aws:s3:::b/*", condition);
    for (new, old, aws, any) in [
        // An object has a key, and a bucket none.
        (get("arn:aws:s3:::b*"), get("arn:aws:s3:::b*/*"), "no", "yes"),
        (get("*"), get("arn:aws:s3:::*/*"), "yes", "yes"),
        (allow("s3:ListAllMyBuckets", "arn:aws:s3:::*", json!({})), get("*"), "yes", "yes"),
        (allow("s3:ListAllMyBuckets", "arn:aws:s3:::b", json!({})), get("*"), "no", "yes"),
        // A key of another action, and of one of its own.
        (with(json!({"StringEquals": {"s3:prefix": "x"}})), get("arn:aws:s3:::c"), "no", "yes"),
        (with(json!({"StringEquals": {"s3:ExistingObjectTag/a": "x"}})), get("arn:aws:s3:::c"), "yes", "yes"),
        // Every request says whether it came over TLS.
        (with(json!({"Null": {"aws:SecureTransport": "true"}})), get("arn:aws:s3:::c"), "no", "yes"),
        // A caller has one organization.
        (
            with(
                json!({"ForAllValues:StringNotEquals": {"aws:PrincipalOrgID": "o-1"}, "ForAnyValue:StringEquals": {"aws:PrincipalOrgID": ["o-1", "o-2"]}}),
            ),
            with(json!({"StringEquals": {"aws:PrincipalOrgID": "o-2"}})),
            "no",
            "yes",
        ),
        // The account of the caller stands in its ARN.
        (
            with(json!({"StringEquals": {"aws:PrincipalAccount": "111111111111"}})),
            with(json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:*::111111111111:*"}})),
            "no",
            "yes",
        ),
        // So it does for a federated user, whose ARN is one of STS.
        (
            with(json!({"StringEquals": {"aws:PrincipalAccount": "111111111111"}})),
            with(json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111111111111:*"}})),
            "yes",
            "yes",
        ),
    ] {
        assert_eq!(allows_more(&new, &old, Worlds::Aws), aws, "{new}\n{old}");
        assert_eq!(allows_more(&new, &old, Worlds::Any), any, "{new}\n{old}");
    }
}

#[test]
fn a_default_counts_only_for_who_has_no_value() {
    let team = |variable: &str| {
        allow("ec2:StopInstances", "*", json!({"StringEquals": {"aws:ResourceTag/team": variable}}))
    };
    let (strict, lenient) = (team("${aws:PrincipalTag/team}"), team("${aws:PrincipalTag/team, 'none'}"));
    for worlds in [Worlds::Aws, Worlds::Any] {
        assert_eq!(allows_more(&strict, &lenient, worlds), "no", "{worlds:?}");
        assert_eq!(allows_more(&lenient, &strict, worlds), "yes", "{worlds:?}");
    }
}
