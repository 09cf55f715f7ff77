//! Which resource types a call needs, where the reference does not say so.

use std::collections::BTreeSet;

use catalog::{Action, Level, Target};

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
///
/// Of several types that an action tags, a call tags one, although the reference calls more of them required.
pub fn is_needed(action: Action<'_>, target: Target<'_>, seen: &BTreeSet<&str>) -> bool {
    let kind = target.resource.name();
    if seen.contains(kind) {
        return false;
    }
    let is_it = |name: &str| action.full_name() == name;
    if !target.required {
        return NEEDED.iter().any(|(name, needed)| *needed == kind && is_it(name));
    }
    let is_other_seen =
        |kinds: &[&str]| kinds.contains(&kind) && kinds.iter().any(|kind| seen.contains(kind));
    let is_one_of = ONE_OF.iter().any(|(name, kinds)| is_other_seen(kinds) && is_it(name));
    let is_tagging = action.level() == Level::Tagging && !seen.is_empty();
    !is_one_of && !is_tagging
}
