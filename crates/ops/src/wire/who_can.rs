//! Which policies allow an action, on the wire.

use schemars::JsonSchema;
use serde::Serialize;

use super::{PolicyType, WitnessRequest, Worlds};

/// Which policies allow an action, where and when
#[derive(Debug, Serialize, JsonSchema)]
pub struct WhoCanDo {
    pub action: String,
    pub resource: Option<String>,
    /// Which requests were looked at
    pub worlds: Worlds,
    /// Policies that allow it, or of which it is not known
    pub policies: Vec<PolicyAccess>,
    /// How many of these there are in all
    pub total: usize,
    /// Whether more follow
    pub truncated: bool,
    /// How many policies allow nothing of it: proved
    pub without: usize,
    /// How many of those listed are broken, so that it is not known what they allow
    pub unreadable: usize,
    /// Policies of kinds that grant nothing and only limit
    pub limiting: Vec<String>,
}

/// What one policy allows of it, by itself
#[derive(Debug, Serialize, JsonSchema)]
pub struct PolicyAccess {
    /// The file, with the place in it where it holds several
    pub policy: String,
    pub kind: PolicyType,
    /// The callers that the policy names, in words; none where it allows whoever it is attached to
    pub who: Vec<String>,
    /// What is allowed, region by region
    pub regions: Vec<AccessRegion>,
    /// Whether the regions are all there are
    pub complete: bool,
    /// Why more may be allowed, in sentences
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<String>,
}

/// Requests that are allowed for the same reasons
#[derive(Debug, Serialize, JsonSchema)]
pub struct AccessRegion {
    pub actions: Vec<String>,
    /// Which resources, in words
    pub resources: String,
    /// Under which conditions, in words; empty if there is none
    pub conditions: String,
    /// Which callers, in words; empty if it does not matter
    pub caller: String,
    /// All of it in one sentence
    pub text: String,
    /// One of the requests
    pub witness: WitnessRequest,
}

impl PolicyAccess {
    /// A policy of which it is not known what it allows.
    pub fn unknown(policy: String, kind: PolicyType, why: String) -> Self {
        Self { policy, kind, who: Vec::new(), regions: Vec::new(), complete: false, unknown: vec![why] }
    }
}
