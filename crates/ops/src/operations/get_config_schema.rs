//! What may stand in a configuration?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::wire::JsonObject;
use crate::{Context, Effect, OpError, Operation, Response, Style, config, schema};

/// Prints the JSON Schema of `leastwise.yaml`
///
/// Before writing a configuration. With it an editor completes and explains what may stand there.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetConfigSchema {}

/// The schema of configurations
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ConfigSchema {
    /// JSON Schema 2020-12
    schema: JsonObject,
}

impl Operation for GetConfigSchema {
    const NAME: &'static str = "get_config_schema";
    const COMMAND: &'static [&'static str] = &["config", "schema"];
    const EFFECT: Effect = Effect::Read;
    type Response = ConfigSchema;

    fn run(self, _: &Context) -> Result<ConfigSchema, OpError> {
        Ok(ConfigSchema { schema: JsonObject(config::schema()) })
    }
}

impl Response for ConfigSchema {
    fn text(&self, _: Style) -> String {
        // An object of strings, numbers and objects can always be written.
        schema::pretty(&self.schema.0.clone().into()).unwrap_or_default()
    }
}
