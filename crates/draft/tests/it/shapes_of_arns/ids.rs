//! Requests that hold ids, addresses of queues, or whole ARNs.

use super::drafts::Shape;

pub(super) const SHAPES: &[Shape<'_>] = &[
    (
        "dynamodb",
        "DescribeTable",
        r#"{"tableName":"arn:P:dynamodb:R:A:table/orders"}"#,
        &["dynamodb:DescribeTable arn:P:dynamodb:R:A:table/orders"],
    ),
    (
        "lambda",
        "Invoke",
        r#"{"functionName":"arn:P:lambda:R:A:function:thumbs:PROD"}"#,
        &["lambda:InvokeFunction arn:P:lambda:R:A:function:thumbs:PROD"],
    ),
    (
        "lambda",
        "GetFunction20150331v2",
        r#"{"functionName":"111122223333:function:thumbs"}"#,
        &["lambda:GetFunction arn:P:lambda:R:A:function:thumbs"],
    ),
    (
        "kms",
        "Decrypt",
        r#"{"keyId":"arn:P:kms:R:A:key/1111aaaa-0000-0000-0000-000000000000"}"#,
        &["kms:Decrypt arn:P:kms:R:A:key/1111aaaa-0000-0000-0000-000000000000"],
    ),
    (
        "kms",
        "DescribeKey",
        r#"{"keyId":"1111aaaa-0000-0000-0000-000000000000"}"#,
        &["kms:DescribeKey arn:P:kms:R:A:key/1111aaaa-0000-0000-0000-000000000000"],
    ),
    ("kms", "DescribeKey", r#"{"keyId":"alias/orders"}"#, &["kms:DescribeKey *"]),
    ("kms", "DescribeKey", r#"{"keyId":"arn:P:kms:R:A:alias/orders"}"#, &["kms:DescribeKey *"]),
    (
        "kms",
        "DescribeKey",
        r#"{"keyId":"mrk-1234abcd12ab34cd56ef1234567890ab"}"#,
        &["kms:DescribeKey arn:P:kms:R:A:key/mrk-1234abcd12ab34cd56ef1234567890ab"],
    ),
    (
        "secretsmanager",
        "GetSecretValue",
        r#"{"secretId":"arn:P:secretsmanager:R:A:secret:app/db-a1B2c3"}"#,
        &["secretsmanager:GetSecretValue arn:P:secretsmanager:R:A:secret:app/db-a1B2c3"],
    ),
    (
        "ssm",
        "GetParameter",
        r#"{"name":"arn:P:ssm:R:A:parameter/app/db"}"#,
        &["ssm:GetParameter arn:P:ssm:R:A:parameter/app/db"],
    ),
    (
        "ssm",
        "SendCommand",
        r#"{"documentName":"AWS-RunShellScript","instanceIds":["i-0a1b2c3d4e5f60718"]}"#,
        &[
            "ssm:SendCommand arn:P:ec2:R:A:instance/i-0a1b2c3d4e5f60718 arn:P:ssm:R::document/AWS-RunShellScript",
        ],
    ),
    (
        "sqs",
        "SendMessage",
        r#"{"queueUrl":"https://sqs.{R}.{D}/A/jobs"}"#,
        &["sqs:SendMessage arn:P:sqs:R:A:jobs"],
    ),
    (
        "sqs",
        "SendMessage",
        r#"{"queueUrl":"https://{R}.queue.{D}/A/jobs.fifo"}"#,
        &["sqs:SendMessage arn:P:sqs:R:A:jobs.fifo"],
    ),
    ("sns", "Publish", r#"{"topicArn":"arn:P:sns:R:A:news"}"#, &["sns:Publish arn:P:sns:R:A:news"]),
    (
        "sns",
        "Subscribe",
        r#"{"topicArn":"arn:P:sns:R:A:news","protocol":"sqs","endpoint":"arn:P:sqs:R:A:jobs"}"#,
        &["sns:Subscribe arn:P:sns:R:A:news"],
    ),
    (
        "ec2",
        "StartInstances",
        r#"{"instancesSet":{"items":[{"instanceId":"i-0a1b2c3d"}]}}"#,
        &["ec2:StartInstances arn:P:ec2:R:A:instance/i-0a1b2c3d"],
    ),
    (
        "ec2",
        "DeleteVolume",
        r#"{"volumeId":"vol-0a1b2c3d"}"#,
        &["ec2:DeleteVolume arn:P:ec2:R:A:volume/vol-0a1b2c3d"],
    ),
    (
        "ec2",
        "DeregisterImage",
        r#"{"imageId":"ami-0a1b2c3d"}"#,
        &["ec2:DeregisterImage arn:P:ec2:R::image/ami-0a1b2c3d"],
    ),
    (
        "ec2",
        "CreateTags",
        r#"{"resourcesSet":{"items":[{"resourceId":"vpc-0a1b2c3d"},{"resourceId":"subnet-0a1b2c3d"}]}}"#,
        &["ec2:CreateTags arn:P:ec2:R:A:subnet/subnet-0a1b2c3d arn:P:ec2:R:A:vpc/vpc-0a1b2c3d"],
    ),
    (
        "ec2",
        "DeleteSnapshot",
        r#"{"snapshotId":"snap-0a1b2c3d"}"#,
        &["ec2:DeleteSnapshot arn:P:ec2:R::snapshot/snap-0a1b2c3d"],
    ),
    (
        "ec2",
        "DescribeInstances",
        r#"{"instancesSet":{"items":[{"instanceId":"i-0a1b2c3d"}]}}"#,
        &["ec2:DescribeInstances *"],
    ),
    // The volumes of its image are made with the instance, and no request names them.
    (
        "ec2",
        "RunInstances",
        r#"{"instancesSet":{"items":[{"imageId":"ami-0a1b2c3d","minCount":1,"maxCount":1}]},"subnetId":"subnet-0a1b2c3d","groupSet":{"items":[{"groupId":"sg-0a1b2c3d"}]}}"#,
        &[
            "ec2:RunInstances arn:P:ec2:R:A:instance/* arn:P:ec2:R:A:network-interface/* arn:P:ec2:R:A:security-group/sg-0a1b2c3d arn:P:ec2:R:A:subnet/subnet-0a1b2c3d arn:P:ec2:R:A:volume/* arn:P:ec2:R::image/ami-0a1b2c3d",
        ],
    ),
    (
        "iam",
        "GetPolicy",
        r#"{"policyArn":"arn:P:iam::aws:policy/ReadOnlyAccess"}"#,
        &["iam:GetPolicy arn:P:iam::aws:policy/ReadOnlyAccess"],
    ),
    (
        "iam",
        "GetOpenIDConnectProvider",
        r#"{"openIDConnectProviderArn":"arn:P:iam::111122223333:oidc-provider/token.example.com"}"#,
        &["iam:GetOpenIDConnectProvider arn:P:iam::111122223333:oidc-provider/token.example.com"],
    ),
    (
        "sts",
        "AssumeRole",
        r#"{"roleArn":"arn:P:iam::444455556666:role/app/job","roleSessionName":"s"}"#,
        &["sts:AssumeRole arn:P:iam::444455556666:role/app/job"],
    ),
    (
        "sts",
        "AssumeRole",
        r#"{"roleArn":"arn:P:iam::111122223333:role/job","tags":[{"key":"a","value":"b"}]}"#,
        &[
            "sts:AssumeRole arn:P:iam::111122223333:role/job",
            "sts:TagSession arn:P:iam::111122223333:role/job",
        ],
    ),
    (
        "logs",
        "FilterLogEvents",
        r#"{"logGroupIdentifier":"arn:P:logs:R:A:log-group:/app"}"#,
        &["logs:FilterLogEvents arn:P:logs:R:A:log-group:/app arn:P:logs:R:A:log-group:/app:*"],
    ),
    (
        "ecr",
        "BatchGetImage",
        r#"{"repositoryName":"web","registryId":"444455556666"}"#,
        &["ecr:BatchGetImage arn:P:ecr:R:444455556666:repository/web"],
    ),
    (
        "athena",
        "GetQueryExecution",
        r#"{"queryExecutionId":"1111aaaa-0000-0000-0000-000000000000"}"#,
        &["athena:GetQueryExecution *"],
    ),
    (
        "states",
        "StartExecution",
        r#"{"stateMachineArn":"arn:P:states:R:A:stateMachine:flow","name":"run"}"#,
        &["states:StartExecution arn:P:states:R:A:stateMachine:flow"],
    ),
    (
        "states",
        "DescribeExecution",
        r#"{"executionArn":"arn:P:states:R:A:execution:flow:run"}"#,
        &["states:DescribeExecution arn:P:states:R:A:execution:flow:run"],
    ),
    (
        "events",
        "PutTargets",
        r#"{"rule":"daily","eventBusName":"arn:P:events:R:A:event-bus/orders","targets":[{"id":"1","arn":"arn:P:sqs:R:A:jobs"}]}"#,
        &["events:PutTargets arn:P:events:R:A:rule/orders/daily"],
    ),
    (
        "events",
        "PutEvents",
        r#"{"entries":[{"eventBusName":"orders","source":"x"}]}"#,
        &["events:PutEvents arn:P:events:R:A:event-bus/orders"],
    ),
    (
        "cloudformation",
        "DescribeStacks",
        r#"{"stackName":"arn:P:cloudformation:R:A:stack/web/1111aaaa-0000-0000-0000-000000000000"}"#,
        &[
            "cloudformation:DescribeStacks arn:P:cloudformation:R:A:stack/web/1111aaaa-0000-0000-0000-000000000000",
        ],
    ),
    (
        "cloudformation",
        "ExecuteChangeSet",
        r#"{"stackName":"web","changeSetName":"arn:P:cloudformation:R:A:changeSet/c/1-2"}"#,
        &["cloudformation:ExecuteChangeSet arn:P:cloudformation:R:A:stack/web/*"],
    ),
];
