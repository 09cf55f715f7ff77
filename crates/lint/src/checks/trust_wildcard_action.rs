//! A trust policy allows actions by a wildcard.

use policy::tree::{Spanned, Statement};
use policy::{ActionPattern, Severity};

use crate::trust::lets_in;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "trust-wildcard-action",
    aliases: &[],
    summary: "a trust policy allows more than assuming the role",
    category: Category::Privilege,
    severity: Severity::Medium,
    since: "0.1.0",
    why: r"
A wildcard also allows `sts:TagSession`, `sts:SetSourceIdentity` and whatever comes later. Who may set session tags chooses the values that conditions on `aws:PrincipalTag` look at, and so may get permissions that belong to others.
",
    fix: r"
Name the actions: `sts:AssumeRole`, or the one for SAML or web identities, and others only if they are used.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/ci" }, "Action": "sts:*" }
                                                                                            ^^^^^^^ `sts:*` also allows `sts:TagSession`, and so any session tags
"#,
        r#"
# as trust
{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/ci" }, "Action": ["sts:AssumeRole", "*"] }
                                                                                                               ^^^ `*` also allows `sts:TagSession`, and so any session tags
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/ci" }, "Action": ["sts:AssumeRole", "sts:TagSession"] }
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/ci" }, "Action": "sts:Assume*" }
"#,
        r#"
{ "Effect": "Deny", "Principal": { "AWS": "arn:aws:iam::111122223333:role/ci" }, "Action": "sts:*" }
"#,
    ],
    run: Run::Action(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, action: &Spanned<ActionPattern>) {
    let text = action.value.as_str();
    let is_wide = text.contains(['*', '?']) && action.value.matches("sts:TagSession");
    // Under `NotAction` the same pattern takes the action out.
    if lets_in(cx, statement) && is_wide && statement.actions().contains(action) {
        cx.report(action.span, format!("`{text}` also allows `sts:TagSession`, and so any session tags"))
            .help("name the actions that are used, such as `sts:AssumeRole`");
    }
}
