//! What a generated policy rests on, and what it leaves out.

use draft::{DeniedUse, Generalised, Grant, Widening};
use schemars::JsonSchema;
use serde::Serialize;

/// One action that was used with authorization
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Evidence {
    action: String,
    /// What the policy allows it on
    resources: Vec<String>,
    /// Where that goes beyond what the log shows, and why
    widened: Vec<String>,
    /// Services through which the call came, beside those made directly
    via: Vec<String>,
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    /// `SOURCE:NAME` of the events
    events: Vec<String>,
    /// Ids of some of the events
    event_ids: Vec<String>,
}

/// An event that no action is known for
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct NotReplayed {
    event_source: String,
    event_name: String,
    reason: String,
    count: u64,
}

/// An action that was refused
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Denied {
    action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<String>,
    resources: Vec<String>,
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    /// Which policies denied, as far as the log says: `implicit-identity`, `explicit-scp` …
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<String>,
    /// Whether the same action was authorized at another time or on something else
    granted_otherwise: bool,
}

impl Evidence {
    pub(super) fn of(grant: &Grant) -> Self {
        Self {
            action: grant.action.clone(),
            resources: grant.resources.clone(),
            widened: grant.widened.iter().map(widening).collect(),
            via: grant.via.clone(),
            count: grant.count,
            first: grant.first.map(|time| time.to_string()),
            last: grant.last.map(|time| time.to_string()),
            events: grant.events.clone(),
            event_ids: grant.event_ids.clone(),
        }
    }

    /// A line for each way in which the policy allows more than the log shows.
    pub(super) fn notes(&self) -> impl Iterator<Item = String> + '_ {
        self.widened.iter().map(|why| format!("wider than the log: {}: {why}", self.action))
    }
}

impl NotReplayed {
    pub(super) fn of(event: &draft::NotReplayed) -> Self {
        Self {
            event_source: event.event_source.clone(),
            event_name: event.event_name.clone(),
            reason: event.why.name().to_owned(),
            count: event.count,
        }
    }

    pub(super) fn note(&self) -> String {
        let Self { event_source, event_name, reason, count } = self;
        format!("no action is known for {event_source}:{event_name} ({reason}, {})", times(*count))
    }
}

impl Denied {
    pub(super) fn of(denied: &DeniedUse) -> Self {
        Self {
            action: denied.action.clone(),
            via: denied.via.clone(),
            resources: denied.resources.clone(),
            count: denied.count,
            first: denied.first.map(|time| time.to_string()),
            last: denied.last.map(|time| time.to_string()),
            reasons: denied.reasons.iter().map(|reason| reason.name().into_owned()).collect(),
            granted_otherwise: denied.granted_otherwise,
        }
    }

    pub(super) fn note(&self) -> String {
        let why =
            if self.reasons.is_empty() { String::new() } else { format!(", {}", self.reasons.join(", ")) };
        format!("denied and not granted: {} ({}{why})", self.action, times(self.count))
    }
}

/// A pattern with the first of what it stands for.
fn generalised(told: &Generalised) -> String {
    const SHOWN: usize = 3;
    let Generalised { pattern, covers, also } = told;
    let first: Vec<_> = covers.iter().take(SHOWN).map(|entry| format!("`{entry}`")).collect();
    let more = covers.len().saturating_sub(SHOWN);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("`{pattern}` stands for {}{more} that were touched, and for {also}", first.join(", "))
}

fn widening(widening: &Widening) -> String {
    match widening {
        Widening::OneOfSeveral => "the log does not say which of several actions was asked for".to_owned(),
        Widening::NoResourceLogged => "the log names no resource".to_owned(),
        Widening::TooManyResources => "more resources were touched than usage keeps".to_owned(),
        Widening::TooManyUnder(stem) => format!("many resources begin with `{stem}`"),
        Widening::PartlyLogged(pattern) => format!("the log does not tell all of `{pattern}`"),
        Widening::Generalised(told) => generalised(told),
        Widening::TypeNotLogged(kind) => {
            format!("it also needs a resource of type `{kind}`, which the log does not name")
        }
    }
}

fn times(count: u64) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}
