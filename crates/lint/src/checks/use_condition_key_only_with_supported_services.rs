//! A key of few services in a statement about others.

use policy::tree::{ConditionEntry, Operator, Spanned, Statement};
use policy::{Severity, Span};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "use-condition-key-only-with-supported-services",
    aliases: &["USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES"],
    summary: "the statement reaches services that do not know the condition key",
    category: Category::Effect,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
Only some services tell whose VPC endpoint a request came through. In requests to the others the keys `aws:VpceAccount`, `aws:VpceOrgID` and `aws:VpceOrgPaths` are absent, so that a `Deny` with a negated operator shuts everybody out, and an `Allow` lets nobody in.
",
    fix: r"
Limit the statement to the services that support the key.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-vpceorgid",
    ],
    flagged: &[
        r#"
# as scp
{
  "Effect": "Deny", "Action": "*", "Resource": "*",
  "Condition": { "StringNotEqualsIfExists": { "aws:VpceOrgID": "o-a1b2c3d4e5" }, "BoolIfExists": { "aws:ViaAWSService": "false" } }
                                              ^^^^^^^^^^^^^^^ `aws:VpceOrgID` is absent from requests for most services
}
"#,
        r#"
# as scp
{
  "Effect": "Deny", "Action": ["s3:*", "sns:Publish"], "Resource": "*",
  "Condition": { "StringNotEquals": { "aws:VpceAccount": "111122223333" } }
                                      ^^^^^^^^^^^^^^^^^ `aws:VpceAccount` is absent from requests for `sns:Publish`
}
"#,
        r#"
# as scp
{
  "Effect": "Deny", "NotAction": "s3:*", "Resource": "*",
  "Condition": { "ForAllValues:StringNotLike": { "aws:VpceOrgPaths": "o-a1b2c3d4e5/*" } }
                                                 ^^^^^^^^^^^^^^^^^^ `aws:VpceOrgPaths` is absent from requests for most of the services that `NotAction` leaves
}
"#,
    ],
    clean: &[
        r#"
# as scp
{
  "Effect": "Deny", "Action": ["s3:*", "kms:*", "iam:Get*"], "Resource": "*",
  "Condition": { "StringNotEqualsIfExists": { "aws:VpceOrgID": "o-a1b2c3d4e5" }, "BoolIfExists": { "aws:ViaAWSService": "false" } }
}
"#,
        r#"
# as scp
{
  "Effect": "Deny", "Action": "sqs:*", "Resource": "*",
  "Condition": { "StringNotEqualsIfExists": { "aws:VpceOrgID": "o-a1b2c3d4e5" }, "BoolIfExists": { "aws:ViaAWSService": "false" } }
}
"#,
        r#"
# as scp
{
  "Effect": "Deny", "Action": "*", "Resource": "*",
  "Condition": { "StringNotEqualsIfExists": { "aws:SourceVpc": "vpc-1a2b3c4d" } }
}
"#,
    ],
    run: Run::Condition(run),
};

/// What it costs to look up the service of an action.
const LOOKED_UP: usize = 30;

const KEYS: [&str; 3] = ["aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths"];

/// Services that tell the organization of an endpoint, and not its account.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-vpceorgid>
const OF_ORGANIZATION: [&str; 16] = [
    "b2bi",
    "cassandra",
    "cloudhsmv2",
    "cognito-identity",
    "dms",
    "ds-data",
    "identitystore",
    "iottwinmaker",
    "kinesis",
    "network-firewall",
    "pricing",
    "qbusiness",
    "ses",
    "sms-voice",
    "sqs",
    "workmail",
];

fn run(cx: &mut Cx<'_>, statement: &Statement, _: &Spanned<Operator>, entry: &ConditionEntry) {
    let key = &entry.key.value;
    let Some(name) = KEYS.into_iter().find(|name| key.is(name)) else { return };
    if !cx.budget.allows(statement.actions().len().saturating_mul(LOOKED_UP)) {
        return;
    }
    let Some(known) = cx.catalog.global_key(name) else { return };
    let mut services: Vec<_> = known.services().collect();
    if name != "aws:VpceAccount" {
        services.extend(OF_ORGANIZATION);
    }
    if let Some((span, what)) = beyond(cx, statement, &services) {
        cx.report(entry.key.span, format!("`{}` is absent from requests for {what}", key.text))
            .label(span, "this reaches services that do not know the key")
            .help("limit the statement to the services that the user guide lists for the key");
    }
}

/// Where the statement reaches further than these services, and what it says there.
fn beyond(cx: &Cx<'_>, statement: &Statement, services: &[&str]) -> Option<(Span, String)> {
    if let Some(all_but) = &statement.not_action {
        return Some((all_but.key, "most of the services that `NotAction` leaves".to_owned()));
    }
    statement.actions().iter().find_map(|action| {
        let written = action.value.as_str();
        let is_beyond = match action.value.service().map(policy::Glob::as_literal) {
            Some(Some(prefix)) => {
                let is_pass_role = written.eq_ignore_ascii_case("iam:PassRole");
                let is_supported = services.iter().any(|service| service.eq_ignore_ascii_case(&prefix));
                cx.catalog.service(&prefix).is_some() && (!is_supported || is_pass_role)
            }
            Some(None) => true,
            None => action.value.is_everything(),
        };
        let what =
            if action.value.is_everything() { "most services".to_owned() } else { format!("`{written}`") };
        is_beyond.then_some((action.span, what))
    })
}
