//! Statements that share a Sid.

use policy::Severity;
use policy::tree::{Policy, PolicyKind};

use crate::sids::{Mended, report_repeated_sids};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "unique-sids-recommended",
    aliases: &["UNIQUE_SIDS_RECOMMENDED"],
    summary: "two statements have the same Sid where they should be unique",
    category: Category::Syntax,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
Resource-based policies may repeat a Sid, but then it tells nobody which statement is meant, and tools that edit statements by Sid change the wrong one.
",
    fix: r"
Give each statement a Sid of its own, or none.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html"],
    flagged: &[
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "A", "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" },
    { "Sid": "A", "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b" }
             ^^^ the Sid `A` is taken
  ]
}
"#,
    ],
    clean: &[
        r#"
{ "Sid": "A", "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if matches!(cx.kind, PolicyKind::Resource | PolicyKind::Trust | PolicyKind::Rcp | PolicyKind::Endpoint) {
        report_repeated_sids(cx, policy, Mended::No);
    }
}
