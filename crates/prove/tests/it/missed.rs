//! Differences that hang on few values of a variable, a service's name, an account or a kind of caller: none is to be missed.

use catalog::Catalog;
use eval::{Policies, Values};
use policy::tree::PolicyKind;
use prove::{Difference, Limits, Prover, Side, Verdict, Worlds};
use serde_json::{Value, json};

use crate::subject::{difference, prepared};

fn policy(statements: &Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn more(kind: PolicyKind, new: &Value, old: &Value) -> Difference {
    difference(Worlds::Aws, &[prepared(&policy(new), kind)], &[prepared(&policy(old), kind)])
}

/// What a bucket policy allows more than another in whole decisions.
fn decided(new: &Value, old: &Value) -> Verdict {
    let [new, old] = [new, old].map(|statements| prepared(&policy(statements), PolicyKind::Resource));
    let side = |resource| Policies { resource: Some(resource), ..Policies::default() };
    let (new, old) = (side(&new), side(&old));
    Prover::new(Catalog::embedded()).difference(Side::Stack(&new), Side::Stack(&old)).verdict
}

fn shown(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Witness(witness) => witness.request.caller().text().to_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
fn variables_beyond_those_told_apart_may_still_be_absent() {
    let tags = |first: &str| {
        let same = |tag: &str| format!("${{aws:PrincipalTag/{tag}}}");
        json!([
            {"Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": {
                "StringEquals": {"aws:RequestTag/a": first}, "Null": {"aws:PrincipalTag/d": "true"}}},
            {"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*", "Condition": {
                "StringEquals": {"aws:RequestTag/b": same("b"), "aws:RequestTag/c": same("c"),
                    "aws:RequestTag/d": same("d")}}}
        ])
    };
    let new = tags("${aws:PrincipalTag/a, 'x'}");
    let old = tags("${aws:PrincipalTag/a}");
    let found = more(PolicyKind::Identity, &new, &old).verdict;
    assert_ne!(found, Verdict::None, "without both tags, `x` may be put on by the new one alone");
}

#[test]
fn a_default_need_not_look_like_a_value() {
    let with = |name: &str| {
        json!([
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": format!("arn:aws:s3:::b/{name}")},
            {"Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::b/shared/*"}
        ])
    };
    let (new, old) = (with("${aws:username, 'shared/all'}"), with("${aws:username}"));
    let found = more(PolicyKind::Identity, &new, &old).verdict;
    assert!(matches!(found, Verdict::Witness(_)), "a role has no user name: {found:?}");
}

#[test]
fn services_are_told_apart_by_conditions_too() {
    let denies = |action: &str, operator: &str, name: &str| {
        json!([
            {"Effect": "Allow", "Principal": {"Service": "*"}, "Action": "s3:*", "Resource": "*"},
            {"Effect": "Deny", "Principal": "*", "Action": action, "Resource": "*",
                "Condition": {operator: {"aws:PrincipalServiceName": name}}}
        ])
    };
    for (operator, name, caller) in [
        ("StringEquals", "cloudtrail.amazonaws.com", "cloudtrail.amazonaws.com"),
        ("StringLike", "cloudtr*", "cloudtrail.amazonaws.com"),
    ] {
        let (new, old) = (denies("s3:DeleteBucket", operator, name), denies("s3:*", operator, name));
        let found = more(PolicyKind::Resource, &new, &old).verdict;
        assert_eq!(shown(&found), caller, "{operator} {name}");
    }
}

#[test]
fn accounts_may_be_named_in_part() {
    let by = |pattern: &str| {
        json!({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
            "Condition": {"ArnLike": {"aws:PrincipalArn": pattern}}})
    };
    let nobody = by("arn:aws:iam::999988887777:role/x");
    for (pattern, caller) in [
        ("arn:aws:iam::22*:role/x", "arn:aws:iam::220000000000:role/x"),
        ("arn:aws:iam::*22:role/x", "arn:aws:iam::000000000022:role/x"),
        ("arn:aws:iam::22?????????3:role/x", "arn:aws:iam::220000000003:role/x"),
    ] {
        assert_eq!(shown(&decided(&by(pattern), &nobody)), caller, "{pattern}");
    }
}

#[test]
fn federated_sessions_act_by_their_users_policies() {
    let kinds = |kinds: Value| {
        json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
            "Condition": {"StringEquals": {"aws:PrincipalType": kinds}}})
    };
    let found = more(PolicyKind::Identity, &kinds(json!(["User", "FederatedUser"])), &kinds(json!("User")));
    assert_eq!(shown(&found.verdict), "arn:aws:sts::123456789012:federated-user/a");
}

#[test]
fn who_has_no_account_is_of_no_organization_and_has_no_tags() {
    let by = |condition: &Value| {
        json!({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
            "Condition": condition})
    };
    for key in ["aws:PrincipalOrgID", "aws:PrincipalTag/team"] {
        let with_key = by(&json!({"StringEquals": {key: "o-1"}}));
        let signed = by(&json!({"StringEquals": {key: "o-1"}, "Null": {"aws:PrincipalArn": "false"}}));
        assert_eq!(more(PolicyKind::Resource, &with_key, &signed).verdict, Verdict::None, "{key}");
    }
}

