//! An object that repeats a key.

use policy::Severity;

use crate::{Category, Check, Run};

pub(super) const CHECK: Check = Check {
    id: "duplicate-json-key",
    aliases: &[],
    summary: "an object repeats a key, so one value is lost",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Most JSON readers keep one of the values, mostly the last, and drop the others without a word: part of the policy is not there, and nobody sees it. Which one holds at AWS is nowhere promised.
",
    fix: r"
Merge the values under one key, or put them into statements of their own.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"],
    flagged: &[],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
  "Condition": { "StringEquals": { "aws:PrincipalTag/a": "1" }, "StringLike": { "aws:PrincipalTag/a": "1" } }
}
"#,
    ],
    run: Run::Reader,
};
