//! The smallest policies: what each request grants, what is refused, and what the checks say of it.

use catalog::{Action, Catalog};
use draft::arns::{ArnWanted, build_arn};
use draft::minimal::{Demand, Guards, Minimal, Refusal, Wanted, minimal};
use policy::tree::PolicyKind;
use policy::{Document, Format, Limits, Style, write};
use serde_json::{Value, json};

fn made_with(
    actions: &[&str],
    resources: &[&str],
    conditions: &[(&str, &str, &str)],
    guards: Guards,
) -> Result<Minimal, Vec<Refusal>> {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let (actions, resources) = (owned(actions), owned(resources));
    let demand = |(operator, key, value): &(&str, &str, &str)| Demand {
        operator: (*operator).to_owned(),
        key: (*key).to_owned(),
        values: vec![(*value).to_owned()],
    };
    let conditions: Vec<_> = conditions.iter().map(demand).collect();
    let wanted = Wanted { actions: &actions, resources: &resources, conditions: &conditions, guards };
    minimal(wanted, Catalog::embedded())
}

fn written(made: &Minimal) -> String {
    write(&made.policy.to_node(), Style::default())
}

/// What stands in each statement: actions, resources, and the conditions as `OPERATOR:KEY=VALUE`.
type Granted = (Vec<String>, Vec<String>, Vec<String>);

fn granted(made: &Minimal) -> Vec<Granted> {
    let policy: Value = serde_json::from_str(&written(made)).unwrap();
    let list = |value: &Value| match value {
        Value::Array(items) => items.iter().map(|item| item.as_str().unwrap().to_owned()).collect(),
        one => vec![one.as_str().unwrap().to_owned()],
    };
    let empty = json!({});
    let conditions = |statement: &Value| {
        let blocks = statement.get("Condition").unwrap_or(&empty).as_object().unwrap().clone();
        let mut all = Vec::new();
        for (operator, keys) in blocks {
            for (key, value) in keys.as_object().unwrap() {
                all.push(format!("{operator}:{key}={}", list(value).join(",")));
            }
        }
        all
    };
    let statements = policy["Statement"].as_array().unwrap();
    statements
        .iter()
        .map(|statement| (list(&statement["Action"]), list(&statement["Resource"]), conditions(statement)))
        .collect()
}

fn findings(made: &Minimal) -> Vec<String> {
    let read = Document::read("made", written(made).as_bytes(), Some(Format::Json), &Limits::default());
    let options = lint::Options { kind: Some(PolicyKind::Identity), ..lint::Options::default() };
    let report = lint::lint(&read, Catalog::embedded(), &options);
    report.diagnostics.iter().map(|found| found.id.to_owned()).collect()
}

const BUCKET: &str = "arn:aws:s3:::acme-in";
const OBJECTS: &str = "arn:aws:s3:::acme-in/*";
const TABLE: &str = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders";
const INDEX: &str = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/by-day";
const QUEUE: &str = "arn:aws:sqs:eu-west-1:111122223333:orders";
const ROLE: &str = "arn:aws:iam::111122223333:role/app";
const FUNCTION: &str = "arn:aws:lambda:eu-west-1:111122223333:function:thumbs";
const PARTNER: &str = "arn:aws:iam::444455556666:role/partner";
const GROUP: &str = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/thumbs";
const STREAM: &str = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/thumbs:log-stream:*";
const TLS: &str = "Bool:aws:SecureTransport=true";
const OURS: &str = "StringEquals:aws:ResourceAccount=111122223333";

fn check(
    actions: &[&str],
    resources: &[&str],
    conditions: &[(&str, &str, &str)],
    expected: &[(&[&str], &[&str], &[&str])],
) {
    let made = made_with(actions, resources, conditions, Guards::All).unwrap();
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let expected: Vec<Granted> =
        expected.iter().map(|(actions, on, when)| (owned(actions), owned(on), owned(when))).collect();
    assert_eq!(granted(&made), expected, "{actions:?}");
    assert_eq!(findings(&made), Vec::<String>::new(), "{actions:?}");
    sids_are_valid(&made);
    notes_are_true(&made);
}

fn sids_are_valid(made: &Minimal) {
    let mut sids: Vec<_> = made.statements.iter().map(|statement| statement.sid.clone()).collect();
    assert!(
        sids.iter().all(|sid| !sid.is_empty() && sid.chars().all(|c| c.is_ascii_alphanumeric())),
        "{sids:?}"
    );
    sids.sort();
    sids.dedup();
    assert_eq!(sids.len(), made.statements.len());
}

