//! What each statement of a generated policy rests on.

use std::collections::BTreeSet;

use draft::{Draft, Grant};
use policy::tree::{Policy, Statement};
use schemars::JsonSchema;
use serde::Serialize;

use super::evidence::{basis, first_of};

/// What a statement rests on, in the order of the document
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct StatementEvidence {
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    /// The actions that its entries stand for, where some of these are beginnings of names
    #[serde(skip_serializing_if = "Vec::is_empty")]
    actions: Vec<String>,
    /// On which grounds its actions are granted; see `basis` of the evidence
    basis: Vec<String>,
    /// Calls that stand for its actions; one that stands for several counts for each
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    /// Ids of some of the events
    event_ids: Vec<String>,
}

/// Event ids shown for one statement.
const EVENT_IDS: usize = 3;

impl StatementEvidence {
    pub(super) fn of(statement: &Statement, draft: &Draft) -> Self {
        let grants = draft.ground_of(statement);
        let ids: BTreeSet<&str> =
            grants.iter().flat_map(|grant| grant.event_ids.iter().map(String::as_str)).collect();
        let grounds: BTreeSet<&str> = grants.iter().map(|grant| basis(&grant.basis)).collect();
        let actions: BTreeSet<&str> = if beginnings(statement).next().is_some() {
            grants.iter().map(|grant| grant.action.as_str()).collect()
        } else {
            BTreeSet::new()
        };
        let count = |sum: u64, grant: &&Grant| sum.saturating_add(grant.count);
        Self {
            sid: statement.sid.as_ref().map(|sid| sid.value.clone()),
            actions: actions.into_iter().map(str::to_owned).collect(),
            basis: grounds.into_iter().map(str::to_owned).collect(),
            count: grants.iter().fold(0, count),
            first: grants.iter().filter_map(|grant| grant.first).min().map(|time| time.to_string()),
            last: grants.iter().filter_map(|grant| grant.last).max().map(|time| time.to_string()),
            event_ids: ids.into_iter().take(EVENT_IDS).map(str::to_owned).collect(),
        }
    }
}

/// What a shortened policy may allow beyond its grants, in a line; none if it names all of its actions.
pub(super) fn shortened(policy: &Policy) -> Option<String> {
    let entries: BTreeSet<String> =
        policy.statements.iter().flat_map(beginnings).map(str::to_owned).collect();
    let entries: Vec<String> = entries.into_iter().collect();
    (!entries.is_empty()).then(|| {
        format!(
            "{} stand for granted actions alone today, and also for those that AWS may add under such names",
            first_of(&entries)
        )
    })
}

/// The entries of `Action` that are beginnings of names.
fn beginnings(statement: &Statement) -> impl Iterator<Item = &str> {
    statement.actions().iter().map(|action| action.value.as_str()).filter(|entry| entry.ends_with('*'))
}
