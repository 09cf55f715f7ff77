//! On what calls were made: which ARNs, of which action, and how they are known.

use serde_json::{Value, json};
use trail::resource::{Origin, of_actions};
use trail::usage::Known;

use crate::logs::{delivered, event, run_one};

const USER: &str = "arn:aws:iam::111122223333:user/team/ann";

/// The resources of a call with these parameters and nothing listed, as `origin ARN`, with the service left out of the ARN.
pub(crate) fn found(service: &str, name: &str, parameters: Value) -> Vec<String> {
    let changes = json!({ "eventSource": format!("{service}.amazonaws.com"), "eventName": name, "resources": null,
        "requestParameters": parameters, "userIdentity": { "type": "IAMUser", "arn": USER, "accountId": "111122223333" } });
    told(changes)
}

fn told(changes: Value) -> Vec<String> {
    let usage = run_one(delivered(&[event("1", changes)])).usage;
    let (_, uses) = usage.principals().next().unwrap();
    let (_, use_) = uses.iter().next().unwrap();
    let tell = |(arn, known): (String, Known)| {
        let by: Vec<_> = known.origin.names().collect();
        format!("{} {arn}", by.join("+"))
    };
    use_.resources.entries().map(tell).collect()
}

#[test]
fn requests_name_resources_in_the_ways_of_their_services() {
    for (service, name, parameters, expected) in [
        ("s3", "GetBucketAcl", json!({ "bucketName": "b" }), vec!["template arn:aws:s3:::b"]),
        ("s3", "GetObject", json!({ "bucketName": "b", "key": "a/k" }), vec!["template arn:aws:s3:::b/a/k"]),
        ("s3", "DeleteObjects", json!({ "bucketName": "b", "delete": "" }), vec!["pattern arn:aws:s3:::b/*"]),
        (
            "ec2",
            "StartInstances",
            json!({ "instancesSet": { "items": [{ "instanceId": "i-1" }, { "instanceId": "i-2" }] } }),
            vec![
                "template arn:aws:ec2:eu-west-1:111122223333:instance/i-1",
                "template arn:aws:ec2:eu-west-1:111122223333:instance/i-2",
            ],
        ),
        (
            "ec2",
            "CreateTags",
            json!({ "resourcesSet": { "items": [{ "resourceId": "vpc-1" }] }, "tagSet": { "items": [{ "key": "i-9" }] } }),
            vec!["template arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1"],
        ),
        (
            "ec2",
            "DeregisterImage",
            json!({ "imageId": "ami-1" }),
            vec!["template arn:aws:ec2:eu-west-1::image/ami-1"],
        ),
        (
            "ec2",
            "DeleteFlowLogs",
            json!({ "DeleteFlowLogsRequest": { "FlowLogId": { "tag": 1, "content": "fl-1" } } }),
            vec!["template arn:aws:ec2:eu-west-1:111122223333:vpc-flow-log/fl-1"],
        ),
        (
            "dynamodb",
            "GetItem",
            json!({ "tableName": "t", "key": { "id": "1" } }),
            vec!["template arn:aws:dynamodb:eu-west-1:111122223333:table/t"],
        ),
        (
            "dynamodb",
            "Query",
            json!({ "tableName": "t", "indexName": "i" }),
            vec!["template arn:aws:dynamodb:eu-west-1:111122223333:table/t/index/i"],
        ),
        (
            "dynamodb",
            "GetItem",
            json!({ "tableName": "arn:aws:dynamodb:us-east-1:444455556666:table/t" }),
            vec!["parameter arn:aws:dynamodb:us-east-1:444455556666:table/t"],
        ),
        (
            "lambda",
            "GetFunction20150331v2",
            json!({ "functionName": "444455556666:function:f" }),
            vec!["template arn:aws:lambda:eu-west-1:444455556666:function:f"],
        ),
        (
            "lambda",
            "GetFunction20150331v2",
            json!({ "functionName": "arn:aws:lambda:eu-west-1:444455556666:function:f:PROD" }),
            vec!["parameter arn:aws:lambda:eu-west-1:444455556666:function:f:PROD"],
        ),
        (
            "kms",
            "DescribeKey",
            json!({ "keyId": "1111aaaa-0000-0000-0000-000000000000" }),
            vec!["template arn:aws:kms:eu-west-1:111122223333:key/1111aaaa-0000-0000-0000-000000000000"],
        ),
        // An alias is no key, and which key it stands for the request does not say.
        ("kms", "DescribeKey", json!({ "keyId": "alias/k" }), vec![]),
        (
            "secretsmanager",
            "GetSecretValue",
            json!({ "secretId": "db" }),
            vec!["pattern arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-??????"],
        ),
        (
            "secretsmanager",
            "GetSecretValue",
            json!({ "secretId": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1B2c3" }),
            vec!["parameter arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1B2c3"],
        ),
        (
            "ssm",
            "GetParameters",
            json!({ "names": ["/app/db", "app"], "withDecryption": true }),
            vec![
                "template arn:aws:ssm:eu-west-1:111122223333:parameter/app",
                "template arn:aws:ssm:eu-west-1:111122223333:parameter/app/db",
            ],
        ),
        (
            "sqs",
            "ReceiveMessage",
            json!({ "queueUrl": "https://sqs.us-east-2.amazonaws.com/444455556666/jobs" }),
            vec!["template arn:aws:sqs:us-east-2:444455556666:jobs"],
        ),
        (
            "sns",
            "Publish",
            json!({ "topicArn": "arn:aws:sns:eu-west-1:111122223333:t", "message": "HIDDEN_DUE_TO_SECURITY_REASONS" }),
            vec!["parameter arn:aws:sns:eu-west-1:111122223333:t"],
        ),
        (
            "iam",
            "GetRole",
            json!({ "roleName": "r" }),
            vec!["pattern arn:aws:iam::111122223333:role/*/r", "template arn:aws:iam::111122223333:role/r"],
        ),
        (
            "iam",
            "CreateRole",
            json!({ "roleName": "r", "path": "/app/", "permissionsBoundary": "arn:aws:iam::aws:policy/P" }),
            vec!["template arn:aws:iam::111122223333:role/app/r"],
        ),
        (
            "iam",
            "CreateAccessKey",
            json!({ "userName": "ann" }),
            vec!["template arn:aws:iam::111122223333:user/team/ann"],
        ),
        ("iam", "GetUser", json!(null), vec!["caller arn:aws:iam::111122223333:user/team/ann"]),
        (
            "iam",
            "AttachRolePolicy",
            json!({ "roleName": "AWSServiceRoleForECS", "policyArn": "arn:aws:iam::aws:policy/P" }),
            vec!["pattern arn:aws:iam::111122223333:role/aws-service-role/*/AWSServiceRoleForECS"],
        ),
        (
            "logs",
            "FilterLogEvents",
            json!({ "logGroupName": "/app" }),
            vec![
                "template arn:aws:logs:eu-west-1:111122223333:log-group:/app",
                "pattern arn:aws:logs:eu-west-1:111122223333:log-group:/app:*",
            ],
        ),
        (
            "ecr",
            "BatchGetImage",
            json!({ "repositoryName": "app/web", "registryId": "444455556666" }),
            vec!["template arn:aws:ecr:eu-west-1:444455556666:repository/app/web"],
        ),
        (
            "athena",
            "StartQueryExecution",
            json!({ "workGroup": "w", "queryString": "SELECT 1" }),
            vec!["template arn:aws:athena:eu-west-1:111122223333:workgroup/w"],
        ),
        (
            "states",
            "StartExecution",
            json!({ "stateMachineArn": "arn:aws:states:eu-west-1:111122223333:stateMachine:m", "name": "run" }),
            vec!["parameter arn:aws:states:eu-west-1:111122223333:stateMachine:m"],
        ),
        (
            "events",
            "PutTargets",
            json!({ "rule": "r", "eventBusName": "b" }),
            vec!["template arn:aws:events:eu-west-1:111122223333:rule/b/r"],
        ),
        (
            "events",
            "PutRule",
            json!({ "name": "r" }),
            vec!["template arn:aws:events:eu-west-1:111122223333:rule/r"],
        ),
        (
            "cloudformation",
            "DescribeStacks",
            json!({ "stackName": "s" }),
            vec!["pattern arn:aws:cloudformation:eu-west-1:111122223333:stack/s/*"],
        ),
        (
            "cloudformation",
            "DescribeStacks",
            json!({ "stackName": "arn:aws:cloudformation:eu-west-1:111122223333:stack/s/1-2" }),
            vec!["parameter arn:aws:cloudformation:eu-west-1:111122223333:stack/s/1-2"],
        ),
        (
            "apigateway",
            "GetStage",
            json!({ "restApiId": "a", "stageName": "prod" }),
            vec!["template arn:aws:apigateway:eu-west-1::/restapis/a/stages/prod"],
        ),
        (
            "wafv2",
            "GetWebACL",
            json!({ "scope": "REGIONAL", "name": "w", "id": "1-2" }),
            vec!["template arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/w/1-2"],
        ),
        (
            "eks",
            "DescribeNodegroup",
            json!({ "name": "c", "nodegroupName": "n" }),
            vec!["pattern arn:aws:eks:eu-west-1:111122223333:nodegroup/c/n/*"],
        ),
        (
            "ecs",
            "DescribeServices",
            json!({ "cluster": "arn:aws:ecs:eu-west-1:444455556666:cluster/c", "services": ["s"] }),
            vec!["template arn:aws:ecs:eu-west-1:444455556666:service/c/s"],
        ),
        (
            "autoscaling",
            "UpdateAutoScalingGroup",
            json!({ "autoScalingGroupName": "g" }),
            vec![
                "pattern arn:aws:autoscaling:eu-west-1:111122223333:autoScalingGroup:*:autoScalingGroupName/g",
            ],
        ),
        (
            "bedrock",
            "InvokeModel",
            json!({ "modelId": "anthropic.claude-3" }),
            vec!["template arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-3"],
        ),
        (
            "rds",
            "CopyDBSnapshot",
            json!({ "sourceDBSnapshotIdentifier": "a", "targetDBSnapshotIdentifier": "b" }),
            vec![
                "template arn:aws:rds:eu-west-1:111122223333:snapshot:a",
                "template arn:aws:rds:eu-west-1:111122223333:snapshot:b",
            ],
        ),
        (
            "rds",
            "DescribeDBInstances",
            json!({ "dBInstanceIdentifier": "d" }),
            vec!["template arn:aws:rds:eu-west-1:111122223333:db:d"],
        ),
        // A pattern of anybody's objects with such a key is no resource.
        ("s3", "CopyObject", json!({ "key": "k", "x-amz-copy-source": "" }), vec![]),
        ("s3", "GetObject", json!({ "key": "k" }), vec![]),
        // What says nothing, or is hidden, names nothing.
        ("rds", "DescribeDBInstances", json!(null), vec![]),
        ("sqs", "SendMessage", json!("a text"), vec![]),
        (
            "sns",
            "Publish",
            json!({ "topicArn": format!("arn:aws:sns:eu-west-1:111122223333:{}", "t".repeat(3000)) }),
            vec![],
        ),
        ("ssm", "GetParameter", json!({ "name": "HIDDEN_DUE_TO_SECURITY_REASONS" }), vec![]),
        ("ssm", "GetParameter", json!({ "filter": { "name": "deep" } }), vec![]),
    ] {
        assert_eq!(found(service, name, parameters.clone()), expected, "{service} {name} {parameters}");
    }
}

/// A role in a request is passed, not touched.
#[test]
fn only_resources_of_the_actions_types_count() {
    let parameters = json!({ "functionName": "f", "role": "arn:aws:iam::111122223333:role/r" });
    let expected = ["template arn:aws:lambda:eu-west-1:111122223333:function:f"];
    assert_eq!(found("lambda", "CreateFunction20150331", parameters), expected);
    let listed = json!({ "eventSource": "s3.amazonaws.com", "eventName": "GetObject", "resources": [
        { "ARN": "arn:aws:s3:::b/k" }, { "ARN": "arn:aws:s3:::b", "accountId": "111122223333" } ] });
    assert_eq!(told(listed), ["resources arn:aws:s3:::b/k"]);
    let nothing = json!({ "eventSource": "s3.amazonaws.com", "eventName": "ListBuckets", "resources": [{ "ARN": "arn:aws:s3:::b" }] });
    assert_eq!(told(nothing), Vec::<String>::new());
}

#[test]
fn a_copy_reads_one_object_and_writes_the_other() {
    let copy = event(
        "1",
        json!({ "eventSource": "s3.amazonaws.com", "eventName": "CopyObject", "resources": [
            { "ARN": "arn:aws:s3:::to/k" }, { "ARN": "arn:aws:s3:::from/k" } ],
        "requestParameters": { "bucketName": "to", "key": "k", "x-amz-copy-source": "from/k%20l" } }),
    );
    let usage = run_one(delivered(&[copy])).usage;
    let by_action: Vec<(String, Vec<String>)> = usage
        .by_action()
        .iter()
        .map(|used| (used.action.to_owned(), used.resources.arns().collect()))
        .collect();
    assert_eq!(
        by_action,
        [
            ("s3:GetObject".to_owned(), vec!["arn:aws:s3:::from/k l".to_owned()]),
            ("s3:PutObject".to_owned(), vec!["arn:aws:s3:::to/k".to_owned()]),
        ]
    );
}

#[test]
fn account_region_and_partition_are_those_of_the_resource() {
    let of = |changes: Value| {
        let mut all = json!({ "eventSource": "dynamodb.amazonaws.com", "eventName": "GetItem", "resources": null,
            "requestParameters": { "tableName": "t" } });
        all.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        told(all)
    };
    // The record was delivered to the owner of the table; the caller is of another account.
    assert_eq!(
        of(json!({ "recipientAccountId": "444455556666" })),
        ["template arn:aws:dynamodb:eu-west-1:444455556666:table/t"]
    );
    let elsewhere = json!({ "awsRegion": "cn-north-1", "userIdentity": {
        "type": "IAMUser", "arn": "arn:aws-cn:iam::111122223333:user/ann" } });
    assert_eq!(of(elsewhere), ["template arn:aws-cn:dynamodb:cn-north-1:111122223333:table/t"]);
    let unnamed = json!({ "awsRegion": "us-gov-west-1", "userIdentity": {
        "type": "AWSAccount", "accountId": "444455556666" } });
    assert_eq!(of(unnamed), ["template arn:aws-us-gov:dynamodb:us-gov-west-1:111122223333:table/t"]);
    assert_eq!(of(json!({ "awsRegion": null })), Vec::<String>::new());
}

/// Several events of one use add to what is known of a resource.
#[test]
fn ways_of_knowing_add_up() {
    let call = |id: &str, listed: Value| {
        event(
            id,
            json!({ "eventSource": "s3.amazonaws.com", "eventName": "GetObject", "resources": listed,
            "requestParameters": { "bucketName": "b", "key": "k" } }),
        )
    };
    let usage =
        run_one(delivered(&[call("1", json!(null)), call("2", json!([{ "ARN": "arn:aws:s3:::b/k" }]))]))
            .usage;
    let by_action = usage.by_action();
    let known: Vec<_> = by_action[0].resources.entries().collect();
    let both = Origin::RESOURCES.with(Origin::TEMPLATE);
    assert_eq!(known.len(), 1);
    assert_eq!((known[0].0.as_str(), known[0].1.origin), ("arn:aws:s3:::b/k", both));
    assert!(known[0].1.of & of_actions(0) != 0);
}

/// A reader may hand over requests that are cut or are no JSON at all.
#[test]
fn no_request_stops_a_run() {
    let mut mapper = trail::Mapper::new(catalog::Catalog::embedded());
    let request = json!({ "bucketName": "b", "key": "ü\"\\", "x-amz-copy-source": "/%zz?versionId=", "functionName": ":::",
        "queueUrl": "https://", "instancesSet": { "items": [{ "instanceId": "i-" }, [], null] }, "keyId": "alias/",
        "role": "arn:aws:iam::1:role/", "name": "arn:aws:", "kmsKeyId": "mrk-", "encryptionContext": [1] });
    let text = request.to_string();
    let mut cuts: Vec<&str> = (0..=text.len()).filter_map(|end| text.get(..end)).collect();
    cuts.extend(["null", "\"", "[[[[", "{{{{", "}", "{\"a\":\u{0}}"]);
    for (source, name) in [
        ("s3", "CopyObject"),
        ("lambda", "Invoke"),
        ("sqs", "SendMessage"),
        ("ec2", "RunInstances"),
        ("kms", "Decrypt"),
        ("rds", "CreateDBInstance"),
        ("apigateway", "CreateStage"),
        ("apigateway", "x"),
    ] {
        let source = format!("{source}.amazonaws.com");
        for cut in &cuts {
            let record = trail::record::Record {
                event_type: Some("AwsApiCall".into()),
                event_source: Some(source.as_str().into()),
                event_name: Some(name.into()),
                region: Some("eu-west-1".into()),
                parameters: Some(cut),
                ..trail::record::Record::default()
            };
            assert!(trail::analyze::call(&record, &mut mapper).is_ok());
        }
    }
}
