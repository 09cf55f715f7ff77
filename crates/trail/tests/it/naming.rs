//! Which of the names and ARNs in a request are those of its resources, and which are not.

use serde_json::json;

use crate::logs::{delivered, event, run_one};
use crate::resources::found;

/// What a call names beside its resource is not touched by it.
#[test]
fn names_beside_the_resource_are_not_it() {
    let r = |arn: &str| format!("arn:aws:{arn}");
    let elb = "elasticloadbalancing:eu-west-1:111122223333:loadbalancer";
    for (service, name, parameters, expected) in [
        (
            "ec2",
            "AuthorizeSecurityGroupIngress",
            json!({ "groupId": "sg-1", "ipPermissions": { "items": [{ "groups": { "items": [{ "groupId": "sg-9" }] } }] } }),
            vec!["template ec2:eu-west-1:111122223333:security-group/sg-1".to_owned()],
        ),
        (
            "lambda",
            "PutFunctionEventInvokeConfig20191125",
            json!({ "functionName": "f", "destinationConfig": { "onFailure": {
                "destination": "arn:aws:lambda:eu-west-1:111122223333:function:dead" } } }),
            vec!["template lambda:eu-west-1:111122223333:function:f".to_owned()],
        ),
        (
            "s3",
            "PutBucketPolicy",
            json!({ "bucketName": "b", "bucketPolicy": { "Statement": [{ "Resource": "arn:aws:s3:::other" }] } }),
            vec!["template s3:::b".to_owned()],
        ),
        (
            "monitoring",
            "PutCompositeAlarm",
            json!({ "alarmName": "a", "actionsSuppressor": "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:s" }),
            vec!["template cloudwatch:eu-west-1:111122223333:alarm:a".to_owned()],
        ),
        (
            "sqs",
            "StartMessageMoveTask",
            json!({ "sourceArn": "arn:aws:sqs:eu-west-1:111122223333:dead",
                "destinationArn": "arn:aws:sqs:eu-west-1:111122223333:jobs" }),
            vec!["parameter sqs:eu-west-1:111122223333:dead".to_owned()],
        ),
        // The ARN says which kind of load balancer it is, and its end is the id, not the name.
        (
            "elasticloadbalancing",
            "CreateListener",
            json!({ "loadBalancerArn": format!("arn:aws:{elb}/app/lb/50dc6c495c0c9188") }),
            vec![format!("parameter {elb}/app/lb/50dc6c495c0c9188")],
        ),
        // By `name` there are no classic load balancers.
        (
            "elasticloadbalancing",
            "CreateLoadBalancer",
            json!({ "name": "lb", "type": "application" }),
            vec![
                format!("pattern {elb}/app/lb/*"),
                format!("pattern {elb}/gwy/lb/*"),
                format!("pattern {elb}/net/lb/*"),
            ],
        ),
        (
            "elasticloadbalancing",
            "DeleteLoadBalancer",
            json!({ "loadBalancerName": "lb" }),
            vec![format!("template {elb}/lb")],
        ),
        // The id is that of a service's own resource.
        (
            "application-autoscaling",
            "RegisterScalableTarget",
            json!({ "serviceNamespace": "ecs", "resourceId": "service/a/b" }),
            vec![],
        ),
        (
            "kafka",
            "CreateTopic",
            json!({ "clusterArn": "arn:aws:kafka:eu-west-1:111122223333:cluster/c/1-2", "topicName": "t" }),
            vec!["pattern kafka:eu-west-1:111122223333:topic/*/*/t".to_owned()],
        ),
        ("dms", "CreateEndpoint", json!({ "endpointIdentifier": "e" }), vec![]),
        ("ssm", "AddTagsToResource", json!({ "resourceType": "Document", "resourceId": "d" }), vec![]),
        (
            "ssm",
            "AddTagsToResource",
            json!({ "resourceType": "Parameter", "resourceId": "/p" }),
            vec!["template ssm:eu-west-1:111122223333:parameter/p".to_owned()],
        ),
        (
            "monitoring",
            "PutAlarmMuteRule",
            json!({ "name": "m", "muteTargets": { "alarmNames": ["a"] } }),
            vec![
                "template cloudwatch:eu-west-1:111122223333:alarm-mute-rule:m".to_owned(),
                "template cloudwatch:eu-west-1:111122223333:alarm:a".to_owned(),
            ],
        ),
        (
            "lex",
            "CreateIntentVersion",
            json!({ "name": "i" }),
            vec!["pattern lex:eu-west-1:111122223333:intent:i:*".to_owned()],
        ),
        (
            "airflow",
            "CreateWebLoginToken",
            json!({ "name": "env" }),
            vec!["pattern airflow:eu-west-1:111122223333:role/env/*".to_owned()],
        ),
        (
            "sts",
            "GetFederationToken",
            json!({ "name": "bob", "tags": [{ "key": "a" }] }),
            vec!["template sts::111122223333:federated-user/bob".to_owned()],
        ),
        // One parameter is one part of the ARN, and its beginning stands there but once.
        (
            "organizations",
            "DescribePolicy",
            json!({ "policyId": "p-12345678" }),
            vec!["pattern organizations::111122223333:policy/o-*/*/p-12345678".to_owned()],
        ),
        (
            "codeartifact",
            "PublishPackageVersion",
            json!({ "domain": "d", "repository": "r", "package": "p" }),
            vec!["pattern codeartifact:eu-west-1:111122223333:package/d/r/*/*/p".to_owned()],
        ),
    ] {
        let expected: Vec<String> = expected
            .iter()
            .map(|text| text.split_once(' ').unwrap())
            .map(|(origin, arn)| format!("{origin} {}", r(arn)))
            .collect();
        assert_eq!(found(service, name, parameters), expected, "{service} {name}");
    }
}

