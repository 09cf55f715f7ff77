//! The answer of a simulation.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{Deciding, Decision, Expectation};

/// Decisions, each with its reasons
#[derive(Debug, Serialize, JsonSchema)]
pub struct Simulated {
    pub cases: Vec<SimulatedCase>,
    /// All cases, also those that are not listed
    pub summary: SimulationSummary,
    /// How many cases there are in all
    pub total: usize,
    /// Whether more cases follow
    pub truncated: bool,
}

/// One request and what becomes of it
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SimulatedCase {
    pub name: String,
    /// Where the case stands: file, line and column
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Who asks, as it was given, or `anonymous`
    pub principal: String,
    pub action: String,
    pub resource: String,
    pub decision: Decision,
    /// The layers that deny, or that had to allow and did not: `scp`, `rcp`, `endpoint`, `resource`, `identity`, `boundary`, `session`
    pub blocked_by: Vec<String>,
    /// The decision that was expected
    pub expected: Option<Expectation>,
    /// The layers that were expected among those that block
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expected_blocked_by: Vec<String>,
    /// Whether the expectation holds; null without one
    pub ok: Option<bool>,
    /// Why, in sentences; the first says what decided
    pub reasons: Vec<String>,
    /// Condition keys that the request did not give but that follow from it
    #[schemars(with = "crate::wire::JsonObject")]
    pub filled: BTreeMap<String, Value>,
    /// Disputed points that the decision hangs on: read the other way, it would be another
    pub hangs_on: Vec<String>,
    /// Of a request with wildcards: how many of what they stand for are allowed
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<Answers>,
    /// With `explain`: every layer, every statement, and why it applies or not
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub layers: Vec<ExplainedLayer>,
    #[serde(skip)]
    pub deciding: Deciding,
}

/// How what the wildcards of a request stand for fares
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answers {
    pub allowed: Extent,
    /// Actions that the pattern stands for; those that cannot be done to the resource are left out
    pub actions: usize,
    /// Actions of these that are allowed on every resource asked for
    pub actions_allowed: usize,
    /// One request that is allowed
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example_allowed: Option<ExampleRequest>,
    /// One that is denied
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example_denied: Option<ExampleRequest>,
}

/// How many
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Extent {
    All,
    Some,
    None,
    Unknown,
}

/// One request of those that wildcards stand for
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExampleRequest {
    pub action: String,
    pub resource: String,
    pub decision: Decision,
}

/// Policies of one kind
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExplainedLayer {
    pub layer: String,
    pub policies: Vec<ExplainedPolicy>,
}

/// A policy, statement by statement
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExplainedPolicy {
    pub name: String,
    /// The level of the organization
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    pub statements: Vec<ExplainedStatement>,
}

/// A statement, and whether it applies
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExplainedStatement {
    /// Its Sid, or its number
    pub statement: String,
    /// File, line and column
    pub place: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<String>,
    pub applies: Applies,
    /// The element that fails
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Whether a statement applies
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Applies {
    Yes,
    No,
    Unknown,
}

/// Counts of all cases
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SimulationSummary {
    pub cases: usize,
    /// Cases whose expectation holds
    pub passed: usize,
    /// Cases whose expectation does not hold
    pub failed: usize,
    /// Cases without an expectation
    pub unchecked: usize,
    /// How many cases are decided how
    pub decisions: Decisions,
}

/// Cases by decision
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct Decisions {
    pub allowed: usize,
    pub explicitly_denied: usize,
    pub implicitly_denied: usize,
    pub unknown: usize,
}

impl SimulationSummary {
    pub fn add(&mut self, case: &SimulatedCase) {
        self.cases += 1;
        match case.ok {
            Some(true) => self.passed += 1,
            Some(false) => self.failed += 1,
            None => self.unchecked += 1,
        }
        let decisions = &mut self.decisions;
        match case.decision {
            Decision::Allowed => decisions.allowed += 1,
            Decision::ExplicitlyDenied => decisions.explicitly_denied += 1,
            Decision::ImplicitlyDenied => decisions.implicitly_denied += 1,
            Decision::Unknown => decisions.unknown += 1,
        }
    }
}

impl SimulatedCase {
    /// The decision, and what was expected if that is another.
    pub fn verdict(&self) -> String {
        let decision = self.found();
        match self.ok {
            Some(false) => format!("{decision}, {}", self.expectation()),
            _ => decision.to_owned(),
        }
    }

    /// The decision, which of a request with wildcards may be one for some of them.
    pub fn found(&self) -> &'static str {
        let is_some = self.answers.as_ref().is_some_and(|answers| answers.allowed == Extent::Some);
        if is_some { "Allowed for some" } else { self.decision.name() }
    }

    /// `expected Allowed`.
    pub fn expectation(&self) -> String {
        let decision = self.expected.map(|expected| expected.name().to_owned());
        let layers = (!self.expected_blocked_by.is_empty())
            .then(|| format!("blocked by {}", self.expected_blocked_by.join(" and ")));
        format!("expected {}", decision.into_iter().chain(layers).collect::<Vec<_>>().join(" "))
    }
}
