//! What a call says beside its action: why it was denied, what it called for, whence it came, and who else was told of it.

use catalog::Catalog;
use serde_json::{Value, json};
use trail::dependent::{Why, documented};
use trail::{Mapper, Usage};

use crate::logs::{ROLE, books, delivered, event, run_one};

fn usage(events: &[Value]) -> Usage {
    run_one(delivered(events)).usage
}

#[test]
fn a_denied_call_counts_for_the_action_that_was_missing() {
    let create = json!({ "eventSource": "lambda.amazonaws.com", "eventName": "CreateFunction20150331", "resources": null,
        "errorCode": "AccessDenied", "errorMessage": format!("User: {ROLE} is not authorized to perform: iam:PassRole on resource: \
            arn:aws:iam::111122223333:role/r because no identity-based policy allows the iam:PassRole action") });
    let usage = usage(&[event("1", create)]);
    let by_action = usage.by_action();
    assert_eq!(by_action.len(), 1);
    assert_eq!(by_action[0].action, "iam:PassRole");
    assert_eq!(by_action[0].resources.arns().collect::<Vec<_>>(), ["arn:aws:iam::111122223333:role/r"]);
    let (key, use_) = by_action[0].uses[0];
    assert_eq!(
        key.mapped.actions().iter().map(|action| &**action).collect::<Vec<_>>(),
        ["lambda:CreateFunction"]
    );
    let reasons: Vec<_> = use_.denials.iter().map(|denial| denial.reason.name().into_owned()).collect();
    assert_eq!(reasons, ["implicit-identity"]);
}

#[test]
fn a_denial_that_names_no_action_is_one_of_the_call() {
    let usage = usage(&[event("1", json!({ "errorCode": "AccessDenied", "errorMessage": "Access Denied" }))]);
    let actions: Vec<_> = usage.by_action().iter().map(|used| used.action.to_owned()).collect();
    assert_eq!(actions, ["sqs:SendMessage"]);
}

#[test]
fn the_message_names_the_resource_where_the_request_is_not_logged() {
    let denied = json!({ "eventSource": "sts.amazonaws.com", "eventName": "AssumeRole", "resources": null, "errorCode": "AccessDenied",
        "errorMessage": "User: x is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/r" });
    let usage = usage(&[event("1", denied)]);
    assert_eq!(
        usage.by_action()[0].resources.arns().collect::<Vec<_>>(),
        ["arn:aws:iam::444455556666:role/r"]
    );
}

