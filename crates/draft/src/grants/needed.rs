//! Resource types that the reference calls optional and that usual calls need all the same.

/// Action and type.
///
/// An instance whose image is backed by EBS makes volumes, which no request need name.
/// Source: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-runinstances>
const NEEDED: &[(&str, &str)] = &[("ec2:RunInstances", "volume")];

/// Whether calls for the action fail where it is not allowed on resources of the type.
pub(super) fn is_needed(action: &str, kind: &str) -> bool {
    NEEDED.iter().any(|(known, of)| known.eq_ignore_ascii_case(action) && *of == kind)
}
