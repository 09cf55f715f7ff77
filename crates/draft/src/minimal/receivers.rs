//! Which service gets the role that a call hands over.

use catalog::{Action, Catalog};

/// Services whose roles are taken by a principal of another name, or by several, so that the action does not tell which.
///
/// Source: the user guides of the services, on the trust policies of their roles.
const OTHERWISE: &[(&str, Option<&str>)] = &[
    ("apprunner", None),
    ("autoscaling", None),
    ("batch", None),
    ("ecs", Some("ecs-tasks.amazonaws.com")),
    ("elasticmapreduce", None),
    ("rds", None),
];

/// The principal that gets the role, if the action hands one over and there is only one that it can be.
pub(super) fn receiver(action: Action<'_>, catalog: &Catalog) -> Option<String> {
    action.needs().find(|need| is_pass_role(need.action))?;
    let prefix = action.service().prefix();
    let principal = match OTHERWISE.iter().find(|(known, _)| *known == prefix) {
        Some((_, principal)) => (*principal)?.to_owned(),
        None => format!("{prefix}.amazonaws.com"),
    };
    catalog.is_service_principal(&principal).then_some(principal)
}

pub(super) fn is_pass_role(action: Action<'_>) -> bool {
    action.service().prefix() == "iam" && action.name() == "PassRole"
}
