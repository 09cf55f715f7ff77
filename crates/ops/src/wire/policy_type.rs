//! Which kind of policy a document is, when the caller says.

use clap::ValueEnum;
use policy::tree::PolicyKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a policy is attached to, which decides its grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum PolicyType {
    #[serde(alias = "IDENTITY_POLICY")]
    Identity,
    #[serde(alias = "RESOURCE_POLICY")]
    Resource,
    /// A role's trust policy
    #[serde(alias = "TRUST_POLICY")]
    Trust,
    /// Service control policy
    #[serde(alias = "SERVICE_CONTROL_POLICY")]
    Scp,
    /// Resource control policy
    #[serde(alias = "RESOURCE_CONTROL_POLICY")]
    Rcp,
    /// Permissions boundary
    Boundary,
    Session,
    /// VPC endpoint policy
    Endpoint,
}

impl PolicyType {
    pub fn name(self) -> &'static str {
        PolicyKind::from(self).name()
    }
}

impl From<PolicyType> for PolicyKind {
    fn from(kind: PolicyType) -> Self {
        match kind {
            PolicyType::Identity => Self::Identity,
            PolicyType::Resource => Self::Resource,
            PolicyType::Trust => Self::Trust,
            PolicyType::Scp => Self::Scp,
            PolicyType::Rcp => Self::Rcp,
            PolicyType::Boundary => Self::Boundary,
            PolicyType::Session => Self::Session,
            PolicyType::Endpoint => Self::Endpoint,
        }
    }
}

impl From<PolicyKind> for PolicyType {
    fn from(kind: PolicyKind) -> Self {
        match kind {
            PolicyKind::Identity => Self::Identity,
            PolicyKind::Resource => Self::Resource,
            PolicyKind::Trust => Self::Trust,
            PolicyKind::Scp => Self::Scp,
            PolicyKind::Rcp => Self::Rcp,
            PolicyKind::Boundary => Self::Boundary,
            PolicyKind::Session => Self::Session,
            PolicyKind::Endpoint => Self::Endpoint,
        }
    }
}
