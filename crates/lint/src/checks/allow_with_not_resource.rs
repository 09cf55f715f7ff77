//! Allowing an action on all but a few resources.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "allow-with-not-resource",
    aliases: &["NOTRESOURCE_WITH_ALLOW"],
    summary: "a statement allows its actions on every resource but those it lists",
    category: Category::Privilege,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
`Allow` with `NotResource` grants the actions on all the rest, also in other accounts that let the caller in, and on what is created later. To leave a resource out here does not deny it either.
",
    fix: r"
List the resources in `Resource`; or allow what is needed and protect the exceptions with a `Deny`.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html",
    ],
    flagged: &[r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::acme-secret/*" }
                                               ^^^^^^^^^^^^^ the actions are allowed on every resource but those listed here
"#],
    clean: &[
        r#"
{ "Effect": "Deny", "Action": "s3:DeleteObject", "NotResource": "arn:aws:s3:::acme-scratch/*" }
"#,
        r#"
# as boundary
{ "Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::acme-secret/*" }
"#,
        r#"
{ "Effect": "Allow", "NotAction": "iam:*", "NotResource": "arn:aws:s3:::acme-logs/*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let grants = matches!(cx.kind, PolicyKind::Identity | PolicyKind::Resource);
    let Some(excepted) = statement.not_resource.as_ref().filter(|_| grants && statement.allows()) else {
        return;
    };
    if statement.not_action.is_none() {
        cx.report(excepted.key, "the actions are allowed on every resource but those listed here");
    }
}
