//! A document beyond the size limit.

use policy::Severity;

use crate::{Category, Check, Run};

pub(super) const CHECK: Check = Check {
    id: "document-too-large",
    aliases: &[],
    summary: "the document is larger than the limit, and was not read",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
AWS limits policies to some kilobytes, for most kinds to less than 33. The limit keeps a hostile or mistaken file from using up memory and time.
",
    fix: r"
Check where the document comes from.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"],
    flagged: &[],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Reader,
};
