//! From here on, the configuration of this text.

use schemars::JsonSchema;
use serde::Deserialize;

use super::organization::{self, Set};
use crate::wire::Configuration;
use crate::{Context, Effect, OpError, Operation};

/// Sets the configuration of this session from the text of a YAML file
///
/// As `set_organization_config`; what is wrong is told with its line and column.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LoadOrganizationConfigFromYaml {
    /// The text of a `leastwise.yaml` or `iam-validator.yaml`
    yaml_content: String,
}

impl Operation for LoadOrganizationConfigFromYaml {
    const NAME: &'static str = "load_organization_config_from_yaml";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::WritesState;
    type Response = Set;

    fn run(self, cx: &Context) -> Result<Set, OpError> {
        organization::set(&Configuration::Text(self.yaml_content), cx)
    }
}