/// Whoever makes something with tags needs the permission to tag, and no event tells of it.
#[test]
fn tags_of_what_is_made_call_for_the_permission_to_tag() {
    let tags = json!([{ "key": "team", "value": "a" }]);
    let specification = json!({ "items": [{ "resourceType": "volume", "tags": tags }, { "resourceType": "instance", "tags": tags }] });
    let (instance, volume) =
        ("arn:aws:ec2:eu-west-1:111122223333:instance/*", "arn:aws:ec2:eu-west-1:111122223333:volume/*");
    for (service, name, parameters, expected) in [
        (
            "ec2",
            "RunInstances",
            json!({ "tagSpecificationSet": specification }),
            format!("ec2:CreateTags {instance} {volume}"),
        ),
        ("ec2", "RunInstances", json!({ "instanceType": "t3.nano" }), String::new()),
        ("ec2", "CreateTags", json!({ "tagSet": { "items": tags }, "resourcesSet": {} }), String::new()),
        ("sqs", "CreateQueue", json!({ "queueName": "q", "tags": { "team": "a" } }), "sqs:TagQueue".into()),
        ("sqs", "CreateQueue", json!({ "queueName": "tags", "tags": {} }), String::new()),
        ("iam", "CreateRole", json!({ "roleName": "r", "tags": tags }), "iam:TagRole".into()),
        ("dynamodb", "CreateTable", json!({ "tableName": "t", "tags": tags }), "dynamodb:TagResource".into()),
        ("dynamodb", "UpdateTable", json!({ "tableName": "t", "tags": tags }), String::new()),
        ("rds", "CreateDBInstance", json!({ "tags": tags }), "rds:AddTagsToResource".into()),
        ("rds", "CreateDBInstance", json!({ "dBInstanceIdentifier": "tags" }), String::new()),
        ("ecs", "RunTask", json!({ "tags": tags }), "ecs:TagResource".into()),
        ("kms", "CreateKey", json!({ "tags": tags }), "kms:TagResource".into()),
        (
            "autoscaling",
            "CreateAutoScalingGroup",
            json!({ "tags": tags }),
            "autoscaling:CreateOrUpdateTags".into(),
        ),
        ("cloudtrail", "CreateTrail", json!({ "tagsList": tags }), "cloudtrail:AddTags".into()),
        (
            "s3",
            "CreateBucket",
            json!({ "CreateBucketConfiguration": { "Tags": { "Tag": tags } } }),
            "s3:TagResource".into(),
        ),
        // The tags of a stack go to what the stack makes, by the permissions of each.
        ("cloudformation", "CreateStack", json!({ "stackName": "s", "tags": tags }), String::new()),
    ] {
        let more = json!({ "eventSource": format!("{service}.amazonaws.com"), "eventName": name, "resources": null, "requestParameters": parameters });
        let usage = usage(&[event("1", more)]);
        let principal = usage.principals().next().unwrap().0.name().to_owned();
        let told: Vec<String> = usage
            .inferred_of(&principal)
            .iter()
            .filter(|inferred| inferred.inferred.why == Why::TagsResource)
            .map(|inferred| {
                [vec![inferred.inferred.action.to_string()], inferred.resources.arns().collect()]
                    .concat()
                    .join(" ")
            })
            .collect();
        assert_eq!(told.concat(), expected, "{service} {name} {parameters}");
    }
}

