//! Denying all but a few actions, always.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "deny-not-action-review",
    aliases: &[],
    summary: "a statement denies every action but those it lists, whatever else is allowed",
    category: Category::Effect,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
`Deny` with `NotAction` on every resource and without a condition forbids all but the listed actions, also those that other policies of the same principal allow, and those that AWS adds later. That is at times just what is meant; if it is meant to say what the principal may do, an `Allow` says so without breaking other policies.
",
    fix: r"
Make sure that the list holds all that is needed under any other policy, or add a condition that says when the rest is forbidden.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
    ],
    flagged: &[r#"
{ "Effect": "Deny", "NotAction": ["s3:GetObject", "s3:ListBucket"], "Resource": "*" }
                    ^^^^^^^^^^^ every action but those listed here is denied, whatever other policies allow
"#],
    clean: &[
        r#"
{
  "Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*",
  "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } }
}
"#,
        r#"
{ "Effect": "Deny", "NotAction": "s3:GetObject", "NotResource": "arn:aws:s3:::acme-public/*" }
"#,
        r#"
# as scp
{ "Effect": "Deny", "NotAction": "s3:*", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let everywhere = statement.resources().iter().any(|resource| resource.value.is_everything());
    let Some(spared) = statement.not_action.as_ref().filter(|_| statement.denies() && everywhere) else {
        return;
    };
    let is_unconditional =
        statement.condition.is_none() && !crate::absence::has_malformed(statement, &["Condition"]);
    if cx.kind == PolicyKind::Identity && is_unconditional {
        cx.report(spared.key, "every action but those listed here is denied, whatever other policies allow");
    }
}
