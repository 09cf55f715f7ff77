//! Which requests a proof is about.

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The requests that a proof is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Worlds {
    /// Those that AWS could send, as far as the catalogue tells: an action with a resource of its types and keys that come with it,
    /// from a caller whose keys fit it
    #[default]
    Aws,
    /// Any combination of action, resource and keys
    Any,
}

impl From<Worlds> for prove::Worlds {
    fn from(worlds: Worlds) -> Self {
        match worlds {
            Worlds::Aws => Self::Aws,
            Worlds::Any => Self::Any,
        }
    }
}
