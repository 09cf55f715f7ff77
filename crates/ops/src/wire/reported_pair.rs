//! What a report says of two policies of one name.

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    Access, Category, Counts, Decision, DecisionCounts, DifferenceRegion, PolicyType, RiskCounts, Severity,
    TouchedCounts, UnusedCounts,
};

/// Policies of one name
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportedPair {
    pub name: String,
    /// Files as they were
    pub before: Vec<String>,
    /// Files as they are to be
    pub after: Vec<String>,
    pub kind: PolicyType,
    pub allowed_actions: ActionDelta,
    pub new_access: Access,
    /// The same without what is waived; absent if nothing is, or if there is no new access
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_access_beside_waivers: Option<Access>,
    pub removed_access: Access,
    /// What differs, region by region: first what is new
    pub regions: Vec<DifferenceRegion>,
    /// Whether the regions are all there are
    pub regions_complete: bool,
    pub resource_concreteness: ConcretenessChange,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replayed_usage: Option<RequestsChange>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cases: Option<RequestsChange>,
    pub high_risk: RiskChange,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub granted_but_unused: Option<UnusedChange>,
    pub statements: StatementsChange,
}

/// Which actions are allowed on something, before and after
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ActionDelta {
    pub counts: Counts,
    /// Newly allowed
    pub added: Vec<DeltaAction>,
    /// No longer allowed
    pub removed: Vec<DeltaAction>,
}

/// An action that only one side allows
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeltaAction {
    pub action: String,
    /// What it does to a resource, in AWS's classification
    pub level: String,
    /// Why it is sensitive, the gravest first
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<Category>,
    /// Where a statement allows it
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<StatementPlace>,
    /// The pattern of the waiver
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived_by: Option<String>,
}

/// Where a statement stands
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StatementPlace {
    pub path: String,
    /// Its Sid, or its number
    pub statement: String,
    pub line: usize,
    pub column: usize,
}

/// How concrete resources are, before and after
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ConcretenessChange {
    pub before: Concreteness,
    pub after: Concreteness,
}

/// How concrete the resources of grants are
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Concreteness {
    /// From 0 to 1; null if no action takes a resource
    pub ratio: Option<f64>,
    /// Actions that take a resource
    pub actions: usize,
    /// Those of them whose every resource is concrete
    pub concrete_actions: usize,
    /// Entries of `Resource` that are not, with how many actions they are granted for
    pub loose: Vec<LooseResource>,
}

/// An entry of `Resource` that names no one thing
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LooseResource {
    pub resource: String,
    pub actions: usize,
}

/// Requests decided before and after; those that fare alike are only counted
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequestsChange {
    pub counts: DecisionCounts,
    /// Those that fare otherwise, or are denied after, or not as expected
    pub requests: Vec<DecidedRequest>,
    /// What of the usage could not be decided, with the reason
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_replayed: Vec<NotReplayed>,
}

/// A request, before and after
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DecidedRequest {
    /// Of a case
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the case stands
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    pub principal: String,
    pub action: String,
    pub resource: String,
    /// The service that called for the principal
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// How often it was used
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    pub before: Decision,
    pub after: Decision,
    pub change: DecisionChange,
    /// The layers that stand in the way after
    pub blocked_by: Vec<String>,
    /// The decision that was expected
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// Whether the expectation holds after
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ok: Option<bool>,
    /// Why it is decided so after, in sentences
    pub reasons: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived_by: Option<String>,
}

/// What a change does to a request
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum DecisionChange {
    NewlyDenied,
    NewlyUnknown,
    NewlyAllowed,
    /// It was denied or not known before, and is denied or not known after
    Unchanged,
}

/// A use that was not decided
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NotReplayed {
    pub principal: String,
    pub action: String,
    pub why: String,
}

/// Sensitive actions and ways to more permissions, before and after
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RiskChange {
    pub counts: RiskCounts,
    /// By category; an action may be in several
    pub categories: Vec<CategoryChange>,
    /// Sensitive actions that are newly allowed
    pub added: Vec<DeltaAction>,
    pub paths_added: Vec<ReportedPath>,
    pub paths_removed: Vec<ReportedPath>,
}

/// The sensitive actions of a category
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CategoryChange {
    pub category: Category,
    pub counts: Counts,
}

/// Actions that give their holder more than a policy says
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportedPath {
    /// All of them are needed
    pub actions: Vec<String>,
    /// What they let the holder do, if their resources are left to it
    pub gain: String,
    pub severity: Severity,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived_by: Option<String>,
}

/// What is granted and was never used
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UnusedChange {
    pub counts: UnusedCounts,
    /// After: actions that are granted and were not used
    pub unused: Vec<UnusedGrant>,
}

/// An action that is granted and was not used
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnusedGrant {
    pub action: String,
    pub level: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived_by: Option<String>,
}

/// What became of the statements
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StatementsChange {
    pub counts: TouchedCounts,
    pub touched: Vec<TouchedStatement>,
}

/// A statement that is not as it was
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TouchedStatement {
    pub change: StatementChange,
    /// As it was
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<StatementPlace>,
    /// As it is to be
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<StatementPlace>,
    /// The elements that differ
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub elements: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum StatementChange {
    Added,
    Removed,
    Changed,
}

impl DecisionChange {
    pub fn name(self) -> &'static str {
        match self {
            Self::NewlyDenied => "newly denied",
            Self::NewlyUnknown => "newly unknown",
            Self::NewlyAllowed => "newly allowed",
            Self::Unchanged => "unchanged",
        }
    }

    /// What became of a request between two decisions.
    pub fn of(before: Decision, after: Decision) -> Self {
        match (before, after) {
            (Decision::Allowed, Decision::Unknown) => Self::NewlyUnknown,
            (Decision::Allowed, after) if after.is_denied() => Self::NewlyDenied,
            (before, Decision::Allowed) if before != Decision::Allowed => Self::NewlyAllowed,
            _ => Self::Unchanged,
        }
    }
}
