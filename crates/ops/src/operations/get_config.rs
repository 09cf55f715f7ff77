//! How is this server set?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::get_custom_instructions::{CustomInstructions, GetCustomInstructions};
use super::get_organization_config::{GetOrganizationConfig, OrganizationConfig};
use crate::context::ConfigSource;
use crate::wire::JsonObject;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Gives the configuration and the instructions that hold, and the tools that this server offers
///
/// To see how findings come to be judged, and whose instructions are to be followed.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetConfig {}

/// How a server is set
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ServerConfig {
    has_config: bool,
    /// As it was written
    config: Option<JsonObject>,
    /// Who set it: the session, a file of whoever started the server, or nobody
    source: ConfigSource,
    /// Changes when the configuration does
    config_digest: Option<String>,
    /// `local` for a program that its user started, `hosted` for one that serves others
    mode: String,
    /// The choice of tools
    profile: String,
    tool_count: usize,
    tool_names: Vec<String>,
    custom_instructions: CustomInstructions,
    #[serde(skip)]
    text: String,
}

impl Operation for GetConfig {
    const NAME: &'static str = "get_config";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::Read;
    type Response = ServerConfig;

    fn run(self, cx: &Context) -> Result<ServerConfig, OpError> {
        let held = GetOrganizationConfig {}.run(cx)?;
        let custom_instructions = GetCustomInstructions {}.run(cx)?;
        let style = Style::default();
        let surface = cx.surface();
        let tools =
            format!("{} tools, profile `{}`, {}\n", surface.tools.len(), surface.profile, surface.mode);
        let text = tools + &held.text(style) + &custom_instructions.text(style);
        let OrganizationConfig { has_config, config, source, config_digest, .. } = held;
        Ok(ServerConfig {
            has_config,
            config,
            source,
            config_digest,
            mode: surface.mode.to_owned(),
            profile: surface.profile,
            tool_count: surface.tools.len(),
            tool_names: surface.tools,
            custom_instructions,
            text,
        })
    }
}

impl Response for ServerConfig {
    fn text(&self, _: Style) -> String {
        self.text.clone()
    }
}
