//! What policies are attached to, and what they can speak of there.

use catalog::{Action, Flags};
use policy::ResourcePattern;
use policy::tree::PolicyKind;

use crate::Cx;

/// A type of resource with a policy of its own.
pub(crate) struct Attachment {
    /// As `CloudFormation` names it.
    pub(crate) name: &'static str,
    /// What the statements of its policy can be about.
    resources: &'static [&'static str],
    /// The service whose actions its policy can name, and the types of resources that they apply to.
    service: &'static str,
    types: &'static [&'static str],
}

/// Sources: the actions and resource types of each service in
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>,
/// for access points <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html>.
const ATTACHMENTS: &[Attachment] = &[
    Attachment {
        name: "AWS::DynamoDB::Table",
        resources: &["arn:*:dynamodb:*:*:table/*"],
        service: "dynamodb",
        types: &["table", "index"],
    },
    Attachment {
        name: "AWS::S3::AccessPoint",
        resources: &["arn:*:s3:?*:*:accesspoint/*"],
        service: "s3",
        types: &["accesspoint", "accesspointobject", "bucket", "object"],
    },
    Attachment {
        name: "AWS::S3::Bucket",
        resources: &["arn:*:s3:::*"],
        service: "s3",
        types: &["bucket", "object"],
    },
    Attachment {
        name: "AWS::S3::MultiRegionAccessPoint",
        resources: &["arn:*:s3::*:accesspoint/*"],
        service: "s3",
        types: &["multiregionaccesspoint", "accesspoint", "accesspointobject", "bucket", "object"],
    },
    Attachment {
        name: "AWS::S3ObjectLambda::AccessPoint",
        resources: &["arn:*:s3-object-lambda:*:*:accesspoint/*"],
        service: "s3-object-lambda",
        types: &["objectlambdaaccesspoint"],
    },
    Attachment {
        name: "AWS::SecretsManager::Secret",
        resources: &["arn:*:secretsmanager:*:*:secret:*"],
        service: "secretsmanager",
        types: &["Secret"],
    },
    Attachment {
        name: "AWS::SNS::Topic",
        resources: &["arn:*:sns:*:*:*"],
        service: "sns",
        types: &["topic"],
    },
    Attachment {
        name: "AWS::SQS::Queue",
        resources: &["arn:*:sqs:*:*:*"],
        service: "sqs",
        types: &["queue"],
    },
];

/// What the policy is attached to, if the caller says so and it is known here.
pub(crate) fn of(cx: &Cx<'_>) -> Option<&'static Attachment> {
    let name = cx.resource_type.filter(|_| cx.kind == PolicyKind::Resource)?;
    ATTACHMENTS.iter().find(|attachment| attachment.name == name)
}

impl Attachment {
    /// Whether some resource of the pattern can be what the policy is attached to, or within it.
    pub(crate) fn can_be_about(&self, resource: &ResourcePattern) -> bool {
        self.resources.iter().any(|form| !resource.intersects(&ResourcePattern::parse(form)).is_no())
    }

    /// Whether an action can be asked of the resource.
    pub(crate) fn takes(&self, action: Action<'_>) -> bool {
        action.service().prefix() == self.service
            && (action.flags().has(Flags::RESOURCES_UNKNOWN)
                || action.targets().any(|target| self.types.contains(&target.resource.name())))
    }

    /// The names of its resource types in the catalogue, for a test.
    #[cfg(test)]
    fn is_known(&self, catalog: &catalog::Catalog) -> bool {
        let service = catalog.service(self.service);
        let actions = || service.into_iter().flat_map(catalog::Service::actions);
        self.types.iter().all(|name| {
            actions().any(|action| action.targets().any(|target| target.resource.name() == *name))
        })
    }
}

#[cfg(test)]
mod tests {
    use catalog::Catalog;

    use super::*;

    #[test]
    fn the_table_names_what_the_catalogue_knows() {
        for attachment in ATTACHMENTS {
            assert!(attachment.is_known(Catalog::embedded()), "{}", attachment.name);
        }
    }
}
