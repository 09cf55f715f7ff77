//! Where a request means something else than the names in it say.

/// Service, type, parameter, value: of this type is the resource only if the request does not have the parameter, or has this.
///
/// Classic load balancers are named by `loadBalancerName`, those of the second version by `name`.
pub(super) const ONLY_WITHOUT: [(&str, &str, &str, &str); 3] = [
    ("elasticloadbalancing", "loadbalancer", "name", ""),
    ("events", "rule-on-default-event-bus", "eventBusName", "default"),
    ("ssm", "parameter", "resourceType", "Parameter"),
];

/// Service, placeholder, value: what is meant where the request names none.
///
/// Sources: the API references of the services.
pub(super) const DEFAULTS: [(&str, &str, &str); 2] =
    [("ecs", "ClusterName", "default"), ("scheduler", "GroupName", "default")];

/// Actions about the calling user where the request names none.
///
/// Source: the IAM API reference, where `UserName` is optional.
pub(super) const OF_CALLER: [&str; 21] = [
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:DeactivateMFADevice",
    "iam:DeleteAccessKey",
    "iam:DeleteLoginProfile",
    "iam:DeleteServiceSpecificCredential",
    "iam:DeleteSigningCertificate",
    "iam:GetLoginProfile",
    "iam:GetMFADevice",
    "iam:GetUser",
    "iam:ListAccessKeys",
    "iam:ListMFADevices",
    "iam:ListSSHPublicKeys",
    "iam:ListServiceSpecificCredentials",
    "iam:ListSigningCertificates",
    "iam:ResetServiceSpecificCredential",
    "iam:UpdateAccessKey",
    "iam:UpdateServiceSpecificCredential",
    "iam:UpdateSigningCertificate",
    "iam:UploadSigningCertificate",
    "iam:ChangePassword",
];

/// Parameters that name the account whose resource is meant.
pub(super) const OWNERS: [&str; 4] = ["registryId", "catalogId", "queueOwnerAWSAccountId", "ownerAccountId"];

/// Parameters whose ARNs are of somebody or something else than what the call is about; of one service, or (`*`) of all.
pub(super) const OTHERS: [(&str, &str); 6] = [
    ("*", "principal"),
    ("*", "principalArn"),
    ("cloudwatch", "actionsSuppressor"),
    ("iam", "resourceArns"),
    ("lambda", "sourceArn"),
    ("sqs", "destinationArn"),
];

/// Service, parameter (`*`: any but an ARN): it holds no name that is in ARNs. Those of DMS have ids that only AWS
/// knows; the ARN of a cluster of Kafka ends in another id than its name.
///
/// Source: <https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Introduction.AWS.ARN.html>
pub(super) const FOREIGN: [(&str, &str); 7] = [
    ("application-autoscaling", "resourceId"),
    ("clouddirectory", "schemaArn"),
    ("dms", "*"),
    ("frauddetector", "detectorVersion"),
    ("frauddetector", "detectorVersionId"),
    ("kafka", "clusterArn"),
    ("sagemaker", "artifactName"),
];

/// Service and parameter: with it a call is about more than the resource that the record lists.
pub(super) const DETAILS: [(&str, &str); 2] = [("dynamodb", "indexName"), ("lambda", "qualifier")];

/// Actions, and the parameter that stands at the end of the ARN: a call by version or alias is checked against the ARN of that.
///
/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html>
pub(super) const QUALIFIED: [(&str, &str); 1] = [("lambda:InvokeFunction", "qualifier")];

#[cfg(test)]
mod tests {
    use catalog::Catalog;

    use super::super::format::Format;
    use super::*;

    #[test]
    fn rows_are_of_the_catalogue() {
        let catalog = Catalog::embedded();
        let types = |service: &str| catalog.service(service).unwrap().resource_types();
        for (service, of, ..) in ONLY_WITHOUT {
            assert!(types(service).any(|resource| resource.name() == of), "{of}");
        }
        for (service, variable, _) in DEFAULTS {
            let mut formats =
                types(service).flat_map(catalog::ResourceType::arn_formats).filter_map(Format::new);
            assert!(formats.any(|format| format.variables().any(|name| name == variable)), "{variable}");
        }
        for (service, _) in OTHERS.iter().chain(&FOREIGN).filter(|row| row.0 != "*") {
            assert!(catalog.service(service).is_some(), "{service}");
        }
        for name in OF_CALLER {
            let action = catalog.action(name).unwrap_or_else(|| panic!("{name}"));
            assert!(action.targets().any(|target| target.resource.name() == "user"), "{name}");
        }
        for (name, _) in QUALIFIED {
            assert!(catalog.action(name).is_some(), "{name}");
        }
    }
}
