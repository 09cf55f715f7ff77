//! A suppression that suppresses nothing.

use policy::Severity;

use crate::{Category, Check, Run};

pub(super) const CHECK: Check = Check {
    id: "unused-suppression",
    aliases: &[],
    summary: "a suppression of the configuration fits no finding",
    category: Category::Clarity,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
A suppression that fits nothing is left over from something that was mended, or never did what its author believed. It would hide the fault if it came back.

It is reported only by runs that looked where it points: at a file that its `path` fits, at a statement with its `sid`, or (if it has neither) at a whole folder.
",
    fix: r"
Take it out, or mend its members if it was meant to fit.
",
    references: &["https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"],
    flagged: &[],
    clean: &[r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/*" }
"#],
    run: Run::Reader,
};
