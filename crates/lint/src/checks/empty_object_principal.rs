//! A statement about nobody.

use policy::Severity;
use policy::tree::{PrincipalElement, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "empty-object-principal",
    aliases: &["EMPTY_OBJECT_PRINCIPAL"],
    summary: "`Principal` or `NotPrincipal` is an empty object",
    category: Category::Effect,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r#"
`"Principal": {}` names nobody, so the statement does nothing; `"NotPrincipal": {}` excepts nobody, so the statement is about everyone. Many services refuse both.
"#,
    fix: r"
Name the principals that were meant, or remove the statement.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    ],
    flagged: &[
        r#"
# as resource AWS::S3::Bucket
{ "Effect": "Allow", "Principal": {}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
                                  ^^ `Principal` is empty, so the statement is about nobody
"#,
        r#"
# as resource AWS::S3::Bucket
{ "Effect": "Deny", "NotPrincipal": {}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
                                    ^^ `NotPrincipal` is empty, so the statement is about everyone
"#,
    ],
    clean: &[
        r#"
# as resource AWS::S3::Bucket
{ "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
        r#"
# as resource AWS::S3::Bucket
{ "Effect": "Allow", "Principal": { "AWS": { "Ref": "Role" } }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if let Some(element) = statement.principal.as_ref().filter(|element| is_empty(element)) {
        cx.report(element.span, "`Principal` is empty, so the statement is about nobody");
    }
    if let Some(element) = statement.not_principal.as_ref().filter(|element| is_empty(element)) {
        cx.report(element.span, "`NotPrincipal` is empty, so the statement is about everyone");
    }
}

fn is_empty(element: &PrincipalElement) -> bool {
    element.text.is_none() && element.entries.is_empty() && element.malformed.is_empty()
}
