//! Nothing is found in what is made: of common requests, and of every action of the catalogue.

use catalog::{Action, Catalog};
use draft::arns::{ArnWanted, build_arn};
use draft::minimal::Guards;

use crate::minimal::{
    BUCKET, FUNCTION, GROUP, INDEX, OBJECTS, PARTNER, QUEUE, ROLE, STREAM, TABLE, findings, granted,
    made_with, notes_are_true, sids_are_valid, written,
};

/// Common requests from many services; what comes out has no finding.
#[test]
fn nothing_is_found_in_common_policies() {
    for (actions, resources) in [
        (&["s3:GetObject", "s3:GetObjectVersion"][..], &["arn:aws:s3:::acme-in/2026/*"][..]),
        (&["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListBucket"], &[BUCKET, OBJECTS]),
        (&["s3:DeleteObject", "s3:GetBucketLocation"], &[BUCKET, OBJECTS]),
        (&["dynamodb:GetItem", "dynamodb:Query", "dynamodb:BatchGetItem"], &[TABLE, INDEX]),
        (&["dynamodb:UpdateItem", "dynamodb:DescribeTable", "dynamodb:ListTables"], &[TABLE]),
        (&["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], &[QUEUE]),
        (&["sns:Publish"], &["arn:aws:sns:eu-west-1:111122223333:alerts"]),
        (&["sns:Publish", "sqs:SendMessage"], &["arn:aws:sns:eu-west-1:111122223333:alerts", QUEUE]),
        (
            &["kms:Decrypt", "kms:GenerateDataKey"],
            &["arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
        ),
        (
            &["secretsmanager:GetSecretValue"],
            &["arn:aws:secretsmanager:eu-west-1:111122223333:secret:app/db-a1b2c3"],
        ),
        (
            &["ssm:GetParameter", "ssm:GetParametersByPath"],
            &["arn:aws:ssm:eu-west-1:111122223333:parameter/app/*"],
        ),
        (
            &["ssm:GetParameter", "ssm:DescribeParameters"],
            &["arn:aws:ssm:eu-west-1:111122223333:parameter/app/db"],
        ),
        (&["lambda:InvokeFunction", "lambda:GetFunction"], &[FUNCTION]),
        (&["lambda:UpdateFunctionCode", "lambda:ListFunctions"], &[FUNCTION]),
        (&["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], &[GROUP, STREAM]),
        (&["logs:FilterLogEvents", "logs:DescribeLogGroups"], &[GROUP]),
        (&["ec2:DescribeInstances", "ec2:DescribeImages", "ec2:DescribeRegions"], &[]),
        (
            &["ec2:StartInstances", "ec2:StopInstances"],
            &["arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d4e5f67890"],
        ),
        (
            &["ecs:RunTask", "iam:PassRole"],
            &["arn:aws:ecs:eu-west-1:111122223333:task-definition/web:*", ROLE],
        ),
        (
            &["ecs:UpdateService", "ecs:DescribeServices"],
            &["arn:aws:ecs:eu-west-1:111122223333:service/shop/web"],
        ),
        (
            &["ecr:GetAuthorizationToken", "ecr:BatchGetImage"],
            &["arn:aws:ecr:eu-west-1:111122223333:repository/web"],
        ),
        (
            &["ecr:PutImage", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart"],
            &["arn:aws:ecr:eu-west-1:111122223333:repository/web"],
        ),
        (&["states:StartExecution"], &["arn:aws:states:eu-west-1:111122223333:stateMachine:orders"]),
        (&["states:DescribeExecution"], &["arn:aws:states:eu-west-1:111122223333:execution:orders:*"]),
        (
            &["states:CreateStateMachine", "iam:PassRole"],
            &["arn:aws:states:eu-west-1:111122223333:stateMachine:orders", ROLE],
        ),
        (&["glue:StartJobRun", "glue:GetJobRun"], &["arn:aws:glue:eu-west-1:111122223333:job/nightly"]),
        (
            &["athena:StartQueryExecution", "athena:GetQueryResults"],
            &["arn:aws:athena:eu-west-1:111122223333:workgroup/team"],
        ),
        (
            &["kinesis:PutRecord", "kinesis:PutRecords"],
            &["arn:aws:kinesis:eu-west-1:111122223333:stream/clicks"],
        ),
        (
            &["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListStreams"],
            &["arn:aws:kinesis:eu-west-1:111122223333:stream/clicks"],
        ),
        (&["firehose:PutRecord"], &["arn:aws:firehose:eu-west-1:111122223333:deliverystream/clicks"]),
        (&["events:PutEvents"], &["arn:aws:events:eu-west-1:111122223333:event-bus/orders"]),
        (&["events:PutRule", "events:DescribeRule"], &["arn:aws:events:eu-west-1:111122223333:rule/nightly"]),
        (
            &["cloudformation:DescribeStacks", "cloudformation:UpdateStack"],
            &["arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/*"],
        ),
        (
            &["codebuild:StartBuild", "codebuild:BatchGetBuilds"],
            &["arn:aws:codebuild:eu-west-1:111122223333:project/web"],
        ),
        (&["codepipeline:StartPipelineExecution"], &["arn:aws:codepipeline:eu-west-1:111122223333:web"]),
        (&["route53:ChangeResourceRecordSets"], &["arn:aws:route53:::hostedzone/Z0123456789ABC"]),
        (
            &["route53:ListHostedZones", "route53:GetHostedZone"],
            &["arn:aws:route53:::hostedzone/Z0123456789ABC"],
        ),
        (&["cloudfront:CreateInvalidation"], &["arn:aws:cloudfront::111122223333:distribution/E1A2B3C4D5"]),
        (
            &["acm:DescribeCertificate"],
            &["arn:aws:acm:eu-west-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"],
        ),
        (&["rds:StartDBInstance", "rds:StopDBInstance"], &["arn:aws:rds:eu-west-1:111122223333:db:shop"]),
        (&["rds-db:connect"], &["arn:aws:rds-db:eu-west-1:111122223333:dbuser:db-ABCDEFGHIJKL/app"]),
        (&["execute-api:Invoke"], &["arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/prod/GET/orders"]),
        (
            &["bedrock:InvokeModel"],
            &["arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0"],
        ),
        (&["iam:GetRole", "iam:ListRoles"], &[ROLE]),
        (&["iam:CreateAccessKey", "iam:ListAccessKeys"], &["arn:aws:iam::111122223333:user/${aws:username}"]),
        (&["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"], &["*"]),
        (
            &["elasticfilesystem:ClientMount"],
            &["arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-0a1b2c3d"],
        ),
        (&["eks:DescribeCluster", "eks:ListClusters"], &["arn:aws:eks:eu-west-1:111122223333:cluster/shop"]),
        (&["sts:GetCallerIdentity", "sts:AssumeRole"], &[PARTNER]),
    ] {
        let made = made_with(actions, resources, &[], Guards::All).unwrap();
        assert_eq!(findings(&made), Vec::<String>::new(), "{actions:?}: {}", written(&made));
        let mut all: Vec<_> = granted(&made).into_iter().flat_map(|(actions, ..)| actions).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), actions.len(), "{all:?}");
        let on = granted(&made).into_iter().flat_map(|(_, on, _)| on).collect::<Vec<_>>();
        assert!(on.iter().all(|one| one == "*" || resources.contains(&one.as_str())), "{on:?}");
        assert!(resources.iter().all(|given| on.iter().any(|one| one == given)), "{on:?}");
        sids_are_valid(&made);
        notes_are_true(&made);
    }
}

/// An ARN of the action's first type, if it has one.
fn example(action: Action<'_>) -> Option<String> {
    let mut targets: Vec<_> = action.targets().collect();
    targets.sort_by_key(|target| !target.required);
    let resource = targets.first()?.resource;
    let wanted = ArnWanted {
        resource,
        name: "app-one",
        region: "eu-west-1",
        account: "111122223333",
        partition: "aws",
    };
    let arn = build_arn(wanted, Catalog::embedded()).arn;
    let whole = arn.split("${").enumerate().map(|(index, text)| match text.split_once('}') {
        Some((_, rest)) if index > 0 => format!("app{rest}"),
        _ => text.to_owned(),
    });
    Some(whole.collect())
}

/// What is added never makes a finding, and nothing is refused without a word on what to do.
#[test]
fn actions_of_the_catalogue_are_granted_as_they_should_be_or_refused_with_help() {
    assert!(clean(11) > 1_900);
}

#[test]
#[ignore = "half a minute; `cargo test -p draft --test it -- --ignored`"]
fn so_is_every_action_of_the_catalogue() {
    assert!(clean(1) > 21_000);
}

/// How many of the actions, each `step`th, give a policy in which nothing is found.
fn clean(step: usize) -> usize {
    let (mut clean, mut wrong) = (0, Vec::new());
    for action in Catalog::embedded().actions().step_by(step) {
        let name = action.full_name();
        let resources: Vec<String> = example(action).into_iter().collect();
        let resources: Vec<&str> = resources.iter().map(String::as_str).collect();
        match made_with(&[&name], &resources, &[], Guards::All) {
            Err(refusals) => wrong.extend(refusals.into_iter().filter(|refusal| refusal.help.is_none())),
            Ok(made) => {
                sids_are_valid(&made);
                notes_are_true(&made);
                let found = findings(&made);
                if found.is_empty() {
                    clean += 1;
                } else {
                    // Whoever asks for the policy refuses it then; but for what is granted, not for how.
                    let bare = made_with(&[&name], &resources, &[], Guards::Needed).unwrap();
                    assert_eq!(findings(&bare), found, "{name}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    clean
}
