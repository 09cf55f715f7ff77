//! An identity-based policy longer than a managed policy may be.

use policy::Severity;
use policy::tree::{Policy, PolicyKind};

use crate::{Category, Check, Cx, Run, size};

pub(super) const CHECK: Check = Check {
    id: "policy-size-exceeds-identity-policy-quota",
    aliases: &["POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA"],
    summary: "an identity-based policy has more than 6,144 characters",
    category: Category::Validity,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
A managed policy may have 6,144 characters, white space not counted. Inline policies share a quota: 10,240 characters for those of a role, 5,120 of a group and 2,048 of a user.
What a template fills in has no length yet, so nothing is said of such a policy.
",
    fix: r"
Join statements of the same effect and condition, remove what other entries cover, or spread the policy over several.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length",
    ],
    flagged: &[r#"
# as identity
{
^ the policy has 6203 characters without white space, a managed policy may have 6144
  "Version": "2012-10-17",
  "Statement": { "Sid": "(6100 letters)", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
}
"#],
    clean: &[r#"
# as identity
{
  "Version": "2012-10-17",
  "Statement": { "Sid": "(5900 letters)", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
}
"#],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, _: &Policy) {
    if matches!(cx.kind, PolicyKind::Identity | PolicyKind::Boundary) {
        size::report_if_over(cx, "managed-policy.size", "a managed policy");
    }
}
