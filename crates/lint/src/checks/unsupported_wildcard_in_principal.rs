//! A wildcard in the name of a principal.

use policy::Severity;
use policy::tree::{PolicyKind, Principal, PrincipalType, Spanned, Statement};

use crate::principals::{has_wildcard, is_dynamic};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "unsupported-wildcard-in-principal",
    aliases: &["UNSUPPORTED_WILDCARD_IN_PRINCIPAL"],
    summary: "a principal has a wildcard as part of its name",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r#"
Principals are named in full. Only `"*"` alone, or as a value of `AWS`, stands for everyone; a pattern such as `role/app-*` is refused, and so is `"*"` for every service or identity provider.
"#,
    fix: r#"
Name the account, and hold its principals to a pattern with a condition: `"ArnLike": { "aws:PrincipalArn": "…:role/app-*" }`.
"#,
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Principal": { "AWS": ["arn:aws:iam::111122223333:role/app-*", "arn:aws:iam::*:root"] }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a principal cannot have wildcards in its name
                                                                                    ^^^^^^^^^^^^^^^^^^^^^ a principal cannot have wildcards in its name
"#,
        r#"
{ "Effect": "Allow", "Principal": { "Service": "*", "Federated": "*" }, "Action": "sts:AssumeRole" }
                                               ^^^ `*` does not stand for every principal of the type `Service`
                                                                 ^^^ `*` does not stand for every principal of the type `Federated`
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Deny", "Principal": { "AWS": "*" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
        r#"
{ "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/app" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Principal(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, kind: Option<&PrincipalType>, principal: &Spanned<Principal>) {
    let has_place = matches!(cx.kind, PolicyKind::Resource | PolicyKind::Trust | PolicyKind::Endpoint);
    let Some(kind) = kind.filter(|kind| has_place && !matches!(kind, PrincipalType::Other(_))) else { return };
    let text = principal.value.text.as_str();
    if !has_wildcard(&principal.value) || is_dynamic(text) {
        return;
    }
    if text == "*" {
        if *kind != PrincipalType::Aws {
            let kind = kind.text();
            cx.report(principal.span, format!("`*` does not stand for every principal of the type `{kind}`"))
                .help(format!("name each; the type `{kind}` takes no wildcards"));
        }
        return;
    }
    let help = match (kind, principal.value.account()) {
        (PrincipalType::Aws, Some(account)) => format!(
            "name the account `{account}`, and add the condition `ArnLike` with `aws:PrincipalArn` and `{text}`"
        ),
        (PrincipalType::Aws, None) => format!(
            "name `*`, and add conditions: `ArnLike` with `aws:PrincipalArn` and `{text}`, and one on `aws:PrincipalOrgID`"
        ),
        _ => "name each".to_owned(),
    };
    cx.report(principal.span, "a principal cannot have wildcards in its name").help(help);
}
