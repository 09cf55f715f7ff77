//! A wildcard within an action of an SCP, in the old language.

use policy::tree::{PolicyKind, Spanned, Statement};
use policy::{ActionPattern, Severity};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "scp-syntax-error-action-wildcard",
    aliases: &["SCP_SYNTAX_ERROR_ACTION_WILDCARD"],
    summary: "an action of an SCP in the old language has a wildcard before its end",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Before 2025-09-19 a wildcard could stand at the end of an action of an SCP only. AWS takes it since then, so the check runs only where the caller says that the old language holds (`--scp-language legacy`).
",
    fix: r"
List the actions, or use the current language of SCPs.
",
    references: &[
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html",
    ],
    flagged: &[r#"
# as scp legacy
{ "Effect": "Deny", "Action": ["iam:*Role", "s3:Get?bject"], "Resource": "*" }
                               ^^^^^^^^^^^ `iam:*Role` has a wildcard before its end
                                            ^^^^^^^^^^^^^^ `s3:Get?bject` has a wildcard before its end
"#],
    clean: &[
        r#"
# as scp legacy
{ "Effect": "Deny", "Action": ["iam:Create*", "s3:*", "*", "sqs:SendMessag?"], "Resource": "*" }
"#,
        r#"
# as scp
{ "Effect": "Deny", "Action": "iam:*Role", "Resource": "*" }
"#,
    ],
    run: Run::Action(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, action: &Spanned<ActionPattern>) {
    let written = action.value.as_str();
    let is_within = written.find(['*', '?']).is_some_and(|at| at + 1 < written.len());
    if cx.kind == PolicyKind::Scp && cx.legacy_scp && is_within {
        cx.report(action.span, format!("`{written}` has a wildcard before its end"));
    }
}
