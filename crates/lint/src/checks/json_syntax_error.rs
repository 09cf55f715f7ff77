//! Text that is not well-formed.

use policy::Severity;

use crate::{Category, Check, Run};

pub(super) const CHECK: Check = Check {
    id: "json-syntax-error",
    aliases: &["JSON_SYNTAX_ERROR"],
    summary: "the text is not well-formed JSON",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
AWS takes strict JSON: no comments, no trailing commas, double quotes only. Leastwise reads on past such a place so that the rest of the policy is checked too.
",
    fix: r"
Write the place as JSON demands; what can only be meant in one way has a safe fix.
",
    references: &["https://www.rfc-editor.org/rfc/rfc8259", "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"],
    flagged: &[],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Reader,
};