/// A copy has two sides, and each of both keys has an action of its own.
#[test]
fn both_sides_are_told() {
    let key = |id: &str| format!("arn:aws:kms:eu-west-1:111122223333:key/{id}");
    for (service, name, parameters, expected) in [
        (
            "rds",
            "CreateDBInstanceReadReplica",
            json!({ "dBInstanceIdentifier": "copy", "sourceDBInstanceIdentifier": "arn:aws:rds:us-east-1:111122223333:db:first" }),
            vec![
                "parameter arn:aws:rds:us-east-1:111122223333:db:first",
                "template arn:aws:rds:eu-west-1:111122223333:db:copy",
            ],
        ),
        (
            "rds",
            "CopyDBSnapshot",
            json!({ "sourceDBSnapshotIdentifier": "arn:aws:rds:us-east-1:111122223333:snapshot:s",
                "targetDBSnapshotIdentifier": "t" }),
            vec![
                "parameter arn:aws:rds:us-east-1:111122223333:snapshot:s",
                "template arn:aws:rds:eu-west-1:111122223333:snapshot:t",
            ],
        ),
        (
            "ec2",
            "CopySnapshot",
            json!({ "sourceRegion": "us-east-1", "sourceSnapshotId": "snap-1" }),
            vec!["template arn:aws:ec2:us-east-1::snapshot/snap-1"],
        ),
    ] {
        let mut told = found(service, name, parameters);
        told.sort();
        assert_eq!(told, expected, "{service} {name}");
    }
    let parameters = json!({ "sourceKeyId": key("1"), "destinationKeyId": key("2") });
    let changes = json!({ "eventSource": "kms.amazonaws.com", "eventName": "ReEncrypt", "resources": null,
        "requestParameters": parameters });
    let usage = run_one(delivered(&[event("1", changes)])).usage;
    let arns = |action: &str| {
        let by_action = usage.by_action();
        let row = by_action.iter().find(|row| row.action == action).unwrap();
        row.resources.arns().collect::<Vec<_>>()
    };
    assert_eq!((arns("kms:ReEncryptFrom"), arns("kms:ReEncryptTo")), (vec![key("1")], vec![key("2")]));
}

