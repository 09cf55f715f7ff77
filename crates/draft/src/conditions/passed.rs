//! What is granted for the sake of a call only: to which services roles are passed, by which calls tags are given.

use std::collections::BTreeSet;

use catalog::Action;

use crate::Demand;

pub(crate) const PASS_ROLE: &str = "iam:PassRole";

/// Without it, a role could be handed to any service.
pub(crate) fn passed_to(services: &[&str]) -> Demand {
    Demand {
        operator: "StringEquals".to_owned(),
        key: "iam:PassedToService".to_owned(),
        values: services.iter().map(|service| (*service).to_owned()).collect(),
    }
}

/// Without it, tags of what exists could be changed, on which the permissions of others may hang; none where the service has no such key.
///
/// Source: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html>, and the same page of other services
pub(crate) fn created_by(tagging: Action<'_>, events: &BTreeSet<&str>) -> Option<Demand> {
    let key = tagging.condition_key(&format!("{}:CreateAction", tagging.service().prefix()))?;
    Some(Demand {
        operator: "StringEquals".to_owned(),
        key: key.name().to_owned(),
        values: events.iter().map(|event| (*event).to_owned()).collect(),
    })
}
