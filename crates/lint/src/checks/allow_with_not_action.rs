//! Allowing all but a few actions.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "allow-with-not-action",
    aliases: &[],
    summary: "a statement allows every action but those it lists",
    category: Category::Privilege,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
`Allow` with `NotAction` grants all the rest: hundreds of services that nobody thought of, and what AWS adds later. To leave an action out here does not deny it either; another statement may allow it.

Policies that only limit what others grant may well be written so, and the check is silent there.
",
    fix: r"
List what is allowed in `Action`; or allow what is needed and forbid the rest with a `Deny`.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
    ],
    flagged: &[r#"
{ "Effect": "Allow", "NotAction": ["iam:*", "organizations:*"], "Resource": "*" }
                     ^^^^^^^^^^^ every action is allowed but those listed here
"#],
    clean: &[
        r#"
{ "Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*" }
"#,
        r#"
# as scp
{ "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "NotAction": "iam:*", "NotResource": "arn:aws:s3:::acme-logs/*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let grants = matches!(cx.kind, PolicyKind::Identity | PolicyKind::Resource | PolicyKind::Trust);
    let Some(excepted) = statement.not_action.as_ref().filter(|_| grants && statement.allows()) else {
        return;
    };
    if statement.not_resource.is_none() {
        cx.report(excepted.key, "every action is allowed but those listed here");
    }
}
