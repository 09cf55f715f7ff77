//! What a refresh must not do to a catalogue: signs that the source, not AWS, has changed.

use std::fmt;

use super::document::ServiceDocument;
use super::overlay::Outcome;
use crate::facts::Facts;

/// Why a refresh is not taken; the catalogue stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    reasons: Vec<String>,
}

/// The services that most policies are about: none of them can have lost half of its actions.
const LARGE_SERVICES: [&str; 40] = [
    "acm",
    "apigateway",
    "athena",
    "autoscaling",
    "backup",
    "bedrock",
    "cloudformation",
    "cloudfront",
    "cloudtrail",
    "cloudwatch",
    "codebuild",
    "cognito-idp",
    "config",
    "dynamodb",
    "ec2",
    "ecr",
    "ecs",
    "eks",
    "elasticache",
    "elasticfilesystem",
    "elasticloadbalancing",
    "es",
    "events",
    "firehose",
    "glue",
    "guardduty",
    "iam",
    "kinesis",
    "kms",
    "lambda",
    "logs",
    "organizations",
    "rds",
    "route53",
    "s3",
    "sagemaker",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
];

impl Refusal {
    pub(super) fn new(reasons: Vec<String>) -> Self {
        Self { reasons }
    }

    /// What is wrong, one sentence each; there is at least one.
    pub fn reasons(&self) -> impl Iterator<Item = &str> {
        self.reasons.iter().map(String::as_str)
    }
}

/// Refuses what no week at AWS has ever done. A year brings about 3,000 new actions, 300 that go, and 120 that change
/// their level.
pub(super) fn check(
    before: &Facts,
    after: &Facts,
    documents: &[ServiceDocument],
    outcome: &Outcome,
) -> Result<(), Refusal> {
    let mut reasons = Vec::new();
    let (had, has) = (actions(before), actions(after));
    if has * 100 < had * 98 {
        reasons.push(format!("the actions would fall from {had} to {has}, by more than 2 %"));
    }
    if has > had * 3 / 2 + 1_000 {
        reasons.push(format!("the actions would rise from {had} to {has}"));
    }
    for document in documents.iter().filter(|document| LARGE_SERVICES.contains(&document.prefix.as_str())) {
        let known = before.services.iter().find(|service| service.prefix == document.prefix);
        let (had, has) = (known.map_or(0, |service| service.actions.len()), document.actions.len());
        if has == 0 || has * 2 < had {
            reasons.push(format!("`{}` would fall from {had} actions to {has}", document.prefix));
        }
    }
    if outcome.other_level > 20 && outcome.other_level * 10 > outcome.known {
        let (changed, known) = (outcome.other_level, outcome.known);
        reasons.push(format!("the access level of {changed} of {known} known actions would change"));
    }
    let told = documents.iter().flat_map(|document| &document.actions);
    let untold = told.clone().filter(|action| action.level.is_none()).count();
    let told = told.count();
    if untold * 10 > told {
        reasons.push(format!("{untold} of {told} actions have no access level"));
    }
    if reasons.is_empty() { Ok(()) } else { Err(Refusal::new(reasons)) }
}

fn actions(facts: &Facts) -> usize {
    facts.services.iter().map(|service| service.actions.len()).sum()
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reasons.join("; "))
    }
}

impl std::error::Error for Refusal {}
