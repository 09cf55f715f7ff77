//! What one side of a comparison allows and the other does not, on the wire.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{PolicyType, Worlds};

/// What each of two sides allows and the other does not
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Compared {
    /// The differences in one line
    pub summary: String,
    /// Actions that the new side allows in some case in which the old one does not
    pub added_actions: Vec<String>,
    /// Actions that the old side allows in some case in which the new one does not
    pub removed_actions: Vec<String>,
    /// Resources on which the new side allows something that the old one does not
    pub added_resources: Vec<String>,
    /// Resources on which the old side allows something that the new one does not
    pub removed_resources: Vec<String>,
    /// How many conditions each side has
    pub condition_changes: ConditionCounts,
    /// Statements of one Sid whose effect differs
    pub effect_changes: Vec<EffectChange>,
    #[serde(rename = "newAccess")]
    pub new_access: Access,
    #[serde(rename = "removedAccess")]
    pub removed_access: Access,
    /// The differences region by region: first the new ones
    pub regions: Vec<DifferenceRegion>,
    /// Whether the regions are all there are
    #[serde(rename = "regionsComplete")]
    pub regions_complete: bool,
    /// Which requests the answer is about
    pub worlds: Worlds,
    /// The kind of the policies; null where whole decisions are compared
    pub kind: Option<PolicyType>,
    /// What is to be known beside the answer
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// Conditions of all statements
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct ConditionCounts {
    pub policy_a_conditions: usize,
    pub policy_b_conditions: usize,
}

/// A statement that allows on one side and denies on the other
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EffectChange {
    pub sid: String,
    pub policy_a: String,
    pub policy_b: String,
}

/// Whether there is a request that one side allows and the other does not
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Access {
    pub verdict: AccessVerdict,
    /// Such a request, the plainest that was found; the evaluator has decided it on both sides
    pub witness: Option<WitnessRequest>,
    /// Why, in sentences: of a witness what decides, of an unknown what stood in the way
    pub why: Vec<String>,
    /// The statements that decide the witness on each side
    pub decided_by: DecidedBy,
    /// A request outside of those that AWS sends as far as the catalogue tells; only looked for if there is none among them
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beyond_catalogue: Option<WitnessRequest>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum AccessVerdict {
    /// It is proved that there is no such request
    None,
    /// There is one
    Witness,
    /// Neither was shown
    Unknown,
}

/// A request
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WitnessRequest {
    pub principal: String,
    pub action: String,
    pub resource: String,
    /// Condition keys with a value, or with a list of values
    #[schemars(with = "crate::wire::JsonObject")]
    pub context: BTreeMap<String, Value>,
    /// Condition keys that the request must not have
    pub absent: Vec<String>,
}

/// Statements of both sides
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct DecidedBy {
    pub new: Vec<DecidingStatement>,
    pub old: Vec<DecidingStatement>,
}

/// A statement, and what it has to do with a request
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DecidingStatement {
    /// What the policy is called
    pub policy: String,
    /// The statement's Sid, or its number
    pub statement: String,
    /// Its position in the policy, from 0
    pub index: usize,
    /// The file, or the name of the text
    pub path: String,
    pub line: usize,
    pub column: usize,
    pub says: Says,
    /// The element that fails, where the statement would have allowed
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(inline)]
pub enum Says {
    Allows,
    Denies,
    /// It allows, but not this request
    WouldAllow,
    /// It denies, but not this request
    WouldDeny,
    Unknown,
}

/// Requests that differ in the same way
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DifferenceRegion {
    pub change: Change,
    pub actions: Vec<String>,
    /// Of which resources, in words
    pub resources: String,
    /// Under which conditions, in words; empty if there is none
    pub conditions: String,
    /// Of which callers, in words; empty if it does not matter
    pub caller: String,
    /// All of it in one sentence
    pub text: String,
    /// One of the requests
    pub witness: WitnessRequest,
}

/// Whether access is gained or lost, or is there at all
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Change {
    New,
    Removed,
    Granted,
}

impl Change {
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Removed => "removed",
            Self::Granted => "granted",
        }
    }
}
