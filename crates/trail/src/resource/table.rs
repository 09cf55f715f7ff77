//! Where requests name resources otherwise than the catalogue's ARN formats do.
//!
//! The rule needs no row: a placeholder `${TableName}` is filled from `tableName` (see [`super::sources`]).
//! Source of the rows: the API references of the services, whose input members `CloudTrail` writes with a small first letter.

/// How a value of a request becomes what a placeholder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Take {
    /// As it is.
    Whole,
    /// As it is, be it slashes alone: the key of an object.
    Object,
    /// A name whose path the request does not tell.
    Path,
    /// `/app/db:3` → `app/db`: a parameter without leading slash, version and label.
    Parameter,
    /// A document; those whose names begin with `AWS` or `Amazon` belong to no account.
    Document,
    /// `111122223333:function:name:alias`, `function:name`, `name:alias` → `name`.
    Function,
    /// Digits alone.
    Version,
    /// Anything but digits and `$LATEST`.
    Alias,
    /// `https://sqs.eu-west-1.amazonaws.com/111122223333/name` → `name`, with its account and region.
    QueueUrl,
    /// A secret's name; its ARN ends in six letters that only AWS knows.
    Secret,
    /// A key's id, not an alias.
    Key,
    /// `alias/name` → `name`.
    KeyAlias,
    /// `/hostedzone/Z1` → `Z1`.
    Last,
    /// `bucket/key?versionId=…` → `bucket`.
    CopyBucket,
    /// `bucket/key?versionId=…` → `key`.
    CopyKey,
    /// `i-…`, an instance of EC2.
    Instance,
    /// `mi-…`, a managed node of Systems Manager.
    ManagedNode,
    /// `https://host/path` → `host/path`.
    Url,
    /// `family:revision` → `family`.
    Family,
    /// `family:revision` → `revision`.
    Revision,
    /// A bus for events other than the default one.
    CustomBus,
    /// `provider.model`, without a region before it.
    Model,
    /// `us.provider.model`, with one.
    InferenceProfile,
    /// `REGIONAL` and `CLOUDFRONT`, which ARNs have as `regional` and `global`.
    Scope,
    /// A service: all roles linked to it.
    LinkedService,
    /// A letter or more behind this beginning, as the ids of EC2 are.
    Id(&'static str),
    /// Only from the ARN: of an access point where others name a bucket.
    OfArn,
}

/// A placeholder of the ARNs that actions of a service take, and the names under which requests have its value.
pub(super) struct Row {
    pub(super) service: &'static str,
    /// The resource type, or `*` for all.
    pub(super) of: &'static str,
    pub(super) variable: &'static str,
    pub(super) from: &'static [(&'static str, Take)],
}

const fn row(
    service: &'static str,
    of: &'static str,
    variable: &'static str,
    from: &'static [(&'static str, Take)],
) -> Row {
    Row { service, of, variable, from }
}

use Take::{
    Alias, CopyBucket, CopyKey, CustomBus, Document, Family, Function, InferenceProfile, Instance, Key,
    KeyAlias, Last, LinkedService, ManagedNode, Model, Object, OfArn, Parameter, Path, QueueUrl, Revision,
    Scope, Secret, Url, Version, Whole,
};