/// `CloudTrail` logs no event for a role that is passed, nor for a key that S3 uses.
#[test]
fn requests_call_for_more_than_the_call() {
    let key = "arn:aws:kms:eu-west-1:111122223333:key/1111aaaa-0000-0000-0000-000000000000";
    for (service, name, more, expected) in [
        (
            "lambda",
            "CreateFunction20150331",
            json!({ "requestParameters": { "functionName": "f", "role": "arn:aws:iam::111122223333:role/r" } }),
            vec!["iam:PassRole passes-role lambda.amazonaws.com arn:aws:iam::111122223333:role/r"],
        ),
        (
            "ecs",
            "RegisterTaskDefinition",
            json!({ "requestParameters": { "family": "f", "taskRoleArn": "arn:aws:iam::111122223333:role/app/t" } }),
            vec!["iam:PassRole passes-role ecs-tasks.amazonaws.com arn:aws:iam::111122223333:role/app/t"],
        ),
        (
            "ec2",
            "RunInstances",
            json!({ "requestParameters": { "iamInstanceProfile": { "name": "web" } } }),
            vec!["iam:PassRole passes-role ec2.amazonaws.com ?"],
        ),
        (
            "ec2",
            "AssociateIamInstanceProfile",
            json!({ "requestParameters": { "AssociateIamInstanceProfileRequest": { "InstanceId": "i-1",
                "IamInstanceProfile": { "Name": "web" } } } }),
            vec!["iam:PassRole passes-role ec2.amazonaws.com ?"],
        ),
        (
            "iam",
            "AddRoleToInstanceProfile",
            json!({ "requestParameters": { "roleName": "r", "instanceProfileName": "web" } }),
            vec![
                "iam:PassRole passes-role ec2.amazonaws.com arn:aws:iam::111122223333:role/*/r \
                 arn:aws:iam::111122223333:role/r",
            ],
        ),
        (
            "ec2",
            "CreateFlowLogs",
            json!({ "requestParameters": { "CreateFlowLogsRequest": { "DeliverLogsPermissionArn":
                "arn:aws:iam::111122223333:role/r" } } }),
            vec!["iam:PassRole passes-role vpc-flow-logs.amazonaws.com arn:aws:iam::111122223333:role/r"],
        ),
        (
            "glue",
            "CreateJob",
            json!({ "requestParameters": { "name": "j", "role": "arn:aws:iam::111122223333:role/r" } }),
            vec!["iam:PassRole passes-role glue.amazonaws.com arn:aws:iam::111122223333:role/r"],
        ),
        (
            "s3",
            "PutObject",
            json!({ "requestParameters": { "bucketName": "b", "key": "k", "x-amz-server-side-encryption": "aws:kms",
                "x-amz-server-side-encryption-aws-kms-key-id": key } }),
            vec!["kms:GenerateDataKey encrypts-object s3.amazonaws.com KEY"],
        ),
        (
            "s3",
            "GetObject",
            json!({ "requestParameters": { "bucketName": "b", "key": "k" }, "additionalEventData": { "SSEApplied": "SSE_KMS" } }),
            vec!["kms:Decrypt encrypts-object s3.amazonaws.com ?"],
        ),
        (
            "s3",
            "GetObject",
            json!({ "requestParameters": { "bucketName": "b", "key": "k" }, "additionalEventData": { "SSEApplied": "Default_SSE_S3" } }),
            vec![],
        ),
        // A role that is given access is not passed.
        (
            "lambda",
            "AddPermission20150331v2",
            json!({ "requestParameters": { "functionName": "f", "principal": "arn:aws:iam::111122223333:role/r" } }),
            vec![],
        ),
    ] {
        let mut changes = json!({ "eventSource": format!("{service}.amazonaws.com"), "eventName": name, "resources": null });
        changes.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let usage = usage(&[event("1", changes)]);
        let told: Vec<String> = usage
            .inferred_of(ROLE)
            .iter()
            .map(|used| {
                let arns: Vec<_> = used.resources.arns().collect();
                let on = if arns.is_empty() { "?".to_owned() } else { arns.join(" ").replace(key, "KEY") };
                let service = used.inferred.service.as_deref().unwrap_or("?");
                format!("{} {} {service} {on}", used.inferred.action, used.inferred.why.name())
            })
            .collect();
        assert_eq!(told, expected, "{service} {name}");
    }
}

/// Names, with a path before them or without, are as good as ARNs to these services.
#[test]
fn roles_are_passed_by_name() {
    let r = "arn:aws:iam::111122223333:role";
    for (service, name, parameters, expected) in [
        ("glue", "CreateJob", json!({ "role": "r" }), format!("glue.amazonaws.com {r}/*/r {r}/r")),
        (
            "glue",
            "CreateCrawler",
            json!({ "role": "service-role/r" }),
            format!("glue.amazonaws.com {r}/service-role/r"),
        ),
        (
            "glue",
            "UpdateJob",
            json!({ "jobUpdate": { "role": "r" } }),
            format!("glue.amazonaws.com {r}/*/r {r}/r"),
        ),
        (
            "ecs",
            "RegisterTaskDefinition",
            json!({ "taskRoleArn": "r", "executionRoleArn": "arn:aws:iam::111122223333:role/e" }),
            format!("ecs-tasks.amazonaws.com {r}/*/r {r}/e {r}/r"),
        ),
        ("ssm", "CreateActivation", json!({ "iamRole": "r" }), format!("ssm.amazonaws.com {r}/*/r {r}/r")),
        (
            "elasticmapreduce",
            "RunJobFlow",
            json!({ "serviceRole": "s", "autoScalingRole": "a", "jobFlowRole": "profile" }),
            format!(
                "application-autoscaling.amazonaws.com {r}/*/a {r}/a; ec2.amazonaws.com; \
                 elasticmapreduce.amazonaws.com {r}/*/s {r}/s"
            ),
        ),
        (
            "batch",
            "CreateComputeEnvironment",
            json!({ "serviceRole": "service-role/b", "computeResources": { "instanceRole": "profile" } }),
            format!("batch.amazonaws.com {r}/service-role/b; ec2.amazonaws.com"),
        ),
    ] {
        let more = json!({ "eventSource": format!("{service}.amazonaws.com"), "eventName": name, "resources": null,
            "requestParameters": parameters });
        let usage = usage(&[event("1", more)]);
        let mut told: Vec<String> = usage
            .inferred_of(ROLE)
            .iter()
            .filter(|used| used.inferred.why == Why::PassesRole)
            .map(|used| {
                let receiver = used.inferred.service.as_deref().unwrap_or("?").to_owned();
                [vec![receiver], used.resources.arns().collect()].concat().join(" ")
            })
            .collect();
        told.sort();
        assert_eq!(told.join("; "), expected, "{service} {name}");
    }
}

