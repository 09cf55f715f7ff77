//! The answer to a yes/no question about access, in the shape of Access Analyzer's custom policy checks and in ours.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Access, DifferenceRegion, PolicyType, Worlds};

/// Whether a check of access passes
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AccessCheck {
    pub result: CheckResult,
    /// The answer in one line
    pub message: String,
    /// The statements that allow what is not to be allowed
    pub reasons: Vec<CheckReason>,
    #[serde(flatten)]
    pub access: Access,
    /// What is allowed, region by region
    pub regions: Vec<DifferenceRegion>,
    /// Whether the regions are all there are
    #[serde(rename = "regionsComplete")]
    pub regions_complete: bool,
    /// Which requests the answer is about
    pub worlds: Worlds,
    /// The kind of the policies; null where whole decisions are asked for
    pub kind: Option<PolicyType>,
    /// What is to be known beside the answer
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
#[schemars(inline)]
pub enum CheckResult {
    /// Proved
    Pass,
    /// With a request that shows it
    Fail,
    /// Neither was shown
    Unknown,
}

/// A statement that allows what is not to be allowed
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CheckReason {
    pub description: String,
    /// Its position in the policy, from 0
    pub statement_index: usize,
    /// Its Sid
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement_id: Option<String>,
}

impl CheckResult {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::Fail => "FAIL",
            Self::Unknown => "UNKNOWN",
        }
    }
}
