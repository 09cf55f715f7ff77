//! Requests that name nothing where a name is due, or with slashes at its ends.

use super::drafts::Shape;

/// Event source, event, request, and the parameter that has no name.
pub(super) const NAMELESS: &[(&str, &str, &str, &str)] = &[
    ("s3", "GetBucketAcl", "{}", "bucketName"),
    ("s3", "ListObjects", r#"{"prefix":"a/"}"#, "bucketName"),
    ("dynamodb", "GetItem", "{}", "tableName"),
    ("dynamodb", "Query", r#"{"tableName":"orders"}"#, "indexName"),
    ("dynamodb", "DeleteBackup", "{}", "backupArn"),
    ("lambda", "GetFunction20150331v2", "{}", "functionName"),
    ("lambda", "PublishLayerVersion20181031", "{}", "layerName"),
    ("lambda", "GetAlias20150331", r#"{"functionName":"thumbs"}"#, "name"),
    ("kms", "Decrypt", "{}", "keyId"),
    ("kms", "DeleteAlias", "{}", "aliasName"),
    ("secretsmanager", "GetSecretValue", "{}", "secretId"),
    ("secretsmanager", "CreateSecret", "{}", "name"),
    ("ssm", "GetParameter", "{}", "name"),
    ("ssm", "GetParametersByPath", "{}", "path"),
    ("ssm", "SendCommand", "{}", "documentName"),
    ("sqs", "CreateQueue", "{}", "queueName"),
    ("sqs", "SendMessage", "{}", "queueUrl"),
    ("sns", "CreateTopic", "{}", "name"),
    ("sns", "Publish", "{}", "topicArn"),
    ("ec2", "DeleteKeyPair", "{}", "keyName"),
    ("ec2", "DeleteVolume", "{}", "volumeId"),
    ("ec2", "TerminateInstances", "{}", "instanceId"),
    ("iam", "GetRole", "{}", "roleName"),
    ("iam", "GetUser", r#"{"path":"/"}"#, "userName"),
    ("iam", "CreateRole", r#"{"path":"/app/"}"#, "roleName"),
    ("iam", "GetPolicy", "{}", "policyArn"),
    ("sts", "AssumeRole", "{}", "roleArn"),
    ("logs", "GetLogEvents", r#"{"logGroupName":"/app"}"#, "logStreamName"),
    ("logs", "CreateLogGroup", "{}", "logGroupName"),
    ("ecr", "DescribeImages", "{}", "repositoryName"),
    ("athena", "GetWorkGroup", "{}", "workGroup"),
    ("athena", "GetDataCatalog", "{}", "name"),
    ("glue", "GetDatabase", "{}", "name"),
    ("glue", "GetTable", r#"{"databaseName":"sales"}"#, "name"),
    ("glue", "GetTable", r#"{"name":"orders"}"#, "databaseName"),
    ("glue", "StartJobRun", "{}", "jobName"),
    ("states", "StartExecution", "{}", "stateMachineArn"),
    ("states", "CreateStateMachine", "{}", "name"),
    ("events", "PutRule", "{}", "name"),
    ("events", "PutRule", r#"{"name":"nightly"}"#, "eventBusName"),
    ("events", "DescribeEventBus", "{}", "name"),
    ("cloudformation", "DescribeStackResources", "{}", "stackName"),
    ("cloudformation", "CreateChangeSet", r#"{"stackName":"web"}"#, "changeSetName"),
];

/// Where a slash at the end belongs to the name, and where it does not.
///
/// A parameter is `parameter/` and its name without the first slash:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html>. Any key of an object is one, slashes
/// included: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html>
pub(super) const SLASHES: &[Shape<'_>] = &[
    ("ssm", "GetParameter", r#"{"name":"/app/db"}"#, &["ssm:GetParameter arn:P:ssm:R:A:parameter/app/db"]),
    ("ssm", "GetParameter", r#"{"name":"app"}"#, &["ssm:GetParameter arn:P:ssm:R:A:parameter/app"]),
    (
        "ssm",
        "GetParameters",
        r#"{"names":["/a","","/b"]}"#,
        &["ssm:GetParameters arn:P:ssm:R:A:parameter/a arn:P:ssm:R:A:parameter/b"],
    ),
    (
        "s3",
        "PutObject",
        r#"{"bucketName":"acme","key":"folder/"}"#,
        &["s3:PutObject arn:P:s3:::acme/folder/"],
    ),
    ("s3", "PutObject", r#"{"bucketName":"acme","key":"/"}"#, &["s3:PutObject arn:P:s3:::acme//"]),
    (
        "iam",
        "CreateRole",
        r#"{"path":"/app/","roleName":"web"}"#,
        &["iam:CreateRole arn:P:iam::A:role/app/web"],
    ),
    ("iam", "CreateRole", r#"{"path":"/","roleName":"web"}"#, &["iam:CreateRole arn:P:iam::A:role/web"]),
    (
        "logs",
        "CreateLogGroup",
        r#"{"logGroupName":"/app/web"}"#,
        &["logs:CreateLogGroup arn:P:logs:R:A:log-group:/app/web arn:P:logs:R:A:log-group:/app/web:*"],
    ),
    // An ARN without a name is none of a resource.
    ("dynamodb", "GetItem", r#"{"tableName":"arn:P:dynamodb:R:A:table/"}"#, &["dynamodb:GetItem *"]),
    ("lambda", "Invoke", r#"{"functionName":"arn:P:lambda:R:A:function:"}"#, &["lambda:InvokeFunction *"]),
    ("sns", "Publish", r#"{"topicArn":"arn:P:sns:R:A:"}"#, &["sns:Publish *"]),
    ("kms", "Decrypt", r#"{"keyId":"arn:P:kms:R:A:key/"}"#, &["kms:Decrypt *"]),
    (
        "secretsmanager",
        "GetSecretValue",
        r#"{"secretId":"arn:P:secretsmanager:R:A:secret:"}"#,
        &["secretsmanager:GetSecretValue *"],
    ),
    ("iam", "GetPolicy", r#"{"policyArn":"arn:P:iam::A:policy/"}"#, &["iam:GetPolicy *"]),
    ("ssm", "GetParameter", r#"{"name":"arn:P:ssm:R:A:parameter//"}"#, &["ssm:GetParameter *"]),
    ("sts", "AssumeRole", r#"{"roleArn":"arn:P:iam::A:role/"}"#, &["sts:AssumeRole *"]),
    (
        "states",
        "StartExecution",
        r#"{"stateMachineArn":"arn:P:states:R:A:stateMachine:"}"#,
        &["states:StartExecution *"],
    ),
    ("ssm", "GetParameter", r#"{"name":"arn:P:ssm:R:A:parameter//x"}"#, &["ssm:GetParameter *"]),
];
