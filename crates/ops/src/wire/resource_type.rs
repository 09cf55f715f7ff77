//! What a resource policy is attached to, as `CloudFormation` names it.

use super::PolicyType;
use crate::OpError;

/// The kind that was asked for; a resource says it too.
pub(crate) fn kind_of(
    asked: Option<PolicyType>,
    resource_type: Option<&str>,
) -> Result<Option<PolicyType>, OpError> {
    let Some(resource_type) = resource_type else { return Ok(asked) };
    let parts: Vec<&str> = resource_type.split("::").collect();
    let sound = parts.len() == 3
        && parts.first() == Some(&"AWS")
        && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if !sound {
        return Err(OpError::invalid(format!("`{resource_type}` is not a resource type"))
            .hint("write it as CloudFormation does: `AWS::S3::Bucket`"));
    }
    let implied = match resource_type {
        "AWS::IAM::Role" | "AWS::IAM::AssumeRolePolicyDocument" => PolicyType::Trust,
        "AWS::EC2::VPCEndpoint" => PolicyType::Endpoint,
        _ => PolicyType::Resource,
    };
    match asked {
        // Access Analyzer knows trust and endpoint policies only as resource policies of such a type.
        Some(PolicyType::Resource) => Ok(Some(implied)),
        Some(asked) if asked != implied => Err(OpError::invalid(format!(
            "a policy of `{resource_type}` is of type `{}`, not `{}`",
            implied.name(),
            asked.name()
        ))),
        _ => Ok(Some(implied)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resource_type_says_the_kind() {
        let of = |asked, resource| kind_of(asked, resource).map_err(|error| error.message);
        assert_eq!(of(None, None), Ok(None));
        assert_eq!(of(None, Some("AWS::S3::Bucket")), Ok(Some(PolicyType::Resource)));
        assert_eq!(of(Some(PolicyType::Trust), Some("AWS::IAM::Role")), Ok(Some(PolicyType::Trust)));
        let of_role = of(Some(PolicyType::Resource), Some("AWS::IAM::AssumeRolePolicyDocument"));
        assert_eq!(of_role, Ok(Some(PolicyType::Trust)));
        assert!(of(Some(PolicyType::Scp), Some("AWS::S3::Bucket")).is_err());
        for wrong in ["s3", "AWS::S3", "AWS::S3::", "AWS::S3::Bucket::x", "GCP::S3::Bucket"] {
            assert!(of(None, Some(wrong)).is_err(), "{wrong}");
        }
    }
}
