//! A resource-based policy longer than its service takes.

use policy::tree::{Policy, PolicyKind};
use policy::{Glob, Severity};

use crate::{Category, Check, Cx, Run, size};

pub(super) const CHECK: Check = Check {
    id: "policy-size-exceeds-resource-policy-quota",
    aliases: &["POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA"],
    summary: "a resource-based policy is larger than the service takes",
    category: Category::Validity,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
Each service has a limit of its own: 20,480 bytes for the policy of an S3 bucket, a Lambda function or a secret, 30,720 of an SNS topic, 32,768 of a KMS key, 10,240 of an ECR repository, 8,192 of an SQS queue. White space counts.
Which it is follows from the type of the resource, or else from the actions if they are all of one service.
",
    fix: r"
Take out white space, join statements, or test a condition such as `aws:PrincipalOrgID` in place of many principals.
",
    references: &[
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html",
        "https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html",
    ],
    flagged: &[
        r#"
# as resource AWS::S3::Bucket
{
^ the policy has 20545 bytes with white space, the policy of an S3 bucket may have 20480
  "Version": "2012-10-17",
  "Statement": { "Sid": "(20400 letters)", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*" }
}
"#,
        r#"
# as resource
{
^ the policy has 8231 bytes with white space, the policy of an SQS queue may have 8192
  "Version": "2012-10-17",
  "Statement": { "Sid": "(8100 letters)", "Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*" }
}
"#,
    ],
    clean: &[r#"
# as resource AWS::S3::Bucket
{
  "Version": "2012-10-17",
  "Statement": { "Sid": "(20300 letters)", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*" }
}
"#],
    run: Run::Policy(run),
};

/// The type of the resource, the service's prefix, the quota in the catalogue, and what has it.
const QUOTAS: &[(&str, &str, &str, &str)] = &[
    ("AWS::ECR::Repository", "ecr", "ecr-repository-policy.size", "the policy of an ECR repository"),
    ("AWS::KMS::Key", "kms", "kms-key-policy.size", "the policy of a KMS key"),
    ("AWS::Lambda::Function", "lambda", "lambda-function-policy.size", "the policy of a Lambda function"),
    ("AWS::S3::Bucket", "s3", "s3-bucket-policy.size", "the policy of an S3 bucket"),
    ("AWS::SNS::Topic", "sns", "sns-topic-policy.size", "the policy of an SNS topic"),
    ("AWS::SQS::Queue", "sqs", "sqs-queue-policy.size", "the policy of an SQS queue"),
    (
        "AWS::SecretsManager::Secret",
        "secretsmanager",
        "secretsmanager-resource-policy.size",
        "the policy of a secret",
    ),
];

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if cx.kind != PolicyKind::Resource {
        return;
    }
    let row = match cx.resource_type {
        Some(kind) => QUOTAS.iter().find(|row| row.0 == kind),
        None => only_service(policy).and_then(|service| QUOTAS.iter().find(|row| service.matches(row.1))),
    };
    if let Some((_, _, quota, what)) = row {
        size::report_if_over(cx, quota, what);
    }
}

/// The service of all actions, if there is one.
fn only_service(policy: &Policy) -> Option<&Glob> {
    let lists =
        policy.statements.iter().map(|statement| statement.actions().iter().chain(statement.not_actions()));
    let mut services = lists.flatten().map(|action| action.value.service());
    let first = services.next()??;
    let is_only =
        !first.has_wildcard() && services.all(|service| service.is_some_and(|it| it.equivalent(first)));
    is_only.then_some(first)
}