/// By service, type, placeholder. The names are tried in order, before those that follow from the rule.
pub(super) const ROWS: &[Row] = &[
    row("airflow", "rbac-role", "EnvironmentName", &[("name", Whole)]),
    row("apigateway", "*", "HttpMethodType", &[("httpMethod", Whole)]),
    row("appsync", "*", "GraphQLAPIId", &[("apiId", Whole)]),
    row("athena", "datacatalog", "DataCatalogName", &[("catalogName", Whole), ("name", Whole)]),
    row("autoscaling", "*", "GroupFriendlyName", &[("autoScalingGroupName", Whole), ("resourceId", Whole)]),
    row("bedrock", "foundation-model", "ResourceId", &[("modelId", Model), ("modelIdentifier", Model)]),
    row(
        "bedrock",
        "inference-profile",
        "ResourceId",
        &[("modelId", InferenceProfile), ("inferenceProfileIdentifier", Whole)],
    ),
    row("cloudformation", "stack", "StackName", &[("stackName", Whole), ("stackId", Whole)]),
    row("cloudformation", "stackset", "StackSetName", &[("stackSetName", Family)]),
    row("cloudformation", "stackset", "Id", &[("stackSetName", Revision)]),
    row(
        "cloudtrail",
        "trail",
        "TrailName",
        &[("trailName", Whole), ("name", Whole), ("trailNameList", Whole)],
    ),
    row("cloudwatch", "alarm", "AlarmName", &[("alarmName", Whole), ("alarmNames", Whole)]),
    row(
        "codebuild",
        "project",
        "ProjectName",
        &[("projectName", Whole), ("name", Whole), ("names", Whole), ("id", Family), ("ids", Family)],
    ),
    row("codecommit", "repository", "RepositoryName", &[("repositoryName", Whole)]),
    row("dynamodb", "*", "TableName", &[("tableName", Whole), ("requestItems", Whole)]),
    row("ec2", "key-pair", "KeyPairName", &[("keyName", Whole)]),
    row("ec2", "network-acl", "NaclId", &[("networkAclId", Whole)]),
    row("ec2", "security-group", "SecurityGroupId", &[("groupId", Whole), ("securityGroupId", Whole)]),
    row("ec2", "vpc-flow-log", "VpcFlowLogId", &[("flowLogId", Whole)]),
    row("ec2", "placement-group", "PlacementGroupName", &[("groupName", Whole)]),
    row(
        "ecs",
        "task-definition",
        "TaskDefinitionFamilyName",
        &[("taskDefinition", Family), ("family", Whole)],
    ),
    row("ecs", "task-definition", "TaskDefinitionRevisionNumber", &[("taskDefinition", Revision)]),
    row("eks", "*", "ClusterName", &[("clusterName", Whole), ("name", Whole)]),
    row("elasticfilesystem", "file-system", "FileSystemId", &[("fileSystemId", Whole)]),
    row("elasticmapreduce", "cluster", "ClusterId", &[("clusterId", Whole), ("jobFlowId", Whole)]),
    row("es", "domain", "DomainName", &[("domainName", Whole)]),
    row("events", "rule-on-custom-event-bus", "EventBusName", &[("eventBusName", CustomBus)]),
    row("events", "*", "RuleName", &[("rule", Whole), ("name", Whole)]),
    row("glue", "devendpoint", "DevEndpointName", &[("endpointName", Whole)]),
    row("firehose", "deliverystream", "DeliveryStreamName", &[("deliveryStreamName", Whole)]),
    row("glue", "userdefinedfunction", "UserDefinedFunctionName", &[("functionName", Whole)]),
    row("guardduty", "publishingDestination", "PublishingDestinationId", &[("destinationId", Whole)]),
    row("iam", "mfa", "MfaTokenIdWithPath", &[("virtualMFADeviceName", Path)]),
    row("iam", "oidc-provider", "OidcProviderName", &[("url", Url)]),
    row("iam", "saml-provider", "SamlProviderName", &[("name", Whole)]),
    row("iam", "server-certificate", "CertificateNameWithPath", &[("serverCertificateName", Path)]),
    row("kinesis", "stream", "StreamName", &[("streamName", Whole)]),
    row("kms", "alias", "Alias", &[("aliasName", KeyAlias), ("keyId", KeyAlias)]),
    row("kms", "key", "KeyId", &[("keyId", Key), ("targetKeyId", Key)]),
    row("lambda", "*", "FunctionName", &[("functionName", Function)]),
    row("lambda", "*", "Version", &[("qualifier", Version), ("functionVersion", Version)]),
    row("lambda", "*", "Alias", &[("qualifier", Alias), ("name", Alias)]),
    row("lambda", "*", "LayerVersion", &[("versionNumber", Version)]),
    row("rds", "*", "DbInstanceName", &[("dBInstanceIdentifier", Whole)]),
    row("rds", "*", "DbClusterInstanceName", &[("dBClusterIdentifier", Whole)]),
    row("rds", "*", "SnapshotName", &[("dBSnapshotIdentifier", Whole), ("finalDBSnapshotIdentifier", Whole)]),
    row("rds", "*", "ClusterSnapshotName", &[("dBClusterSnapshotIdentifier", Whole)]),
    row("rds", "*", "ParameterGroupName", &[("dBParameterGroupName", Whole)]),
    row("rds", "*", "ClusterParameterGroupName", &[("dBClusterParameterGroupName", Whole)]),
    row("rds", "*", "SubnetGroupName", &[("dBSubnetGroupName", Whole)]),
    row("mobiletargeting", "*", "AppId", &[("applicationId", Whole)]),
    row(
        "redshift",
        "snapshot",
        "ClusterName",
        &[("snapshotClusterIdentifier", Whole), ("clusterIdentifier", Whole)],
    ),
    row("route53", "hostedzone", "Id", &[("hostedZoneId", Last), ("id", Last)]),
    row("route53", "*", "Id", &[("id", Last)]),
    row("s3", "*", "BucketName", &[("bucketName", Whole), ("bucket", Whole)]),
    row("s3", "*", "ObjectName", &[("key", Object)]),
    row("s3", "accesspointobject", "AccessPointName", &[("bucketName", OfArn)]),
    row("s3", "*", "AccessPointName", &[("name", Whole)]),
    row("s3", "storagelensconfiguration", "ConfigId", &[("configId", Whole), ("storagelensid", Whole)]),
    row(
        "secretsmanager",
        "Secret",
        "SecretId",
        &[("secretId", Secret), ("name", Secret), ("secretIdList", Secret)],
    ),
    row("sns", "topic", "TopicName", &[("name", Whole)]),
    row("sqs", "queue", "QueueName", &[("queueUrl", QueueUrl), ("queueName", Whole)]),
    row("ssm", "document", "DocumentName", &[("documentName", Document), ("name", Document)]),
    row(
        "ssm",
        "*",
        "InstanceId",
        &[("instanceId", Instance), ("instanceIds", Instance), ("target", Instance)],
    ),
    row(
        "ssm",
        "managed-instance",
        "InstanceId",
        &[("instanceId", ManagedNode), ("instanceIds", ManagedNode), ("target", ManagedNode)],
    ),
    row(
        "ssm",
        "parameter",
        "ParameterNameWithoutLeadingSlash",
        &[("name", Parameter), ("names", Parameter), ("path", Parameter), ("resourceId", Parameter)],
    ),
    row("wafv2", "*", "Scope", &[("scope", Scope)]),
];

