//! Which resource types a call needs, where the reference does not say so.

use std::collections::BTreeSet;

/// Actions and types that the reference calls optional, and that usual calls need all the same.
///
/// An instance whose image is backed by EBS makes volumes, which no request need name.
/// Source: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-runinstances>
const NEEDED: &[(&str, &str)] = &[("ec2:RunInstances", "volume")];

/// Actions of which a call needs one of these types, although the reference says that it needs each.
///
/// The request names one execution, of one kind: <https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html>
const ONE_OF: &[(&str, &[&str])] = &[("states:DescribeExecution", &["execution", "express"])];

/// Whether calls for the action fail where it is not allowed on resources of the type, beside those that were seen.
pub(super) fn is_needed(action: &str, kind: &str, is_required: bool, seen: &BTreeSet<&str>) -> bool {
    if seen.contains(kind) {
        return false;
    }
    let is_other_seen =
        |kinds: &&[&str]| kinds.contains(&kind) && kinds.iter().any(|kind| seen.contains(kind));
    let mut one_of =
        ONE_OF.iter().filter(|(known, _)| known.eq_ignore_ascii_case(action)).map(|(_, kinds)| kinds);
    if is_required {
        return !one_of.any(is_other_seen);
    }
    NEEDED.iter().any(|(known, of)| known.eq_ignore_ascii_case(action) && *of == kind)
}
