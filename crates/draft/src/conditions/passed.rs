//! What is granted for the sake of a call only: to which services roles are passed, by which calls tags are given.

use std::collections::BTreeSet;

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

/// Without it, tags of what exists could be changed, on which the permissions of others may hang.
///
/// Source: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html>
pub(crate) fn created_by(events: &BTreeSet<&str>) -> Demand {
    Demand {
        operator: "StringEquals".to_owned(),
        key: "ec2:CreateAction".to_owned(),
        values: events.iter().map(|event| (*event).to_owned()).collect(),
    }
}
