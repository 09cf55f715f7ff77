//! A region in a condition that does not exist.

use policy::tree::{ConditionEntry, Literal, Operator, OperatorType, Spanned, Statement};
use policy::write::quote;
use policy::{Fix, Severity};

use crate::arns::nearest_regions;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-region",
    aliases: &["INVALID_REGION"],
    summary: "a condition compares with a region that does not exist",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
A condition on a region that does not exist never holds; negated, it always does. Nothing tells its author. Regions are written as their codes.
",
    fix: r"
Write the code of the region, such as `eu-central-1`.
",
    references: &["https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html"],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": { "StringEquals": { "aws:RequestedRegion": ["us-east-11", "eu-west-1", "Frankfurt"] } }
                                                           ^^^^^^^^^^^^ there is no region `us-east-11`
                                                                                      ^^^^^^^^^^^ there is no region `Frankfurt`
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "ec2:*", "Resource": "*",
  "Condition": { "StringNotLikeIfExists": { "ec2:region": "eu-centrall-1" } }
                                                          ^^^^^^^^^^^^^^^ there is no region `eu-centrall-1`
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Deny", "Action": "s3:*", "Resource": "*",
  "Condition": { "StringNotLike": { "aws:RequestedRegion": ["eu-*", "us-gov-west-1", "${aws:PrincipalTag/region}"] } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": { "Null": { "aws:RequestedRegion": "false" }, "StringEquals": { "aws:PrincipalTag/region": "north" } }
}
"#,
    ],
    run: Run::Condition(run),
};

/// The keys whose values are codes of regions.
///
/// Sources: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>,
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>
const KEYS: [&str; 19] = [
    "account:TargetRegion",
    "aws:RequestedRegion",
    "batch:AWSLogsRegion",
    "cloudformation:TargetRegion",
    "dsql:WitnessRegion",
    "ec2:Region",
    "ec2:VpceServiceRegion",
    "ec2:VpceSupportedRegion",
    "identitystore:PrimaryRegion",
    "kms:PrimaryRegion",
    "kms:ReplicaRegion",
    "observabilityadmin:CentralizationBackupRegion",
    "observabilityadmin:CentralizationDestinationRegion",
    "observabilityadmin:CentralizationSourceRegions",
    "s3:destinationRegion",
    "secretsmanager:AddReplicaRegions",
    "secretsmanager:SecretPrimaryRegion",
    "ses:ReplicaRegion",
    "sso:PrimaryRegion",
];

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let is_text = operator.value.name.is_some_and(|name| name.value_type() == OperatorType::String);
    if !is_text || !KEYS.iter().any(|key| entry.key.value.is(key)) {
        return;
    }
    let catalog = cx.catalog;
    for value in &entry.values {
        let Literal::String(region) = &value.value else { continue };
        if region.contains(['*', '?', '$']) || catalog.region(region).is_some() {
            continue;
        }
        let near = if cx.may_search() { nearest_regions(catalog, region, "") } else { Vec::new() };
        let finding = cx.report(value.span, format!("there is no region `{region}`"));
        match near.as_slice() {
            [] => {}
            [one] => {
                finding.help(format!("did you mean `{one}`?")).fix(Fix::risky(
                    format!("replace it by `{one}`, so that requests to it meet the condition"),
                    value.span,
                    quote(one),
                ));
            }
            several => {
                let list = several.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
                finding.help(format!("did you mean {list}?"));
            }
        }
    }
}
