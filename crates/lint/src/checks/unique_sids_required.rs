//! Statements that share a Sid.

use policy::Severity;
use policy::tree::{Policy, PolicyKind};

use crate::sids::{Mended, report_repeated_sids};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "unique-sids-required",
    aliases: &["UNIQUE_SIDS_REQUIRED"],
    summary: "two statements have the same Sid where Sids must be unique",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
In identity-based policies and SCPs a Sid names one statement; AWS refuses the policy.
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
    { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" },
    { "Sid": "Read", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b" }
             ^^^^^^ the Sid `Read` is taken
  ]
}
"#,
    ],
    clean: &[
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" },
    { "Sid": "read", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b" }
  ]
}
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if matches!(cx.kind, PolicyKind::Identity | PolicyKind::Boundary | PolicyKind::Session | PolicyKind::Scp) {
        report_repeated_sids(cx, policy, Mended::Yes);
    }
}
