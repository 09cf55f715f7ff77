//! A type of principal without a principal.

use policy::tree::Statement;
use policy::{Fix, Safety, Severity};

use crate::emptiness::lists_nothing;
use crate::{Category, Check, Cx, Run, removal};

pub(super) const CHECK: Check = Check {
    id: "empty-array-principal",
    aliases: &["EMPTY_ARRAY_PRINCIPAL"],
    summary: "a type of principal is an empty list",
    category: Category::Clarity,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r#"
`"AWS": []` names nobody. If nothing else stands in `Principal`, the statement is about nobody, and many services refuse it.
"#,
    fix: r"
Name the principals that were meant, or remove the empty entry.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    ],
    flagged: &[
        r#"
# as resource AWS::S3::Bucket
{ "Effect": "Allow", "Principal": { "AWS": [] }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
                                           ^^ `AWS` names nobody
"#,
        r#"
# as trust
{ "Effect": "Allow", "Principal": { "AWS": [], "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }
                                           ^^ `AWS` names nobody
"#,
    ],
    clean: &[
        r#"
# as trust
{ "Effect": "Allow", "Principal": { "AWS": ["111122223333"] }, "Action": "sts:AssumeRole" }
"#,
        r#"
# as trust
{ "Effect": "Allow", "Principal": { "AWS": [{ "Ref": "Role" }] }, "Action": "sts:AssumeRole" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    for principal in statement.principal.iter().chain(&statement.not_principal) {
        for entry in principal.entries.iter().filter(|entry| lists_nothing(&entry.element)) {
            // The others still say who is meant, so nothing changes without this one; alone it is kept.
            let removed = removal::member_with_value(cx, entry.element.span);
            let finding = cx.report(entry.element.span, format!("`{}` names nobody", entry.kind.text()));
            if let Some(edit) = removed {
                let title = "remove the empty entry".to_owned();
                finding.fix(Fix { title, safety: Safety::Safe, edits: vec![edit] });
            }
        }
    }
}
