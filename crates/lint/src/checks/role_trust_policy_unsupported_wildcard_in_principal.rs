//! `"Principal": "*"` in a trust policy.

use policy::tree::{PolicyKind, Principal, PrincipalType, Spanned, Statement};
use policy::{Fix, Severity};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "role-trust-policy-unsupported-wildcard-in-principal",
    aliases: &["ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL"],
    summary: "the trust policy of a role has `*` for its principal",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r#"
A trust policy cannot have `"Principal": "*"`. It takes `{ "AWS": "*" }`, which stands for every principal of AWS and needs a condition that says which of them are meant.
"#,
    fix: r"
Name the accounts, roles or services that may assume the role.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    ],
    flagged: &[r#"
# as trust
{
  "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole",
                                  ^^^ a trust policy cannot have `*` for its principal
  "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
}
"#],
    clean: &[
        r#"
# as trust
{ "Effect": "Deny", "NotPrincipal": "*", "Action": "sts:AssumeRole" }
"#,
        r#"
# as trust
{
  "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "sts:AssumeRole",
  "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
}
"#,
        r#"
{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Principal(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, kind: Option<&PrincipalType>, principal: &Spanned<Principal>) {
    // `NotPrincipal` a trust policy cannot have at all.
    let is_excepted =
        statement.not_principal.as_ref().is_some_and(|element| element.span.contains(principal.span));
    if cx.kind == PolicyKind::Trust && !is_excepted && kind.is_none() && principal.value.text == "*" {
        cx.report(principal.span, "a trust policy cannot have `*` for its principal")
            .help("name who may assume the role, or write `{ \"AWS\": \"*\" }` with a condition")
            .fix(Fix::risky(
                "let in every principal that the conditions allow",
                principal.span,
                r#"{ "AWS": "*" }"#,
            ));
    }
}
