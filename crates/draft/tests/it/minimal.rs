//! The smallest policies: what each request grants, what is refused, and what the checks say of it.

use catalog::Catalog;
use draft::Demand;
use draft::minimal::{Guards, Minimal, Refusal, Wanted, minimal};
use policy::tree::PolicyKind;
use policy::{Document, Format, Limits, Style, write};
use serde_json::{Value, json};

pub(crate) fn made_with(
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

pub(crate) fn written(made: &Minimal) -> String {
    write(&made.policy.to_node(), Style::default())
}

/// What stands in each statement: actions, resources, and the conditions as `OPERATOR:KEY=VALUE`.
pub(crate) type Granted = (Vec<String>, Vec<String>, Vec<String>);

pub(crate) fn granted(made: &Minimal) -> Vec<Granted> {
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

pub(crate) fn findings(made: &Minimal) -> Vec<String> {
    let read = Document::read("made", written(made).as_bytes(), Some(Format::Json), &Limits::default());
    let options = lint::Options { kind: Some(PolicyKind::Identity), ..lint::Options::default() };
    let report = lint::lint(&read, Catalog::embedded(), &options);
    report.diagnostics.iter().map(|found| found.id.to_owned()).collect()
}

pub(crate) const BUCKET: &str = "arn:aws:s3:::acme-in";
pub(crate) const OBJECTS: &str = "arn:aws:s3:::acme-in/*";
pub(crate) const TABLE: &str = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders";
pub(crate) const INDEX: &str = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/by-day";
pub(crate) const QUEUE: &str = "arn:aws:sqs:eu-west-1:111122223333:orders";
pub(crate) const ROLE: &str = "arn:aws:iam::111122223333:role/app";
pub(crate) const FUNCTION: &str = "arn:aws:lambda:eu-west-1:111122223333:function:thumbs";
pub(crate) const PARTNER: &str = "arn:aws:iam::444455556666:role/partner";
pub(crate) const GROUP: &str = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/thumbs";
pub(crate) const STREAM: &str =
    "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/thumbs:log-stream:*";
pub(crate) const TLS: &str = "Bool:aws:SecureTransport=true";
pub(crate) const OURS: &str = "StringEquals:aws:ResourceAccount=111122223333";

pub(crate) fn check(
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

pub(crate) fn sids_are_valid(made: &Minimal) {
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
pub(crate) fn notes_are_true(made: &Minimal) {
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
        &[(&["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], &[&both], &[])],
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
            (&["lambda:CreateFunction"], &[FUNCTION], &[]),
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
    // The account of AWS's own document is none of ours, and two accounts are not one.
    let instance = "arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d4e5f67890";
    let document = "arn:aws:ssm:eu-west-1::document/AWS-RunPatchBaseline";
    check(
        &["ssm:SendCommand"],
        &[document, instance],
        &[],
        &[(&["ssm:SendCommand"], &[document, instance], &[])],
    );
    let theirs = "arn:aws:sqs:eu-west-1:444455556666:orders";
    check(&["sqs:SendMessage"], &[QUEUE, theirs], &[], &[(&["sqs:SendMessage"], &[QUEUE, theirs], &[TLS])]);
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
    let starless = notes(&["s3:ListBucket"], &[BUCKET, "*"], &[]);
    assert!(starless.contains("`*` is left out"), "{starless}");
    let permits = notes(&["s3:PutBucketPolicy"], &[BUCKET], &[]);
    assert!(permits.contains("change who may use"), "{permits}");
    let partly =
        notes(&["s3:GetObject", "s3:ListBucket"], &[BUCKET, OBJECTS], &[("StringLike", "s3:prefix", "a/*")]);
    assert!(partly.contains("`s3:prefix` does not limit `S3Read`"), "{partly}");
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
fn what_is_needed_as_well_is_told_and_not_granted() {
    let made = made_with(&["lambda:CreateFunction"], &[FUNCTION], &[], Guards::All).unwrap();
    let needs: Vec<_> = made.also_needed.iter().map(|also| also.needs.as_str()).collect();
    assert!(needs.contains(&"iam:PassRole"), "{needs:?}");
    assert!(!written(&made).contains("PassRole"));
}