#[test]
fn what_a_denied_call_called_for_was_not_granted() {
    let denied = json!({ "eventSource": "lambda.amazonaws.com", "eventName": "CreateFunction20150331", "errorCode": "AccessDenied",
        "requestParameters": { "functionName": "f", "role": "arn:aws:iam::111122223333:role/r" } });
    assert_eq!(usage(&[event("1", denied)]).inferred_of(ROLE), []);
}

#[test]
fn documented_needs_are_told_apart_from_the_call() {
    let catalog = Catalog::embedded();
    let mapped = Mapper::new(catalog).map("lambda.amazonaws.com", "CreateFunction20150331", None);
    let needs = documented(catalog, &mapped);
    let pass = needs.iter().find(|need| need.action == "iam:PassRole").unwrap();
    assert_eq!(pass.needed_for, "lambda:CreateFunction");
    assert!(needs.iter().all(|need| need.action != "lambda:CreateFunction"));
    assert_eq!(Why::from_name("passes-role"), Some(Why::PassesRole));
}

#[test]
fn context_is_kept_in_bounds() {
    let call = |number: u32, changes: Value| {
        let mut all = json!({ "sourceIPAddress": format!("198.51.100.{number}"), "userAgent": "[Boto3/1.34 md/x]",
            "tlsDetails": { "tlsVersion": "TLSv1.3" } });
        all.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        event(&number.to_string(), all)
    };
    let mut events: Vec<Value> = (0..40).map(|number| call(number, json!({}))).collect();
    events.push(call(41, json!({ "sourceIPAddress": "10.0.0.9", "vpcEndpointId": "vpce-1" })));
    events.push(call(42, json!({ "sourceIPAddress": "AWS Internal", "userAgent": "APN/1.0 Terraform/1.9" })));
    let usage = usage(&events);
    let by_action = usage.by_action();
    let context = &by_action[0].uses[0].1.context;
    let networks = |networks: &trail::usage::Networks| {
        networks.iter().map(|network| network.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(networks(&context.networks), ["198.51.100.0/24"]);
    assert_eq!(networks(&context.vpc_networks), ["10.0.0.9/32"]);
    let texts =
        |values: Vec<&std::sync::Arc<str>>| values.into_iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(texts(context.vpc_endpoints.iter().collect()), ["vpce-1"]);
    assert_eq!(texts(context.user_agents.iter().collect()), ["Boto3", "Terraform"]);
    assert_eq!(texts(context.tls_versions.iter().collect()), ["TLSv1.3"]);
    assert_eq!(texts(context.sessions.iter().collect()), ["session"]);
}

#[test]
fn mfa_is_told_by_session() {
    let call = |id: &str, mfa: Value| {
        event(
            id,
            json!({ "userIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann",
            "sessionContext": { "attributes": { "mfaAuthenticated": mfa } } } }),
        )
    };
    let mfa = |events: &[Value]| usage(events).by_action()[0].uses[0].1.context.mfa;
    assert!(mfa(&[call("1", json!("true")), call("2", json!("true"))]).is_always());
    let sometimes = mfa(&[call("1", json!("true")), call("2", json!("false")), call("3", json!(null))]);
    assert!(!sometimes.is_always());
    assert_eq!(sometimes.names().collect::<Vec<_>>(), ["with", "without", "unsaid"]);
}

/// The caller's account and the owner's are both told of a call across accounts, each with an event id of its own.
#[test]
fn a_call_that_two_accounts_were_told_of_counts_once_for_its_caller() {
    let copy = |id: &str, recipient: &str| {
        event(id, json!({ "sharedEventID": "shared-1", "recipientAccountId": recipient }))
    };
    let analysis = run_one(delivered(&[copy("1", "111122223333"), copy("2", "444455556666")]));
    assert_eq!(books(&analysis), (2, 1, vec![("duplicate", 1)]));
    // The owner's record does not always name the caller; then the call stands under the caller's account, too.
    let unnamed = event(
        "3",
        json!({ "sharedEventID": "shared-1", "recipientAccountId": "444455556666",
        "userIdentity": { "type": "AWSAccount", "accountId": "111122223333" } }),
    );
    let analysis = run_one(delivered(&[copy("1", "111122223333"), unnamed]));
    let counts: Vec<_> =
        analysis.usage.rows().iter().map(|row| (row.principal.to_owned(), row.count)).collect();
    assert_eq!(counts, [(ROLE.to_owned(), 1), ("arn:aws:iam::111122223333:root".to_owned(), 1)]);
}

#[test]
fn forward_access_is_told_apart_by_its_service() {
    let forward = event(
        "1",
        json!({ "eventSource": "kms.amazonaws.com", "eventName": "Decrypt", "sourceIPAddress": "athena.amazonaws.com",
        "userIdentity": { "type": "AssumedRole", "arn": "arn:aws:sts::111122223333:assumed-role/web/s", "invokedBy": "athena.amazonaws.com",
            "sessionContext": { "sessionIssuer": { "type": "Role", "arn": ROLE } } } }),
    );
    let usage = usage(&[forward]);
    assert_eq!(usage.by_action()[0].via, Some("athena.amazonaws.com"));
}

#[test]
fn what_all_records_say_is_told_apart_from_what_some_leave_unsaid() {
    let call = |id: &str, more: Value| {
        let mut changes = json!({ "eventSource": "rds.amazonaws.com", "eventName": "DescribeDBInstances", "resources": null,
            "requestParameters": { "dBInstanceIdentifier": "orders" }, "tlsDetails": { "tlsVersion": "TLSv1.3" } });
        changes.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        event(id, changes)
    };
    let named = usage(&[call("1", json!({})), call("2", json!({}))]);
    let all =
        usage(&[call("3", json!({ "requestParameters": null, "tlsDetails": null })), call("4", json!({}))]);
    let told = |usage: &Usage| {
        let (_, calls) = usage.by_action()[0].uses[0];
        let unsaid = calls.context.unsaid;
        (calls.resources.is_unnamed(), unsaid.region, unsaid.tls_version, unsaid.vpc_endpoint)
    };
    assert_eq!(told(&named), (false, false, false, true));
    assert_eq!(told(&all), (true, false, true, true));
    let mut merged = named.clone();
    merged.merge(all);
    assert_eq!(told(&merged), (true, false, true, true));
    for usage in [named, merged] {
        let (read, problems) = Usage::from_json("usage.json", usage.to_json().as_bytes()).unwrap();
        assert_eq!((told(&read), problems), (told(&usage), vec![]));
        assert_eq!(read, usage);
    }
    // A file of before says nothing of all records.
    let text = usage(&[call("1", json!({}))]).to_json().replace("\"always\"", "\"other\"");
    let (read, _) = Usage::from_json("usage.json", text.as_bytes()).unwrap();
    assert_eq!(told(&read), (false, true, true, true));
}
