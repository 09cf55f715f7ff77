//! The size of a policy as IAM counts it.

use policy::tree::Policy;
use policy::{Style, write};

/// Characters of the policy, white space not counted.
pub fn size(policy: &Policy) -> usize {
    write(&policy.to_node(), Style::Minified).chars().filter(|letter| !letter.is_whitespace()).count()
}
