//! A file without content.

use policy::Severity;

use crate::{Category, Check, Run};

pub(super) const CHECK: Check = Check {
    id: "empty-document",
    aliases: &[],
    summary: "the document is empty",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
An empty file is no policy; it is mostly the trace of a command that failed.
",
    fix: r"
Check what was to write the file.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"],
    flagged: &[],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Reader,
};
