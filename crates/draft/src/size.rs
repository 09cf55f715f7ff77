//! The size of a policy as IAM counts it.

use policy::tree::Policy;
use policy::{Style, write};

/// The most characters a managed policy may have, white space not counted.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
pub const MANAGED_POLICY_SIZE: usize = 6144;

/// Characters of the policy, white space not counted.
pub fn size(policy: &Policy) -> usize {
    write(&policy.to_node(), Style::Minified).chars().filter(|letter| !letter.is_whitespace()).count()
}