#[test]
fn a_policy_of_any_length_allows_no_more_than_itself() {
    let statements: Vec<Value> = (0..3000)
        .map(|at| json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": format!("arn:aws:s3:::b{at}/*")}))
        .collect();
    let policy = [prepared(&policy(&json!(statements)), PolicyKind::Identity)];
    let limits = Limits { steps: 100, ..Limits::default() };
    let prover = Prover { limits, ..Prover::new(Catalog::embedded()) };
    assert!(prover.difference(Side::Pooled(&policy), Side::Pooled(&policy)).is_none());
}

#[test]
fn callers_are_of_the_partition_that_people_know() {
    let trust = |who: &str| json!({"Effect": "Allow", "Principal": {"AWS": who}, "Action": "sts:AssumeRole"});
    let (new, old) = (trust("111122223333"), trust("arn:aws:iam::111122223333:user/bob"));
    let prover =
        Prover { limits: Limits { regions: 16, ..Limits::default() }, ..Prover::new(Catalog::embedded()) };
    let prepare = |statement: &Value| [prepared(&policy(statement), PolicyKind::Trust)];
    let (new, old) = (prepare(&new), prepare(&old));
    for prover in [prover, Prover::new(Catalog::embedded())] {
        match prover.difference(Side::Pooled(&new), Side::Pooled(&old)).verdict {
            Verdict::Witness(witness) => {
                assert!(witness.request.caller().text().starts_with("arn:aws:iam::111122223333:"));
                assert_eq!(witness.request.resource(), "arn:aws:iam::123456789012:role/a");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn regions_name_the_variable_that_they_are_about() {
    let folder = |variable: &str| json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": format!("arn:aws:s3:::home/${{{variable}}}/*")});
    let prover =
        Prover { limits: Limits { regions: 16, ..Limits::default() }, ..Prover::new(Catalog::embedded()) };
    let prepare = |variable: &str| [prepared(&policy(&folder(variable)), PolicyKind::Identity)];
    let (new, old) = (prepare("aws:userid"), prepare("aws:username"));
    let found = prover.difference(Side::Pooled(&new), Side::Pooled(&old));
    assert!(!found.regions.is_empty());
    for region in found.regions {
        for limit in region.resource {
            let wanted = if limit.holds { "${aws:userid}" } else { "${aws:username}" };
            assert!(limit.patterns.iter().all(|text| text.contains(wanted)), "{limit:?}");
        }
    }
}

#[test]
fn keys_of_kms_are_fenced_by_the_callers_account() {
    let by = |condition: &Value| {
        let key = json!({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:Decrypt", "Resource": "*",
            "Condition": condition});
        let key = [prepared(&policy(&key), PolicyKind::Resource)];
        Prover::new(Catalog::embedded()).public(&key).is_none()
    };
    assert!(by(&json!({"StringEquals": {"kms:CallerAccount": "111122223333"}})));
    assert!(!by(&json!({"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}})));
}

#[test]
fn a_role_that_is_named_is_the_one_of_that_name() {
    let by = |who: Value, condition: Value| json!({"Effect": "Allow", "Principal": who, "Action": "sqs:SendMessage", "Resource": "*", "Condition": condition});
    for (arn, pattern, is_none) in [
        ("arn:aws:iam::111122223333:role/app", "arn:aws:iam::111122223333:role/app", true),
        ("arn:aws:iam::111122223333:role/team/app", "arn:aws:iam::111122223333:role/team/*", true),
        ("arn:aws:iam::111122223333:role/team/app", "arn:aws:iam::111122223333:role/app", false),
    ] {
        let named = by(json!({"AWS": arn}), json!({}));
        let fenced = by(json!("*"), json!({"ArnLike": {"aws:PrincipalArn": pattern}}));
        let found = more(PolicyKind::Resource, &named, &fenced);
        assert_eq!(found.is_none(), is_none, "{arn} {pattern} {:?}", found.verdict);
    }
}

#[test]
fn regions_and_organizations_look_like_such() {
    let by = |operator: &str, key: &str, value: &str| {
        json!({"Effect": "Allow", "Action": "route53:ListHostedZones", "Resource": "*",
            "Condition": {operator: {key: value}}})
    };
    let nothing = by("StringEquals", "aws:SourceVpc", "vpc-1");
    for (operator, key, value, expected) in [
        ("StringNotEquals", "aws:RequestedRegion", "eu-west-1", "us-east-1"),
        ("StringNotEquals", "aws:RequestedRegion", "us-east-1", "eu-west-1"),
        ("StringLike", "aws:RequestedRegion", "xx-*", "xx-"),
        ("StringLike", "aws:PrincipalOrgID", "o-*", "o-a1b2c3d4e5"),
    ] {
        match more(PolicyKind::Identity, &by(operator, key, value), &nothing).verdict {
            Verdict::Witness(witness) => {
                let shown = witness.context.iter().find(|(name, _)| name == key);
                assert_eq!(shown, Some(&(key.to_owned(), Values::One(expected.to_owned()))), "{value}");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn tokens_of_strangers_are_looked_at() {
    let trust = |condition: &Value| {
        let provider = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com";
        let policy = json!({"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Principal": {"Federated": provider},
            "Action": "sts:AssumeRoleWithWebIdentity", "Condition": condition
        }});
        Prover::new(Catalog::embedded()).public(&[prepared(&policy, PolicyKind::Trust)]).is_none()
    };
    let claim = |name: &str| format!("token.actions.githubusercontent.com:{name}");
    let audience = json!({claim("aud"): "sts.amazonaws.com"});
    assert!(!trust(&json!({"StringEquals": audience})));
    for (subject, is_closed) in [
        ("repo:acme/app:*", true),
        ("repo:acme/*", true),
        ("repo:*", false),
        ("*", false),
        ("repo:*:ref:refs/heads/main", false),
    ] {
        let condition = json!({"StringEquals": audience, "StringLike": {claim("sub"): subject}});
        assert_eq!(trust(&condition), is_closed, "{subject}");
    }
    assert!(trust(&json!({"StringEquals": {claim("repository_owner"): "acme"}})));
}
