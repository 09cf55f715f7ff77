//! What of an event depends on the call: its request, its answer and its resources.

use std::fmt::Write;

use super::calls::{Call, Shape};
use super::dice::Dice;
use super::record::Place;
use super::world::Account;

/// Request and answer.
pub(super) fn parameters(
    text: &mut String,
    call: &Call,
    place: &Place<'_>,
    role: Option<&str>,
    is_ok: bool,
    dice: &mut Dice,
) {
    let Place { account, region, .. } = place;
    let (partition, number) = (account.partition, &account.id);
    let nothing = r#","responseElements":null"#;
    match call.shape {
        Shape::Bare => put(text, format_args!(r#","requestParameters":null{nothing}"#)),
        Shape::Page => put(
            text,
            format_args!(
                r#","requestParameters":{{"maxResults":{},"nextToken":"{}","includeAll":false,"filterSet":{{}}}}{nothing}"#,
                dice.below(1000),
                if dice.in_thousand(300) { dice.base64(200) } else { String::new() }
            ),
        ),
        Shape::Named(member) => put(
            text,
            format_args!(
                r#","requestParameters":{{"{member}":"{}","dryRun":false}},"responseElements":{{"requestId":"{}","_return":true}}"#,
                thing(dice),
                dice.uuid()
            ),
        ),
        Shape::Arn(member, kind) => {
            let arn = format!("arn:{partition}:{}", kind.replacen(':', &format!(":{region}:{number}:"), 1));
            put(text, format_args!(r#","requestParameters":{{"{member}":"{arn}{}"}}{nothing}"#, thing(dice)));
        }
        Shape::Object => put(
            text,
            format_args!(
                r#","requestParameters":{{"bucketName":"{}","Host":"s3.{region}.amazonaws.com","key":"{}/{}/part-{:05}.parquet"{}}}{nothing}"#,
                thing(dice),
                thing(dice),
                place.day,
                dice.below(20_000),
                if dice.in_thousand(30) { r#","versionId":"3HL4kqtJlcpXroDTDmJ""# } else { "" }
            ),
        ),
        Shape::Bucket => put(
            text,
            format_args!(
                r#","requestParameters":{{"bucketName":"{}","Host":"s3.amazonaws.com","acl":""}}{nothing}"#,
                thing(dice)
            ),
        ),
        Shape::Key => put(
            text,
            format_args!(
                r#","requestParameters":{{"encryptionContext":{{"aws:s3:arn":"arn:{partition}:s3:::{}"}},"keyId":"arn:{partition}:kms:{region}:{number}:key/{}","encryptionAlgorithm":"SYMMETRIC_DEFAULT"}}{nothing}"#,
                thing(dice),
                key(dice)
            ),
        ),
        Shape::Table => put(
            text,
            format_args!(
                r#","requestParameters":{{"tableName":"{}","key":{{"id":"{}"}},"consistentRead":{}}}{nothing}"#,
                thing(dice),
                dice.uuid(),
                dice.in_thousand(500)
            ),
        ),
        Shape::AssumeRole => {
            let named = format!("arn:{partition}:iam::{number}:role/{}", thing(dice));
            let role = role.unwrap_or(&named);
            let answer = if is_ok {
                format!(
                    r#"{{"credentials":{{"accessKeyId":"ASIA{}","sessionToken":"{}","expiration":"Jan 2, 2026, 8:45:00 AM"}},"assumedRoleUser":{{"assumedRoleId":"AROA{}:s","arn":"arn:{partition}:sts::{number}:assumed-role/x/s"}}}}"#,
                    dice.capitals(16),
                    dice.base64(300),
                    dice.capitals(17)
                )
            } else {
                "null".to_owned()
            };
            put(
                text,
                format_args!(
                    r#","requestParameters":{{"roleArn":"{role}","roleSessionName":"s-{}","durationSeconds":3600}},"responseElements":{answer}"#,
                    dice.below(99)
                ),
            );
        }
        Shape::Instances => put(
            text,
            format_args!(
                r#","requestParameters":{{"instancesSet":{{"items":[{{"instanceId":"i-0{}"}},{{"instanceId":"i-0{}"}}]}},"filterSet":{{}}}}{nothing}"#,
                dice.hex(16),
                dice.hex(3)
            ),
        ),
        Shape::RunInstances => {
            put(
                text,
                format_args!(
                    r#","requestParameters":{{"instancesSet":{{"items":[{{"imageId":"ami-0{}","minCount":1,"maxCount":2}}]}},"instanceType":"m7g.large","blockDeviceMapping":{{}},"monitoring":{{"enabled":false}}}}"#,
                    dice.hex(4)
                ),
            );
            many(text, 3, dice);
        }
        Shape::Document => {
            let statement = r#"{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:PutObject\"],\"Resource\":\"arn:aws:s3:::bücher/*\"}"#;
            let body = vec![statement; 1 + dice.spread(12.0, 1.0).min(400)].join(",");
            put(
                text,
                format_args!(
                    r#","requestParameters":{{"name":"{}","document":"{{\"Version\":\"2012-10-17\",\"Statement\":[{body}]}}"}}{nothing}"#,
                    thing(dice)
                ),
            );
        }
        Shape::Large => {
            put(
                text,
                format_args!(
                    r#","requestParameters":{{"filterSet":{{"items":[{{"name":"vpc-id","valueSet":{{"items":[{{"value":"vpc-0{}"}}]}}}}]}}}}"#,
                    dice.hex(4)
                ),
            );
            let count = dice.spread(2.0, 1.4).min(120);
            many(text, count, dice);
        }
    }
}

/// A large answer of nested lists.
fn many(text: &mut String, count: usize, dice: &mut Dice) {
    text.push_str(r#","responseElements":{"itemSet":{"items":["#);
    for number in 0..count {
        let comma = if number > 0 { "," } else { "" };
        put(
            text,
            format_args!(
                r#"{comma}{{"instanceId":"i-0{}","state":{{"code":{},"name":"running"}},"score":-{}.5e-3,"tags":[{{"key":"Name","value":"{}"}}],"isLast":null,"placement":{{"availabilityZone":"eu-west-1b","tenancy":"default"}},"groups":[[],{{}},[{{"groupId":"sg-0{}"}}]]}}"#,
                dice.hex(16),
                dice.below(80),
                dice.below(99),
                thing(dice),
                dice.hex(4)
            ),
        );
    }
    text.push_str("]}}");
}

/// What the record lists as resources.
pub(super) fn resources(text: &mut String, call: &Call, place: &Place<'_>, dice: &mut Dice) {
    let Account { id, partition, .. } = place.account;
    match call.shape {
        Shape::Object | Shape::Bucket if dice.in_thousand(900) => {
            let bucket = thing(dice);
            let prefix = if dice.in_thousand(40) {
                format!(r#"{{"type":"AWS::S3::Object","ARNPrefix":"arn:{partition}:s3:::{bucket}/"}},"#)
            } else {
                format!(
                    r#"{{"type":"AWS::S3::Object","ARN":"arn:{partition}:s3:::{bucket}/{}/{}"}},"#,
                    thing(dice),
                    dice.below(5_000)
                )
            };
            put(
                text,
                format_args!(
                    r#","resources":[{prefix}{{"accountId":"{id}","type":"AWS::S3::Bucket","ARN":"arn:{partition}:s3:::{bucket}"}}]"#
                ),
            );
        }
        Shape::Key => put(
            text,
            format_args!(
                r#","resources":[{{"accountId":"{id}","type":"AWS::KMS::Key","ARN":"arn:{partition}:kms:{}:{id}:key/{}"}}]"#,
                place.region,
                key(dice)
            ),
        ),
        Shape::AssumeRole => put(
            text,
            format_args!(
                r#","resources":[{{"accountId":"{id}","type":"AWS::IAM::Role","ARN":"arn:{partition}:iam::{id}:role/{}"}}]"#,
                thing(dice)
            ),
        ),
        _ if dice.in_thousand(15) => text.push_str(r#","resources":null"#),
        _ => {}
    }
}

/// The name of something, one of some hundreds.
fn thing(dice: &mut Dice) -> String {
    let rank = dice.habit(9, 400);
    format!("{}-data-{rank}", ["acme", "orders", "logs", "billing", "media"][rank % 5])
}

fn key(dice: &mut Dice) -> String {
    format!("1234abcd-12ab-34cd-56ef-{:012}", dice.habit(3, 40))
}

pub(super) fn put(text: &mut String, what: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(what);
}
