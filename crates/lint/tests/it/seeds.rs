//! Policies to begin with: the examples of every check, and some as AWS's guides show them.

use lint::{CHECKS, Options};
use policy::tree::PolicyKind;

pub(crate) struct Seed {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) options: Options,
}

/// The flagged examples of every check.
pub(crate) fn flagged() -> Vec<Seed> {
    let examples = CHECKS.iter().flat_map(|check| check.flagged.iter().map(|text| (check.id, *text)));
    examples.map(|(id, text)| example(id, text)).collect()
}

/// The clean examples of every check, and more.
pub(crate) fn clean() -> Vec<Seed> {
    let examples = CHECKS.iter().flat_map(|check| check.clean.iter().map(|text| (check.id, *text)));
    let own = OWN.iter().map(|text| ("seed", *text));
    examples.chain(own).map(|(id, text)| example(id, text)).collect()
}

/// An example without its lines of carets, with what its first line says of it.
fn example(name: &str, example: &str) -> Seed {
    let example = example.trim_matches('\n');
    let (words, example) =
        example.strip_prefix("# as ").and_then(|rest| rest.split_once('\n')).unwrap_or(("", example));
    let mut words = words.split(' ');
    let kind = words.next().and_then(|name| PolicyKind::ALL.into_iter().find(|kind| kind.name() == name));
    let mut options = Options { kind, ..Options::default() };
    match words.next() {
        Some("legacy") => options.legacy_scp = true,
        other => options.resource_type = other.map(str::to_owned),
    }
    let lines = example.lines().filter(|line| !line.trim_start().starts_with('^'));
    let mut text = lines.collect::<Vec<_>>().join("\n");
    if let Some((before, rest)) = text.split_once(" letters)")
        && let Some((before, count)) = before.rsplit_once('(')
    {
        text = format!("{before}{}{rest}", "x".repeat(count.parse().unwrap()));
    }
    if !text.contains("\"Statement\"") && !text.contains("\"Version\"") {
        text = format!(r#"{{"Version":"2012-10-17","Statement":{text}}}"#);
    }
    Seed { name: name.to_owned(), text, options }
}

const OWN: &[&str] = &[
    r#"{"Version":"2012-10-17","Statement":[
    {"Sid":"List","Effect":"Allow","Action":["s3:ListBucket","s3:GetBucketLocation"],"Resource":"arn:aws:s3:::reports",
     "Condition":{"StringLike":{"s3:prefix":["home/${aws:username}/*","public/*"]}}},
    {"Sid":"Own","Effect":"Allow","Action":["s3:GetObject","s3:PutObject","s3:Get*"],"Resource":["arn:aws:s3:::reports/home/${aws:username}/*","arn:aws:s3:::reports/public/*"]},
    {"Sid":"Late","Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2030-01-01T00:00:00Z"}}}]}"#,
    r#"{"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Action":["ec2:StartInstances","ec2:StopInstances"],"Resource":"arn:aws:ec2:*:111122223333:instance/*",
     "Condition":{"StringEquals":{"aws:ResourceTag/team":"${aws:PrincipalTag/team, 'none'}"},"IpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:db8::/32"]}}},
    {"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["team","cost"]},"Null":{"aws:TagKeys":"false"}}},
    {"Effect":"Deny","NotAction":["iam:*","sts:*"],"Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}]}"#,
    r#"{"Version":"2012-10-17","Statement":[
    {"Sid":"TlsOnly","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::data","arn:aws:s3:::data/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}},
    {"Sid":"Readers","Effect":"Allow","Principal":{"AWS":["111122223333","arn:aws:iam::444455556666:role/reader"]},"Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"},
    {"Sid":"Logs","Effect":"Allow","Principal":{"Service":"logging.s3.amazonaws.com"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::data/logs/*",
     "Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::source"},"StringEquals":{"aws:SourceAccount":"111122223333"}}}]}"#,
    r#"{"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Principal":{"Service":["ec2.amazonaws.com","lambda.amazonaws.com"]},"Action":"sts:AssumeRole"},
    {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/ann"},"Action":["sts:AssumeRole","sts:TagSession"],"Condition":{"StringLike":{"aws:RequestTag/team":"*"},"NumericLessThan":{"aws:MultiFactorAuthAge":["3600","900"]}}}]}"#,
    r#"{"Version":"2012-10-17","Statement":[
    {"Sid":"Keys","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"},
    {"Sid":"Use","Effect":"Allow","Principal":{"AWS":"*"},"Action":["kms:Decrypt","kms:Encrypt","kms:GenerateDataKey*"],"Resource":"*",
     "Condition":{"StringEquals":{"kms:CallerAccount":"111122223333","kms:ViaService":"s3.eu-west-1.amazonaws.com"}}}]}"#,
    r#"{"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Action":["dynamodb:GetItem","dynamodb:Query","dynamodb:*Item"],"Resource":["arn:aws:dynamodb:*:*:table/orders","arn:aws:dynamodb:eu-west-1:*:table/ord*"],
     "Condition":{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["${aws:userid}*"]}}},
    {"Effect":"Allow","NotAction":["iam:*","organizations:*"],"NotResource":["arn:aws:s3:::secret/*","arn:aws:s3:::secret"],
     "Condition":{"StringNotEquals":{"aws:RequestedRegion":["us-east-1","us-west-2"]},"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-a1b2c3d4e5/*"}}}]}"#,
    r#"{"Version":"2008-10-17","Statement":[
    {"Effect":"Allow","Action":["sns:Publish","SNS:Publish"],"Resource":"arn:aws:sns:us-east-1:111122223333:topic-${aws:username}"},
    {"Effect":"Allow","Action":"sns:Pub*","Resource":["arn:aws:sns:us-east-1:111122223333:topic-*","arn:aws:sns:*:111122223333:topic-a"]}]}"#,
];
