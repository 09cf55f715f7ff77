//! Everyone but a few is allowed in.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "allow-with-not-principal",
    aliases: &["ALLOW_WITH_NOT_PRINCIPAL"],
    summary: "`Allow` with `NotPrincipal` lets everyone in but those named",
    category: Category::Exposure,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
Whoever is not named gets the permission: every other account, and callers who have none.
",
    fix: r"
Name who is allowed with `Principal`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "NotPrincipal": { "AWS": "arn:aws:iam::444455556666:root" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
                     ^^^^^^^^^^^^^^ everyone but those named is allowed in
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Deny", "NotPrincipal": { "AWS": ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/audit"] },
  "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"
}
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if !matches!(cx.kind, PolicyKind::Resource | PolicyKind::Endpoint) || !statement.allows() {
        return;
    }
    if let Some(element) = &statement.not_principal {
        cx.report(element.key, "everyone but those named is allowed in");
    }
}
