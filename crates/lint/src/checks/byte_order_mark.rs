//! A byte order mark before the text.

use policy::Severity;

use crate::{Category, Check, Run};

pub(super) const CHECK: Check = Check {
    id: "byte-order-mark",
    aliases: &[],
    summary: "the text begins with a byte order mark",
    category: Category::Syntax,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
Some editors put an invisible mark before the text. It is no part of JSON: a reader may skip it or refuse the file.
",
    fix: r"
Save the file as UTF-8 without a byte order mark.
",
    references: &["https://www.rfc-editor.org/rfc/rfc8259#section-8.1"],
    flagged: &[],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Reader,
};
