//! A suppression whose last day is over.

use policy::Severity;

use crate::{Category, Check, Run};

pub(super) const CHECK: Check = Check {
    id: "expired-suppression",
    aliases: &[],
    summary: "a suppression of the configuration has expired",
    category: Category::Clarity,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
A suppression may say until when a finding is accepted: `expires` is its last day, in UTC. From then on it suppresses nothing, and what it hid is reported again.
",
    fix: r"
Mend what the suppression hid and take it out, or decide anew and give it another day.
",
    references: &["https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"],
    flagged: &[],
    clean: &[r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/*" }
"#],
    run: Run::Reader,
};