/// A note that names a condition key names one of the policy.
fn notes_are_true(made: &Minimal) {
    let text = written(made);
    for word in made.notes.iter().flat_map(|note| note.split('`').skip(1).step_by(2)) {
        let catalog = Catalog::embedded();
        let is_key = catalog.condition_key(word).is_some() && catalog.action(word).is_none();
        assert!(!is_key || text.contains(&format!("\"{word}\"")), "`{word}` in {:?}", made.notes);
    }
}

#[test]
fn each_action_goes_with_the_resources_of_its_types() {
    check(
        &["s3:GetObject", "s3:ListBucket", "s3:PutObject", "s3:ListAllMyBuckets", "dynamodb:PutItem"],
        &[BUCKET, OBJECTS, TABLE],
        &[],
        &[
            (&["s3:GetObject", "s3:PutObject"], &[OBJECTS], &[TLS]),
            (&["s3:ListBucket"], &[BUCKET], &[TLS]),
            (&["s3:ListAllMyBuckets"], &["*"], &[TLS]),
            (&["dynamodb:PutItem"], &[TABLE], &[OURS]),
        ],
    );
    check(
        &["dynamodb:Query", "dynamodb:PutItem"],
        &[TABLE, INDEX],
        &[],
        &[(&["dynamodb:Query"], &[TABLE, INDEX], &[OURS]), (&["dynamodb:PutItem"], &[TABLE], &[OURS])],
    );
    // A stream would also be a group with a strange name.
    check(
        &["logs:PutLogEvents", "logs:FilterLogEvents"],
        &[GROUP, STREAM],
        &[],
        &[(&["logs:PutLogEvents"], &[STREAM], &[OURS]), (&["logs:FilterLogEvents"], &[GROUP], &[OURS])],
    );
    let both = format!("{GROUP}:*");
    check(
        &["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        &[&both],
        &[],
        &[(&["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], &[&both], &[OURS])],
    );
    check(
        &["ec2:DescribeInstances", "sqs:SendMessage", "ec2:DescribeVpcs"],
        &[QUEUE],
        &[],
        &[
            (&["ec2:DescribeInstances", "ec2:DescribeVpcs"], &["*"], &[]),
            (&["sqs:SendMessage"], &[QUEUE], &[TLS, OURS]),
        ],
    );
    check(
        &["lambda:InvokeFunction"],
        &["arn:aws:lambda:eu-west-1:111122223333:function:thumbs:live"],
        &[],
        &[(
            &["lambda:InvokeFunction"],
            &["arn:aws:lambda:eu-west-1:111122223333:function:thumbs:live"],
            &[OURS],
        )],
    );
    // Named twice, or in another case, it is one action on one resource.
    check(
        &["sqs:sendmessage", "SQS:SendMessage"],
        &[QUEUE, QUEUE],
        &[],
        &[(&["sqs:SendMessage"], &[QUEUE], &[TLS, OURS])],
    );
}

#[test]
fn conditions_go_where_they_are_known_and_burden_no_other_action() {
    check(
        &["iam:PassRole", "lambda:CreateFunction", "iam:GetRole"],
        &[ROLE, FUNCTION],
        &[],
        &[
            (&["iam:PassRole"], &[ROLE], &["StringEquals:iam:PassedToService=lambda.amazonaws.com"]),
            (&["lambda:CreateFunction"], &[FUNCTION], &[OURS]),
            (&["iam:GetRole"], &[ROLE], &[OURS]),
        ],
    );
    check(
        &["iam:PassRole"],
        &[ROLE],
        &[("StringEquals", "iam:PassedToService", "states.amazonaws.com")],
        &[(&["iam:PassRole"], &[ROLE], &["StringEquals:iam:PassedToService=states.amazonaws.com"])],
    );
    check(
        &["sts:AssumeRole", "sqs:SendMessage"],
        &[PARTNER, QUEUE],
        &[("StringEquals", "sts:ExternalId", "acme-7"), ("Bool", "aws:MultiFactorAuthPresent", "true")],
        &[
            (
                &["sts:AssumeRole"],
                &[PARTNER],
                &[
                    "Bool:aws:MultiFactorAuthPresent=true",
                    "StringEquals:aws:ResourceAccount=444455556666",
                    "StringEquals:sts:ExternalId=acme-7",
                ],
            ),
            (&["sqs:SendMessage"], &[QUEUE], &["Bool:aws:MultiFactorAuthPresent=true", TLS, OURS]),
        ],
    );
    check(
        &["s3:GetObject", "s3:ListBucket"],
        &[BUCKET, OBJECTS],
        &[("StringLike", "s3:prefix", "2026/*"), ("StringEquals", "aws:ResourceAccount", "111122223333")],
        &[
            (&["s3:GetObject"], &[OBJECTS], &[TLS, OURS]),
            (&["s3:ListBucket"], &[BUCKET], &[TLS, OURS, "StringLike:s3:prefix=2026/*"]),
        ],
    );
    check(
        &["cloudwatch:PutMetricData"],
        &["*"],
        &[("StringEquals", "cloudwatch:namespace", "acme")],
        &[(&["cloudwatch:PutMetricData"], &["*"], &["StringEquals:cloudwatch:namespace=acme"])],
    );
    // The account of AWS's own document is none of ours.
    check(
        &["ssm:SendCommand"],
        &[
            "arn:aws:ssm:eu-west-1::document/AWS-RunPatchBaseline",
            "arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d4e5f67890",
        ],
        &[],
        &[
            (&["ssm:SendCommand"], &["arn:aws:ssm:eu-west-1::document/AWS-RunPatchBaseline"], &[]),
            (
                &["ssm:SendCommand"],
                &["arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d4e5f67890"],
                &[OURS],
            ),
        ],
    );
}

#[test]
fn notes_say_what_the_policy_does_not_demand() {
    let notes = |actions: &[&str], resources: &[&str], conditions: &[(&str, &str, &str)]| {
        let made = made_with(actions, resources, conditions, Guards::All).unwrap();
        notes_are_true(&made);
        made.notes.join("\n")
    };
    let taken = notes(&["sts:AssumeRole"], &[PARTNER], &[]);
    assert!(taken.contains("without an external id and without MFA"), "{taken}");
    let taken = notes(&["sts:AssumeRole"], &[PARTNER], &[("StringEquals", "sts:ExternalId", "acme-7")]);
    assert!(
        taken.contains("can be taken without MFA") && !taken.contains("without an external id"),
        "{taken}"
    );
    let read = notes(&["s3:GetObject"], &[OBJECTS], &[]);
    assert!(read.contains("who owns a bucket of this name"), "{read}");
    let read =
        notes(&["s3:GetObject"], &[OBJECTS], &[("StringEquals", "aws:ResourceAccount", "111122223333")]);
    assert!(!read.contains("who owns a bucket"), "{read}");
    let permits = notes(&["s3:PutBucketPolicy"], &[BUCKET], &[]);
    assert!(permits.contains("change who may use"), "{permits}");
    let partly =
        notes(&["s3:GetObject", "s3:ListBucket"], &[BUCKET, OBJECTS], &[("StringLike", "s3:prefix", "a/*")]);
    assert!(partly.contains("`s3:prefix` does not limit `S3GetObject`"), "{partly}");
    let some = notes(&["ec2:RunInstances"], &["arn:aws:ec2:eu-west-1:111122223333:instance/*"], &[]);
    assert!(some.contains("AWS also lists"), "{some}");
}

#[test]
fn patterns_that_only_read_are_written_out_for_what_is_named() {
    let made = made_with(&["s3:GetObjectV*"], &[OBJECTS], &[], Guards::All).unwrap();
    let granted = granted(&made);
    assert_eq!(granted.len(), 1);
    assert!(
        granted[0].0.contains(&"s3:GetObjectVersion".to_owned()) && granted[0].1 == [OBJECTS],
        "{granted:?}"
    );
    assert!(
        made.notes.iter().any(|note| note.starts_with("`s3:GetObjectV*` is written out")),
        "{:?}",
        made.notes
    );
}

#[test]
fn what_is_refused_says_what_to_ask_for() {
    for (actions, resources, conditions, message, help) in [
        (&["*"][..], &["*"][..], &[][..], "`*` is not what a task needs", "suggest_actions"),
        (&["s3:*"], &[OBJECTS], &[], "`s3:*` is not what a task needs: it stands for", "break-glass"),
        (&["*:Get*"], &[OBJECTS], &[], "`*:Get*` is not what a task needs", "list_templates"),
        (&["s3:Put*"], &[OBJECTS], &[], "change something: `s3:Put", "name those that are needed"),
        (&["s3:Nothing*"], &[OBJECTS], &[], "stands for no action", "query_service_actions"),
        (&["s3:GetObjet"], &[OBJECTS], &[], "there is no action `s3:GetObjet`", "`s3:GetObject`"),
        (&[], &[OBJECTS], &[], "no action is given", "suggest_actions"),
        (
            &["sqs:SendMessage"],
            &["*"],
            &[],
            "`sqs:SendMessage` on `*` could change every `queue`",
            "DateLessThan",
        ),
        (&["s3:ListBucket"], &["*"], &[], "`s3:ListBucket` acts on `bucket`", "${BucketName}"),
        (&["s3:GetObject"], &[BUCKET], &[], "none is given", "give `arn:aws:s3:::acme-in/*`"),
        (&["s3:ListBucket"], &[OBJECTS], &[], "none is given", "give `arn:aws:s3:::acme-in`"),
        (&["s3:ListBucket"], &[BUCKET, QUEUE], &[], "no action takes `arn:aws:sqs", "leave it out"),
        (&["s3:ListBucket"], &["acme-in"], &[], "`acme-in` is not an ARN", "build_arn"),
        (
            &["ec2:DescribeInstances"],
            &[BUCKET],
            &[],
            "no action takes `arn:aws:s3:::acme-in`",
            "AWS names no resource",
        ),
        (&["sqs:SendMessage"], &["arn:aws:sqs:::orders"], &[], "none is given", "${Region}"),
        (&["iam:PassRole"], &[ROLE], &[], "nothing says which service", "iam:PassedToService"),
        (
            &["iam:PassRole", "batch:SubmitJob"],
            &[
                ROLE,
                "arn:aws:batch:eu-west-1:111122223333:job-queue/q",
                "arn:aws:batch:eu-west-1:111122223333:job-definition/j:1",
            ],
            &[],
            "nothing says which service",
            "iam:PassedToService",
        ),
        (
            &["ssm:SendCommand"],
            &["arn:aws:ec2:eu-west-1:111122223333:instance/*"],
            &[],
            "also needs a resource of type `document`",
            "document/",
        ),
        (
            &["sqs:SendMessage"],
            &[QUEUE],
            &[("StringEqual", "aws:SourceIp", "1")],
            "there is no condition operator `StringEqual`",
            "`StringEquals`",
        ),
        (
            &["sqs:SendMessage"],
            &[QUEUE],
            &[("StringEquals", "aws:SorceVpc", "v")],
            "there is no condition key `aws:SorceVpc`",
            "aws:SourceVpc",
        ),
        (
            &["sqs:SendMessage"],
            &[QUEUE],
            &[("StringEquals", "s3:prefix", "a")],
            "AWS lists `s3:prefix` for none of the actions",
            "they know",
        ),
    ] {
        let refusals = made_with(actions, resources, conditions, Guards::All).unwrap_err();
        let told = refusals[0].to_string();
        assert!(refusals[0].message.contains(message) && told.contains(help), "{actions:?}: {refusals:?}");
    }
}

#[test]
fn all_that_stands_in_the_way_is_said_at_once() {
    let refusals = made_with(
        &["s3:*", "sqs:SendMessage"],
        &["acme"],
        &[("Bool", "aws:SecureTransprt", "true")],
        Guards::All,
    );
    assert_eq!(refusals.unwrap_err().len(), 4);
    let many: Vec<String> = (0..201).map(|number| format!("arn:aws:s3:::b{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let refusals = made_with(&["s3:ListBucket"], &many, &[], Guards::All).unwrap_err();
    assert!(refusals[0].message.starts_with("more than 200"), "{refusals:?}");
}

#[test]
fn what_is_needed_as_well_is_told_and_not_granted() {
    let made = made_with(&["lambda:CreateFunction"], &[FUNCTION], &[], Guards::All).unwrap();
    let needs: Vec<_> = made.also_needed.iter().map(|also| also.needs.as_str()).collect();
    assert!(needs.contains(&"iam:PassRole"), "{needs:?}");
    assert!(!written(&made).contains("PassRole"));
}

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
fn every_action_of_the_catalogue_is_granted_as_it_should_be_or_refused_with_help() {
    let (mut clean, mut wrong) = (0, Vec::new());
    for action in Catalog::embedded().actions() {
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
    assert!(clean > 21_000, "{clean}");
}
