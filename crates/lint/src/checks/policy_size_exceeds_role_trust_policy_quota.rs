//! A trust policy longer than IAM takes without being asked.

use policy::Severity;
use policy::tree::{Policy, PolicyKind};

use crate::{Category, Check, Cx, Run, size};

pub(super) const CHECK: Check = Check {
    id: "policy-size-exceeds-role-trust-policy-quota",
    aliases: &["POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA"],
    summary: "a role trust policy has more than 2,048 characters",
    category: Category::Validity,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
A role trust policy may have 2,048 characters, white space not counted; on request AWS raises that for an account, to 8,192 at most.
",
    fix: r"
Name accounts or a condition such as `aws:PrincipalOrgID` in place of many principals, or ask AWS for the higher quota.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length",
    ],
    flagged: &[r#"
# as trust
{
^ the policy has 2234 characters without white space, a role trust policy may have 2048
  "Version": "2012-10-17",
  "Statement": { "Sid": "(2100 letters)", "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }
}
"#],
    clean: &[r#"
# as trust
{
  "Version": "2012-10-17",
  "Statement": { "Sid": "(1900 letters)", "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }
}
"#],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, _: &Policy) {
    if cx.kind == PolicyKind::Trust {
        size::report_if_over(cx, "role-trust-policy.size", "a role trust policy");
    }
}
