//! `iam:PassRole` where the sources of dependent actions are silent: read off the parameters of the operations.

use super::botocore::Client;
use super::facts::{Catalogue, Level};
use super::operations::{Answer, ResolvedClient};

const PASS_ROLE: &str = "iam:PassRole";

/// Services to which a role is the thing worked on, not one that is passed.
const ABOUT_ROLES: [&str; 2] = ["iam", "sts"];

/// What takes something away is told the role that it had.
const REMOVALS: [&str; 6] = ["Cancel", "Delete", "Deregister", "Detach", "Disassociate", "Remove"];

/// Adds an edge to each writing action that one operation with a role's ARN among its parameters needs.
///
/// AWS documents about a third of these; no source confirms the others, and the ground of the edge says so.
pub(crate) fn add(catalogue: &mut Catalogue, clients: &[Client], resolved: &[ResolvedClient]) {
    for (client, resolved) in clients.iter().zip(resolved) {
        for operation in
            client.operations.iter().filter(|operation| passes_role(operation.takes_role, &operation.name))
        {
            let Some(Answer::Actions(actions, _)) = resolved.operations.get(&operation.name) else {
                continue;
            };
            // Of several actions it is not known which one the role is for.
            let [action] = actions.as_slice() else {
                continue;
            };
            let Some((prefix, name)) =
                action.split_once(':').filter(|(prefix, _)| !ABOUT_ROLES.contains(prefix))
            else {
                continue;
            };
            let action = catalogue.services.get_mut(prefix).and_then(|service| service.actions.get_mut(name));
            if let Some(action) =
                action.filter(|action| matches!(action.level, Level::Write | Level::Permissions))
            {
                action.needs.entry(PASS_ROLE.to_owned()).or_insert("passrole-unverified");
            }
        }
    }
}

fn passes_role(takes_role: bool, operation: &str) -> bool {
    takes_role && !REMOVALS.iter().any(|verb| operation.starts_with(verb))
}
