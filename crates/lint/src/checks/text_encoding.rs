//! Text in another encoding than UTF-8.

use policy::Severity;

use crate::{Category, Check, Run};

pub(super) const CHECK: Check = Check {
    id: "text-encoding",
    aliases: &[],
    summary: "the text is not UTF-8",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
JSON is UTF-8. Text in UTF-16, as some Windows tools write it, is read all the same so that the policy can be checked; bytes that are no text at all are shown as the replacement character.
",
    fix: r"
Save the file as UTF-8.
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
