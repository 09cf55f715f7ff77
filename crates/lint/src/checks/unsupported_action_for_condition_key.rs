//! A condition key next to an action that does not know it.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, Spanned, Statement};

use crate::condition_keys::provider_claim;
use crate::key_support::{allows_absence, named_actions, report};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "unsupported-action-for-condition-key",
    aliases: &["UNSUPPORTED_ACTION_FOR_CONDITION_KEY"],
    summary: "an action of the statement does not know the condition key",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Requests carry a key of a service only for the actions that the service authorization reference lists it for. For the others the condition never holds, or, if it is negated, always: an `Allow` grants them in no case, or in every.
Actions with wildcards are not looked at. `IfExists` says that the key may be absent, so the check is silent there; and so it is for AWS Marketplace, whose keys the reference does not list in full, and for keys that it lists with no action at all.
",
    fix: r"
Give the actions that do not know the key a statement of their own.
",
    references: &[
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": ["arn:aws:s3:::acme-logs", "arn:aws:s3:::acme-logs/*"],
  "Condition": { "StringLike": { "s3:prefix": "home/*" } }
                                 ^^^^^^^^^^^ AWS does not list `s3:prefix` for `s3:GetObject`
}
"#,
        r#"
{
  "Effect": "Allow", "Action": ["iam:PassRole", "ec2:RunInstances"], "Resource": "*",
  "Condition": { "StringEquals": { "iam:PassedToService": "ec2.amazonaws.com" } }
                                   ^^^^^^^^^^^^^^^^^^^^^ AWS does not list `iam:PassedToService` for `ec2:RunInstances`
}
"#,
    ],
    clean: &[
        r#"
# as resource AWS::KMS::Key
{
  "Effect": "Allow", "Principal": { "AWS": "*" }, "Resource": "*",
  "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:DescribeKey"],
  "Condition": { "StringEquals": { "kms:CallerAccount": "111122223333", "kms:ViaService": "s3.us-east-1.amazonaws.com" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": ["s3:GetObject", "dynamodb:GetItem"], "Resource": "*",
  "Condition": { "ArnEquals": { "lambda:SourceFunctionArn": "arn:aws:lambda:us-east-1:111122223333:function:f" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": ["s3:ListBucket", "s3:ListBucketVersions", "s3:Get*"], "Resource": "arn:aws:s3:::acme-logs",
  "Condition": { "StringLike": { "s3:prefix": "home/*" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": ["ec2:RunInstances", "ec2:DescribeInstances"], "Resource": "*",
  "Condition": { "StringEqualsIfExists": { "ec2:InstanceType": "t3.micro" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "iottwinmaker:GetEntity", "Resource": "arn:aws:iottwinmaker:*:*:workspace/*",
  "Condition": { "ForAnyValue:StringEquals": { "iottwinmaker:linkedServices": "IOTSITEWISE" } }
}
"#,
        r#"
# as trust
{
  "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"], "Principal": { "AWS": "arn:aws:iam::111122223333:root" },
  "Condition": { "StringEquals": { "sts:ExternalId": "a1b2" } }
}
"#,
    ],
    run: Run::Condition(run),
};

/// What one call of `sts:AssumeRole` asks for besides: all are decided with the keys of that call.
const IN_ONE_CALL: [&str; 3] = ["TagSession", "SetSourceIdentity", "SetContext"];

/// Services whose guides use keys with actions that the reference does not list.
///
/// Source: <https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html>
const NOT_IN_FULL: [&str; 1] = ["aws-marketplace"];

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let key = &entry.key.value;
    let is_of_service = key.prefix().is_some_and(|prefix| {
        !prefix.eq_ignore_ascii_case("aws")
            && !prefix.eq_ignore_ascii_case("saml")
            && provider_claim(key).is_none()
            && !NOT_IN_FULL.iter().any(|service| prefix.eq_ignore_ascii_case(service))
    });
    if !is_of_service || statement.actions().is_empty() || allows_absence(&operator.value, entry) {
        return;
    }
    let Some(known) = cx.catalog.condition_key(&key.text) else { return };
    // Some keys the reference describes without a word on the actions that carry them.
    if known.actions().len() == 0 {
        return;
    }
    let actions = named_actions(cx, statement, |action| {
        let rides_along = action.service().prefix() == "sts" && IN_ONE_CALL.contains(&action.name());
        !rides_along && !known.actions().any(|listed| listed.id() == action.id())
    });
    // Some keys of services tell where the caller's credentials come from, whatever the action.
    if !actions.is_empty() && cx.catalog.global_key(&key.text).is_none() {
        report(cx, operator, entry, &actions);
    }
}
