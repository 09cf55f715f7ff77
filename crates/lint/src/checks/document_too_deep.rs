//! Nesting that no policy needs.

use policy::Severity;

use crate::{Category, Check, Run};

pub(super) const CHECK: Check = Check {
    id: "document-too-deep",
    aliases: &[],
    summary: "the document nests deeper than any policy can",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
A policy nests six levels of lists and objects at most. Far deeper nesting is a broken or hostile document; reading stops there.
",
    fix: r"
Check where the document comes from.
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
