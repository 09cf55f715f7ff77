//! From here on, without the session's configuration.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::get_organization_config::GetOrganizationConfig;
use crate::context::ConfigSource;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Takes the configuration away that this session set
///
/// The server's file holds again, if there is one.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClearOrganizationConfig {}

/// What became of it
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ConfigCleared {
    pub(super) status: Cleared,
    /// Whose configuration holds from here on
    source: Option<ConfigSource>,
}

/// What became of it
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(super) enum Cleared {
    Cleared,
    NothingWasSet,
}

impl Operation for ClearOrganizationConfig {
    const NAME: &'static str = "clear_organization_config";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::WritesState;
    type Response = ConfigCleared;

    fn run(self, cx: &Context) -> Result<ConfigCleared, OpError> {
        let before = cx.session()?.set_organization(None);
        // A faulty file is told with the requests that it holds for; this one is done.
        let source = GetOrganizationConfig {}.run(cx).ok().map(|held| held.source);
        Ok(ConfigCleared { status: Cleared::of(before.is_some()), source })
    }
}

impl Cleared {
    pub(super) fn of(was_set: bool) -> Self {
        if was_set { Self::Cleared } else { Self::NothingWasSet }
    }
}

impl Response for ConfigCleared {
    fn text(&self, _: Style) -> String {
        let done = match self.status {
            Cleared::Cleared => "the session's configuration is cleared",
            Cleared::NothingWasSet => "the session had no configuration",
        };
        let holds = match self.source {
            Some(ConfigSource::None) => "; none holds",
            Some(_) => "; the server's file holds",
            None => "; the server's file is faulty",
        };
        format!("{done}{holds}\n")
    }
}
