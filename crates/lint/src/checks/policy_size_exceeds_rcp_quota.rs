//! An RCP longer than Organizations takes.

use policy::Severity;
use policy::tree::{Policy, PolicyKind};

use crate::{Category, Check, Cx, Run, size};

pub(super) const CHECK: Check = Check {
    id: "policy-size-exceeds-rcp-quota",
    aliases: &["POLICY_SIZE_EXCEEDS_RCP_QUOTA"],
    summary: "a resource control policy has more than 5,120 characters",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
An RCP may have 5,120 characters. Saved through the API or the command line white space counts too; the console takes it out.
",
    fix: r"
Take out white space, join statements, or spread them over several RCPs.
",
    references: &["https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html"],
    flagged: &[r#"
# as rcp
{
^ the policy has 5238 bytes with white space, an RCP may have 5120
  "Version": "2012-10-17",
  "Statement": { "Sid": "(5100 letters)", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*" }
}
"#],
    clean: &[r#"
# as rcp
{
  "Version": "2012-10-17",
  "Statement": { "Sid": "(4900 letters)", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*" }
}
"#],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, _: &Policy) {
    if cx.kind == PolicyKind::Rcp {
        size::report_if_over(cx, "resource-control-policy.size", "an RCP");
    }
}