/// Beginnings of ids in EC2, and the placeholders that stand for such: parameters like `resourceId` hold an id of any type.
pub(super) const EC2_IDS: [(&str, &str); 26] = [
    ("acl-", "NaclId"),
    ("ami-", "ImageId"),
    ("cgw-", "CustomerGatewayId"),
    ("dopt-", "DhcpOptionsId"),
    ("eigw-", "EgressOnlyInternetGatewayId"),
    ("eipalloc-", "AllocationId"),
    ("eni-", "NetworkInterfaceId"),
    ("fl-", "VpcFlowLogId"),
    ("i-", "InstanceId"),
    ("igw-", "InternetGatewayId"),
    ("lt-", "LaunchTemplateId"),
    ("nat-", "NatGatewayId"),
    ("pcx-", "VpcPeeringConnectionId"),
    ("pl-", "PrefixListId"),
    ("rtb-", "RouteTableId"),
    ("sg-", "SecurityGroupId"),
    ("sgr-", "SecurityGroupRuleId"),
    ("snap-", "SnapshotId"),
    ("subnet-", "SubnetId"),
    ("tgw-", "TransitGatewayId"),
    ("tgw-attach-", "TransitGatewayAttachmentId"),
    ("vgw-", "VpnGatewayId"),
    ("vol-", "VolumeId"),
    ("vpc-", "VpcId"),
    ("vpce-", "VpcEndpointId"),
    ("vpn-", "VpnConnectionId"),
];

