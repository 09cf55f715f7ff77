//! To which services roles are passed.

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
