//! Policies that were saved, with all of their versions.

use serde::{Deserialize, Serialize};

/// One version, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyVersion {
    /// From 1 on, without gaps.
    pub version: u64,
    pub saved_at: i64,
    /// Whose current policy it is, if anybody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    pub document: String,
}

/// A policy by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedPolicy {
    pub name: String,
    /// Oldest first, and never none.
    pub versions: Vec<PolicyVersion>,
}

impl SavedPolicy {
    pub fn newest(&self) -> Option<&PolicyVersion> {
        self.versions.last()
    }

    /// Whose current policy it is: as the newest version says.
    pub fn principal(&self) -> Option<&str> {
        self.newest()?.principal.as_deref()
    }
}
