//! What actions give their holder together.

use catalog::{ActionSet, Catalog};
use schemars::JsonSchema;
use serde::Serialize;

use crate::wire::Severity;

/// Actions that give their holder more than a policy says
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Escalation {
    /// All of them are needed
    pub(crate) actions: Vec<String>,
    /// What they let the holder do, if their resources are left to it
    pub(crate) gain: String,
    pub(crate) severity: Severity,
}

/// The ways to more permissions whose every step is among the actions.
pub(crate) fn escalations(actions: &ActionSet, catalog: &Catalog) -> Vec<Escalation> {
    let is_there = |step: &str| catalog.action(step).is_some_and(|action| actions.contains(action.id()));
    let severity = lint::find("privilege-escalation").map_or(policy::Severity::High, |check| check.severity);
    let complete =
        lint::escalation_paths().iter().filter(|path| path.steps.iter().all(|step| is_there(step)));
    let told = complete.map(|path| Escalation {
        actions: path.steps.iter().map(|step| (*step).to_owned()).collect(),
        gain: path.gain.to_owned(),
        severity: severity.into(),
    });
    told.collect()
}
