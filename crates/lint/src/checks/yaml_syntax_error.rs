//! YAML that is not well-formed.

use policy::Severity;

use crate::{Category, Check, Run};

pub(super) const CHECK: Check = Check {
    id: "yaml-syntax-error",
    aliases: &[],
    summary: "the text is not well-formed YAML",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
What cannot be read may hide any statement; nothing after the place is certain.
",
    fix: r"
Mend the place; indentation and unbalanced quotes are the usual causes.
",
    references: &["https://yaml.org/spec/1.2.2/"],
    flagged: &[],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Reader,
};
