//! `NotPrincipal` in a trust policy.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "role-trust-policy-syntax-error-notprincipal",
    aliases: &["ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL"],
    summary: "the trust policy of a role has `NotPrincipal`",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
A trust policy says who may assume the role. IAM refuses one that says who may not and leaves everybody else in.
",
    fix: r#"
Name who may assume the role with `Principal`. To keep some out, add a `Deny` with `"Principal": { "AWS": "*" }` and a condition on `aws:PrincipalArn`.
"#,
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "NotPrincipal": { "AWS": "arn:aws:iam::444455556666:root" }, "Action": "sts:AssumeRole" }
                     ^^^^^^^^^^^^^^ a trust policy cannot have `NotPrincipal`
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/ci" }, "Action": "sts:AssumeRole" }
"#,
        r#"
{ "Effect": "Deny", "NotPrincipal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "s3:*", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Trust {
        return;
    }
    let malformed = statement.malformed.iter().map(|malformed| &malformed.member.key);
    let malformed = malformed.filter(|key| key.text == "NotPrincipal").map(|key| key.span);
    let element = statement.not_principal.as_ref().map(|element| element.key);
    if let Some(key) = element.or_else(|| malformed.into_iter().next()) {
        cx.report(key, "a trust policy cannot have `NotPrincipal`");
    }
}