/// Where the request leaves a part out, the default is meant; where it says it otherwise, that.
#[test]
fn parts_that_requests_say_in_their_own_way() {
    for (service, name, parameters, expected) in [
        (
            "ecs",
            "UpdateService",
            json!({ "service": "s" }),
            "template ecs:eu-west-1:111122223333:service/default/s",
        ),
        (
            "ecs",
            "UpdateService",
            json!({ "service": "s", "cluster": "c" }),
            "template ecs:eu-west-1:111122223333:service/c/s",
        ),
        (
            "scheduler",
            "DeleteSchedule",
            json!({ "name": "s" }),
            "template scheduler:eu-west-1:111122223333:schedule/default/s",
        ),
        (
            "events",
            "DescribeRule",
            json!({ "name": "r", "eventBusName": "arn:aws:events:eu-west-1:111122223333:event-bus/default" }),
            "template events:eu-west-1:111122223333:rule/r",
        ),
        (
            "events",
            "DescribeRule",
            json!({ "name": "r", "eventBusName": "arn:aws:events:eu-west-1:111122223333:event-bus/b" }),
            "template events:eu-west-1:111122223333:rule/b/r",
        ),
        (
            "ssm",
            "GetParameter",
            json!({ "name": "/aws/service/eks/x" }),
            "template ssm:eu-west-1::parameter/aws/service/eks/x",
        ),
        (
            "dynamodb",
            "BatchGetItem",
            json!({ "requestItems": { "t": { "keys": [] } } }),
            "template dynamodb:eu-west-1:111122223333:table/t",
        ),
        (
            "dynamodb",
            "TransactWriteItems",
            json!({ "requestItems": [{ "operation": "Put", "tableName": "t", "key": { "name": "x" } }] }),
            "template dynamodb:eu-west-1:111122223333:table/t",
        ),
        (
            "iam",
            "UploadServerCertificate",
            json!({ "serverCertificateName": "c", "path": "/cloudfront/" }),
            "template iam::111122223333:server-certificate/cloudfront/c",
        ),
        (
            "elasticmapreduce",
            "AddJobFlowSteps",
            json!({ "jobFlowId": "j-1" }),
            "template elasticmapreduce:eu-west-1:111122223333:cluster/j-1",
        ),
        (
            "cloudformation",
            "DescribeStackSet",
            json!({ "stackSetName": "set:1-2" }),
            "template cloudformation:eu-west-1:111122223333:stackset/set:1-2",
        ),
        (
            "athena",
            "GetTableMetadata",
            json!({ "catalogName": "AwsDataCatalog", "databaseName": "d", "tableName": "t" }),
            "template athena:eu-west-1:111122223333:datacatalog/AwsDataCatalog",
        ),
        (
            "s3",
            "GetObject",
            json!({ "bucketName": "arn:aws:s3:eu-west-1:111122223333:accesspoint/ap", "key": "k" }),
            "template s3:eu-west-1:111122223333:accesspoint/ap/object/k",
        ),
        (
            "dynamodb",
            "GetRecords",
            json!({ "shardIterator": "arn:aws:dynamodb:eu-west-1:111122223333:table/t/stream/2026-01-01T00:00:00.000|1|AA==" }),
            "parameter dynamodb:eu-west-1:111122223333:table/t/stream/2026-01-01T00:00:00.000",
        ),
    ] {
        let (origin, arn) = expected.split_once(' ').unwrap();
        assert_eq!(found(service, name, parameters), [format!("{origin} arn:aws:{arn}")], "{service} {name}");
    }
}

/// A call by version or alias is checked against the ARN of that.
#[test]
fn what_is_called_by_alias_is_the_alias() {
    for (service, name, parameters, expected) in [
        (
            "lambda",
            "Invoke",
            json!({ "functionName": "f", "qualifier": "PROD" }),
            "template lambda:eu-west-1:111122223333:function:f:PROD",
        ),
        (
            "lambda",
            "Invoke",
            json!({ "functionName": "arn:aws:lambda:eu-west-1:111122223333:function:f", "qualifier": "PROD" }),
            "parameter lambda:eu-west-1:111122223333:function:f:PROD",
        ),
        (
            "lambda",
            "Invoke",
            json!({ "functionName": "f:PROD" }),
            "template lambda:eu-west-1:111122223333:function:f:PROD",
        ),
    ] {
        let (origin, arn) = expected.split_once(' ').unwrap();
        assert_eq!(found(service, name, parameters), [format!("{origin} arn:aws:{arn}")], "{service} {name}");
    }
}
