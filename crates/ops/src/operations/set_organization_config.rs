//! From here on, this configuration.

use schemars::JsonSchema;
use serde::Deserialize;

use super::organization::{self, Set};
use crate::wire::Configuration;
use crate::{Context, Effect, OpError, Operation};

/// Sets the configuration that holds for the rest of this session
///
/// It holds for every request that brings no `config` of its own, in place of the server's file. A faulty one is refused with all
/// that is wrong in it, and changes nothing.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetOrganizationConfig {
    /// What `leastwise.yaml` or `iam-validator.yaml` may say: `{"checks": {"wildcard-resource": {"severity": "high"}}}`
    #[arg(value_name = "FILE")]
    config: Configuration,
}

impl Operation for SetOrganizationConfig {
    const NAME: &'static str = "set_organization_config";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::WritesState;
    type Response = Set;

    fn run(self, cx: &Context) -> Result<Set, OpError> {
        organization::set(&self.config, cx)
    }
}
