//! An SCP longer than Organizations takes.

use policy::Severity;
use policy::tree::{Policy, PolicyKind};

use crate::{Category, Check, Cx, Run, size};

pub(super) const CHECK: Check = Check {
    id: "policy-size-exceeds-scp-quota",
    aliases: &["POLICY_SIZE_EXCEEDS_SCP_QUOTA"],
    summary: "a service control policy has more than 10,240 characters",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
An SCP may have 10,240 characters (5,120 before May 2026). Saved through the API or the command line white space counts too; the console takes it out.
",
    fix: r"
Take out white space, join statements, or spread them over several SCPs.
",
    references: &["https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html"],
    flagged: &[r#"
# as scp
{
^ the policy has 10320 bytes with white space, an SCP may have 10240
  "Version": "2012-10-17",
  "Statement": { "Sid": "(10200 letters)", "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*" }
}
"#],
    clean: &[r#"
# as scp
{
  "Version": "2012-10-17",
  "Statement": { "Sid": "(10000 letters)", "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*" }
}
"#],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, _: &Policy) {
    if cx.kind == PolicyKind::Scp {
        size::report_if_over(cx, "service-control-policy.size", "an SCP");
    }
}
