//! Switching off a safeguard, without a condition.

use policy::tree::{PolicyKind, Spanned, Statement};
use policy::{ActionPattern, Severity};

use crate::{Category, Check, Cx, Run, reach};

pub(super) const CHECK: Check = Check {
    id: "sensitive-action-without-condition",
    aliases: &[],
    summary: "an action that switches off a safeguard has no condition",
    category: Category::Privilege,
    severity: Severity::Medium,
    since: "0.1.0",
    why: r"
The action stops the record of what is done, takes away protection, or cannot be taken back. An attacker does it first. A condition, such as one that demands MFA or a certain role, keeps stolen credentials from it, wherever the resource is.
",
    fix: r"
Add a condition such as `aws:MultiFactorAuthPresent` or `aws:PrincipalTag`, or deny the action to all but one role.
",
    references: &["https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": ["cloudtrail:LookupEvents", "cloudtrail:StopLogging"], "Resource": "*" }
                                                           ^^^^^^^^^^^^^^^^^^^^^^^^ `cloudtrail:StopLogging` switches off a safeguard, and no condition limits who may do it
"#,
        r#"
{ "Effect": "Allow", "Action": "kms:Schedule*", "Resource": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
                               ^^^^^^^^^^^^^^^ `kms:ScheduleKeyDeletion` switches off a safeguard, and no condition limits who may do it
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "cloudtrail:StopLogging", "Resource": "*",
  "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } }
}
"#,
        r#"
{ "Effect": "Deny", "Action": "cloudtrail:StopLogging", "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:Put*", "Resource": "arn:aws:s3:::acme-logs/*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "cloudtrail:LookupEvents", "Resource": "*" }
"#,
    ],
    run: Run::Action(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, entry: &Spanned<ActionPattern>) {
    let is_granted =
        statement.allows() && statement.action.is_some() && !reach::is_whole_service(&entry.value);
    if cx.kind != PolicyKind::Identity || !is_granted {
        return;
    }
    let Some(name) = reach::safeguard(&entry.value).filter(|_| cx.may_judge()) else { return };
    if !reach::is_narrowed(statement) && !reach::is_denied(cx, &name) && reach::meets(cx, statement, &name) {
        cx.report(
            entry.span,
            format!("`{name}` switches off a safeguard, and no condition limits who may do it"),
        );
    }
}