/// Parameters of EC2 that hold such ids.
pub(super) const EC2_ID_KEYS: [&str; 3] = ["resourceId", "resourceIds", "resources"];

/// A row for one action of an event: two actions of it may be about different resources.
pub(super) struct EventRow {
    pub(super) events: &'static [&'static str],
    pub(super) actions: &'static [&'static str],
    pub(super) variable: &'static str,
    pub(super) from: &'static [(&'static str, Take)],
}

const LINK: &[&str] = &["CreateServiceLinkedRole"];
const COPIES: &[&str] = &["CopyObject", "UploadPartCopy"];
const COPY_SOURCE: &[&str] =
    &["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging", "s3:GetObjectVersionTagging"];
const COPY_TARGET: &[&str] = &["s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectTagging"];

const fn event_row(
    events: &'static [&'static str],
    actions: &'static [&'static str],
    variable: &'static str,
    from: &'static [(&'static str, Take)],
) -> EventRow {
    EventRow { events, actions, variable, from }
}

pub(super) const EVENT_ROWS: &[EventRow] = &[
    event_row(COPIES, COPY_SOURCE, "BucketName", &[("x-amz-copy-source", CopyBucket)]),
    event_row(COPIES, COPY_SOURCE, "ObjectName", &[("x-amz-copy-source", CopyKey)]),
    event_row(COPIES, COPY_TARGET, "BucketName", &[("bucketName", Whole)]),
    event_row(COPIES, COPY_TARGET, "ObjectName", &[("key", Whole)]),
    event_row(
        LINK,
        &["iam:CreateServiceLinkedRole"],
        "RoleNameWithPath",
        &[("aWSServiceName", LinkedService)],
    ),
    event_row(&["PutAlarmMuteRule"], &["cloudwatch:PutAlarmMuteRule"], "AlarmName", &[("alarmNames", Whole)]),
    event_row(&["GetFederationToken"], &["sts:TagSession"], "RoleNameWithPath", &[]),
    event_row(&["ReEncrypt"], &["kms:ReEncryptFrom"], "KeyId", &[("sourceKeyId", Key)]),
    event_row(&["ReEncrypt"], &["kms:ReEncryptTo"], "KeyId", &[("destinationKeyId", Key)]),
];

#[cfg(test)]
mod tests {
    use catalog::Catalog;

    use super::super::format::Format;
    use super::*;

    fn variables<'c>(resource: catalog::ResourceType<'c>) -> Vec<&'c str> {
        let formats: Vec<Format<'c>> = resource.arn_formats().filter_map(Format::new).collect();
        formats.iter().flat_map(Format::variables).collect()
    }

    #[test]
    fn every_row_is_about_a_placeholder_of_the_catalogue() {
        let catalog = Catalog::embedded();
        for row in ROWS {
            let service = catalog.service(row.service).unwrap_or_else(|| panic!("{}", row.service));
            let mut types =
                service.resource_types().filter(|resource| row.of == "*" || row.of == resource.name());
            assert!(
                types.any(|resource| variables(resource).contains(&row.variable)),
                "{} {} {}",
                row.service,
                row.of,
                row.variable
            );
        }
    }

    #[test]
    fn every_action_is_of_the_catalogue_and_takes_what_its_row_says() {
        let catalog = Catalog::embedded();
        for row in EVENT_ROWS {
            for name in row.actions {
                let action = catalog.action(name).unwrap_or_else(|| panic!("{name}"));
                assert!(
                    action.targets().any(|target| variables(target.resource).contains(&row.variable)),
                    "{name}"
                );
            }
        }
        let ec2 = catalog.service("ec2").unwrap();
        for (_, variable) in EC2_IDS {
            assert!(
                ec2.resource_types().any(|resource| variables(resource).contains(&variable)),
                "{variable}"
            );
        }
    }
}
