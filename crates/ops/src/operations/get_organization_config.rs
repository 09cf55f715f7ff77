//! Which configuration holds?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::organization::{Applied, digest};
use crate::context::ConfigSource;
use crate::schema::pretty;
use crate::wire::JsonObject;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Gives the configuration that holds for requests without one
///
/// To see what the session or the server's file sets before findings are judged by it.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetOrganizationConfig {}

/// The configuration that holds
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OrganizationConfig {
    pub(super) has_config: bool,
    /// As it was written
    pub(super) config: Option<JsonObject>,
    /// Who set it: the session, a file of whoever started the server, or nobody
    pub(super) source: ConfigSource,
    /// The file, where it is one
    config_file: Option<String>,
    /// Changes when the configuration does
    pub(super) config_digest: Option<String>,
    /// What it sets
    applied_config: Option<Applied>,
    /// What of it has no effect, or perhaps not the one that was meant
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
}

impl Operation for GetOrganizationConfig {
    const NAME: &'static str = "get_organization_config";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::Read;
    type Response = OrganizationConfig;

    fn run(self, cx: &Context) -> Result<OrganizationConfig, OpError> {
        let held = cx.held_configuration(None)?;
        let has_config = held.source != ConfigSource::None;
        Ok(OrganizationConfig {
            has_config,
            config_digest: has_config.then(|| digest(&held.written)),
            applied_config: has_config.then(|| Applied::of(&held.config)),
            // A file of nothing but comments says nothing.
            config: has_config.then(|| JsonObject(held.written.as_object().cloned().unwrap_or_default())),
            source: held.source,
            config_file: held.config.name,
            warnings: held.config.notes,
        })
    }
}

impl Response for OrganizationConfig {
    fn text(&self, _: Style) -> String {
        let (Some(config), Some(applied)) = (&self.config, &self.applied_config) else {
            return "no configuration holds here\n".to_owned();
        };
        let whose = match (self.source, &self.config_file) {
            (ConfigSource::Session, _) => "set by this session".to_owned(),
            (_, Some(file)) => format!("from `{file}`"),
            (_, None) => "of the server".to_owned(),
        };
        // An object of JSON can always be written.
        let written = pretty(&config.0.clone().into()).unwrap_or_default();
        format!("the configuration {whose}: {}\n{written}", applied.sentence())
    }
}
