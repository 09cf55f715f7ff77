//! Which configuration holds, and is it sound?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::render::table::counted;
use crate::wire::Configuration;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Says which configuration holds, and what it sets
///
/// To try out a configuration, or to find out why a check does not report. One that is faulty is refused, with all that is wrong in
/// it.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckConfig {
    /// The configuration; else the `leastwise.yaml` found from the working directory on
    #[arg(value_name = "FILE")]
    #[serde(default)]
    config: Option<Configuration>,
}

/// A sound configuration in figures
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConfigSummary {
    /// The file, where it is one
    config: Option<String>,
    /// Checks that it switches off
    disabled: Vec<String>,
    /// Checks that it sets otherwise
    set: Vec<String>,
    suppressions: usize,
    rules: usize,
    /// What of it has no effect, or perhaps not the one that was meant
    notes: Vec<String>,
    #[serde(skip)]
    is_there: bool,
}

impl Operation for CheckConfig {
    const NAME: &'static str = "check_config";
    const COMMAND: &'static [&'static str] = &["config", "check"];
    const EFFECT: Effect = Effect::Read;
    type Response = ConfigSummary;

    fn run(self, cx: &Context) -> Result<ConfigSummary, OpError> {
        let config = cx.configuration(self.config.as_ref())?;
        let disabled = |id: &&&str| !config.is_enabled(id);
        let checks = || config.checks.keys();
        let rules = &config.house;
        Ok(ConfigSummary {
            disabled: checks().filter(disabled).map(|id| (*id).to_owned()).collect(),
            set: checks().filter(|id| !disabled(id)).map(|id| (*id).to_owned()).collect(),
            suppressions: config.suppressions.as_ref().map_or(0, |all| all.list.len()),
            rules: rules.conditions.len() + rules.actions.len() + rules.principals.len(),
            is_there: config.name.is_some() || self.config.is_some(),
            notes: config.notes,
            config: config.name,
        })
    }
}

impl Response for ConfigSummary {
    fn text(&self, _: Style) -> String {
        if !self.is_there {
            return "no configuration holds here\n".to_owned();
        }
        let name = self.config.as_deref().unwrap_or("the configuration");
        let notes: String = self.notes.iter().flat_map(|note| ["note: ", note, "\n"]).collect();
        let off = counted(self.disabled.len(), "check");
        let set = counted(self.set.len(), "check");
        let (suppressions, rules) = (counted(self.suppressions, "suppression"), counted(self.rules, "rule"));
        format!("{notes}{name} is sound: {off} off, {set} set, {suppressions}, {rules}\n")
    }
}
