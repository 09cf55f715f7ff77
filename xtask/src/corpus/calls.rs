//! What is called in the corpus: events with the shape of their request, answer and resources.

/// One API call as it is logged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call {
    /// Without `.amazonaws.com`.
    pub(super) source: &'static str,
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) reads: bool,
}

/// What request, answer and resources of a call look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// No parameters.
    Bare,
    /// Parameters of a list call.
    Page,
    /// One name under this member.
    Named(&'static str),
    /// A full ARN under this member.
    Arn(&'static str, &'static str),
    Object,
    Bucket,
    Key,
    Table,
    AssumeRole,
    Instances,
    RunInstances,
    /// A document in the request, escaped, of some kilobytes.
    Document,
    /// A large answer.
    Large,
}

use Shape::{
    Arn, AssumeRole, Bare, Bucket, Document, Instances, Key, Large, Named, Object, Page, RunInstances, Table,
};

const fn reads(source: &'static str, name: &'static str, shape: Shape) -> Call {
    Call { source, name, shape, reads: true }
}

const fn writes(source: &'static str, name: &'static str, shape: Shape) -> Call {
    Call { source, name, shape, reads: false }
}

/// Hot calls first: how often a call comes falls with its place.
pub(super) const CALLS: &[Call] = &[
    reads("s3", "GetObject", Object),
    reads("kms", "Decrypt", Key),
    reads("sts", "AssumeRole", AssumeRole),
    reads("dynamodb", "GetItem", Table),
    writes("s3", "PutObject", Object),
    reads("ec2", "DescribeInstances", Instances),
    writes("kms", "GenerateDataKey", Key),
    reads("dynamodb", "Query", Table),
    writes("dynamodb", "PutItem", Table),
    writes("lambda", "Invoke", Arn("functionName", "lambda:function:")),
    writes("logs", "CreateLogStream", Named("logGroupName")),
    reads("sts", "GetCallerIdentity", Bare),
    reads("secretsmanager", "GetSecretValue", Arn("secretId", "secretsmanager:secret:")),
    reads("s3", "HeadObject", Object),
    reads("ssm", "GetParameter", Named("name")),
    reads("ec2", "DescribeNetworkInterfaces", Large),
    writes("ssm", "UpdateInstanceInformation", Named("instanceId")),
    writes("dynamodb", "UpdateItem", Table),
    reads("monitoring", "DescribeAlarms", Page),
    reads("ecr", "BatchGetImage", Named("repositoryName")),
    reads("ec2", "DescribeVolumes", Large),
    writes("s3", "DeleteObject", Object),
    reads("s3", "GetBucketLocation", Bucket),
    reads("s3", "GetBucketAcl", Bucket),
    reads("iam", "GetRole", Named("roleName")),
    reads("ec2", "DescribeTags", Page),
    writes("logs", "CreateLogGroup", Named("logGroupName")),
    reads("ec2", "DescribeSecurityGroups", Page),
    reads("tagging", "GetResources", Page),
    reads("elasticloadbalancing", "DescribeLoadBalancers", Page),
    reads("autoscaling", "DescribeAutoScalingGroups", Large),
    reads("kms", "DescribeKey", Key),
    reads("rds", "DescribeDBInstances", Large),
    reads("cloudformation", "DescribeStacks", Named("stackName")),
    reads("lambda", "GetFunction20150331v2", Arn("functionName", "lambda:function:")),
    reads("iam", "ListRoles", Page),
    reads("config", "DescribeConfigRules", Page),
    reads("ecs", "DescribeTasks", Arn("cluster", "ecs:cluster/")),
    reads("ec2", "DescribeSubnets", Page),
    reads("sqs", "GetQueueAttributes", Named("queueUrl")),
    reads("sns", "GetTopicAttributes", Arn("topicArn", "sns:")),
    reads("s3", "GetBucketPolicy", Bucket),
    reads("s3", "ListBuckets", Bare),
    reads("iam", "ListAttachedRolePolicies", Named("roleName")),
    reads("lambda", "ListFunctions20150331", Page),
    reads("eks", "DescribeCluster", Named("name")),
    reads("ecr", "DescribeRepositories", Page),
    reads("ec2", "DescribeImages", Large),
    writes("ec2", "CreateTags", Instances),
    reads("cloudtrail", "LookupEvents", Page),
    reads("cloudwatch", "GetMetricData", Page),
    reads("acm", "DescribeCertificate", Arn("certificateArn", "acm:certificate/")),
    writes("ec2", "RunInstances", RunInstances),
    writes("ec2", "TerminateInstances", Instances),
    reads("route53", "ListHostedZones", Page),
    reads("states", "DescribeExecution", Arn("executionArn", "states:execution:flow:")),
    writes("states", "StartExecution", Arn("stateMachineArn", "states:stateMachine:")),
    reads("codebuild", "BatchGetBuilds", Page),
    writes("codebuild", "StartBuild", Named("projectName")),
    reads("glue", "GetTable", Named("databaseName")),
    reads("glue", "GetPartitions", Large),
    writes("athena", "StartQueryExecution", Named("workGroup")),
    reads("athena", "GetQueryExecution", Named("queryExecutionId")),
    writes("ecs", "RegisterTaskDefinition", Document),
    writes("ecs", "RunTask", Arn("cluster", "ecs:cluster/")),
    reads("elasticfilesystem", "DescribeFileSystems", Page),
    reads("organizations", "ListAccounts", Page),
    reads("organizations", "DescribeOrganization", Bare),
    writes("cloudformation", "CreateChangeSet", Document),
    writes("cloudformation", "UpdateStack", Document),
    reads("iam", "GetPolicyVersion", Arn("policyArn", "iam::policy/")),
    writes("iam", "PutRolePolicy", Document),
    writes("iam", "CreateRole", Document),
    writes("iam", "PassRole", Named("roleName")),
    writes("iam", "AttachRolePolicy", Arn("policyArn", "iam::policy/")),
    writes("lambda", "UpdateFunctionCode20150331v2", Arn("functionName", "lambda:function:")),
    writes("lambda", "CreateFunction20150331", Named("functionName")),
    writes("apigateway", "CreateDeployment", Named("restApiId")),
    reads("apigateway", "GetRestApis", Page),
    writes("cloudfront", "CreateInvalidation2020_05_31", Named("distributionId")),
    writes("ssm", "StartSession", Named("target")),
    writes("ssm", "SendCommand", Document),
    reads("guardduty", "ListFindings", Named("detectorId")),
    reads("securityhub", "GetFindings", Large),
    writes("securityhub", "BatchImportFindings", Document),
    writes("sns", "Publish", Arn("topicArn", "sns:")),
    writes("sqs", "SendMessage", Named("queueUrl")),
    writes("events", "PutRule", Named("name")),
    writes("events", "PutTargets", Named("rule")),
    reads("backup", "ListBackupJobs", Page),
    writes("rds", "CreateDBSnapshot", Named("dBInstanceIdentifier")),
    writes("ec2", "AuthorizeSecurityGroupIngress", Named("groupId")),
    writes("ec2", "CreateSnapshot", Named("volumeId")),
    reads("servicequotas", "ListServiceQuotas", Page),
    reads("ce", "GetCostAndUsage", Page),
    writes("s3", "PutBucketPolicy", Document),
    writes("s3", "CreateBucket", Bucket),
    writes("kms", "CreateGrant", Key),
    writes("secretsmanager", "PutSecretValue", Arn("secretId", "secretsmanager:secret:")),
    writes("dynamodb", "CreateTable", Table),
];
