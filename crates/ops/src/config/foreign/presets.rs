//! The requirements that hold in `iam-policy-validator` for whoever switches `action_condition_enforcement` on and names none.

use lint::house::{ConditionRule, Demand, Guarded, KeyDemand, Scope, Words};
use policy::tree::PolicyKind;
use policy::{ActionPattern, Severity};

/// Its five requirements, by the names they have there.
///
/// That of objects staying inside holds for identity policies alone: in a bucket's own policy the bucket's account says nothing.
/// It also takes a literal account where that tool takes only a variable.
pub(super) fn rules() -> Vec<ConditionRule> {
    let key = |key: &str, values: &[&str]| KeyDemand {
        key: key.to_owned(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        ..KeyDemand::default()
    };
    let inside = [
        "aws:ResourceOrgID",
        "aws:ResourceOrgPaths",
        "aws:SourceIp",
        "aws:SourceVpc",
        "aws:SourceVpce",
        "aws:ResourceAccount",
    ];
    let inside = inside.map(|name| Demand::Key(key(name, &[]))).to_vec();
    let identity = Scope { kinds: vec![PolicyKind::Identity], ..Scope::default() };
    let anywhere = Scope::default;
    vec![
        rule(
            "iam_pass_role",
            Severity::High,
            &["iam:PassRole"],
            anywhere(),
            Demand::Key(key("iam:PassedToService", &[])),
        ),
        rule(
            "s3_org_id",
            Severity::Medium,
            &["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
            identity,
            Demand::Any(inside),
        ),
        rule(
            "source_ip_restrictions",
            Severity::Low,
            &["ssm:StartSession", "ssm:Run*", "rds-db:Connect"],
            anywhere(),
            Demand::Key(key("aws:SourceIp", &[])),
        ),
        rule(
            "s3_secure_transport",
            Severity::Critical,
            &["s3:GetObject", "s3:PutObject"],
            anywhere(),
            Demand::None(vec![key("aws:SecureTransport", &["false"])]),
        ),
        rule(
            "prevent_public_ip",
            Severity::High,
            &["s3:*"],
            anywhere(),
            Demand::None(vec![key("aws:SourceIp", &["0.0.0.0/0"])]),
        ),
    ]
}

fn rule(name: &str, severity: Severity, actions: &[&str], scope: Scope, demand: Demand) -> ConditionRule {
    let actions = actions.iter().map(|action| ActionPattern::parse(action)).collect();
    ConditionRule {
        words: Words { name: name.to_owned(), severity: Some(severity), ..Words::default() },
        scope,
        guarded: Guarded { actions, ..Guarded::default() },
        demands: vec![demand],
    }
}
