//! From here on, this configuration and these instructions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::clear_custom_instructions::{ClearCustomInstructions, InstructionsCleared};
use super::clear_organization_config::{ClearOrganizationConfig, ConfigCleared};
use super::organization::{self, Set};
use super::set_custom_instructions::{InstructionsSet, SetCustomInstructions};
use crate::context::fault_of_instructions;
use crate::wire::{Configuration, JsonObject};
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Sets or clears the configuration and the instructions of this session
///
/// As the operations `set_organization_config`, `set_custom_instructions` and those that clear, in one: if something is wrong,
/// nothing is changed.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetConfig {
    /// What `leastwise.yaml` or `iam-validator.yaml` may say
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    config: Option<Configuration>,

    /// The same as the text of such a file
    #[arg(long)]
    #[serde(default)]
    yaml_content: Option<String>,

    /// Take the session's configuration away
    #[arg(long)]
    #[serde(default)]
    clear_config: bool,

    /// Instructions of the user's own: plain text, at most 10,000 characters
    #[arg(long)]
    #[serde(default)]
    instructions: Option<String>,

    /// Take the session's instructions away
    #[arg(long)]
    #[serde(default)]
    clear_instructions: bool,
}

/// What became of both
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ConfigSet {
    /// As the operation of that purpose answers
    #[serde(skip_serializing_if = "Option::is_none")]
    config_result: Option<JsonObject>,
    /// As the operation of that purpose answers
    #[serde(skip_serializing_if = "Option::is_none")]
    instructions_result: Option<JsonObject>,
    #[serde(skip)]
    text: String,
}

/// What is to become of one of the two.
enum Change<T> {
    Nothing,
    Clear,
    Set(T),
}

impl Operation for SetConfig {
    const NAME: &'static str = "set_config";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::WritesState;
    type Response = ConfigSet;

    fn run(self, cx: &Context) -> Result<ConfigSet, OpError> {
        let config = match (self.config, self.yaml_content, self.clear_config) {
            (None, None, false) => Change::Nothing,
            (None, None, true) => Change::Clear,
            (Some(config), None, false) => Change::Set(config),
            (None, Some(text), false) => Change::Set(Configuration::Text(text)),
            _ => return Err(OpError::invalid("give one of `config`, `yaml_content` and `clear_config`")),
        };
        let instructions = match (self.instructions, self.clear_instructions) {
            (None, false) => Change::Nothing,
            (None, true) => Change::Clear,
            (Some(text), false) => Change::Set(text),
            _ => return Err(OpError::invalid("give one of `instructions` and `clear_instructions`")),
        };
        if let Change::Set(text) = &instructions {
            fault_of_instructions(text)?;
        }
        let mut done = ConfigSet { config_result: None, instructions_result: None, text: String::new() };
        // What could fail comes first.
        match config {
            Change::Nothing => {}
            Change::Clear => done.of_config(&ClearOrganizationConfig {}.run(cx)?, ConfigCleared::text)?,
            Change::Set(config) => done.of_config(&organization::set(&config, cx)?, Set::text)?,
        }
        match instructions {
            Change::Nothing => {}
            Change::Clear => {
                done.of_instructions(&ClearCustomInstructions {}.run(cx)?, InstructionsCleared::text)?;
            }
            Change::Set(instructions) => {
                let set = SetCustomInstructions { instructions }.run(cx)?;
                done.of_instructions(&set, InstructionsSet::text)?;
            }
        }
        if done.text.is_empty() {
            return Err(OpError::invalid("nothing is to be set").hint(
                "give `config`, `yaml_content` or `clear_config`, and `instructions` or `clear_instructions`",
            ));
        }
        Ok(done)
    }
}

impl ConfigSet {
    fn of_config<T: Serialize>(&mut self, result: &T, text: fn(&T, Style) -> String) -> Result<(), OpError> {
        self.config_result = Some(object(result)?);
        self.text.push_str(&text(result, Style::default()));
        Ok(())
    }

    fn of_instructions<T: Serialize>(
        &mut self,
        result: &T,
        text: fn(&T, Style) -> String,
    ) -> Result<(), OpError> {
        self.instructions_result = Some(object(result)?);
        self.text.push_str(&text(result, Style::default()));
        Ok(())
    }
}

fn object(result: &impl Serialize) -> Result<JsonObject, OpError> {
    let json = serde_json::to_value(result);
    let mut json = json.map_err(|error| OpError::internal("the answer is not JSON").because(error))?;
    // Clearing succeeds even if there is nothing to clear.
    if let Some(members) = json.as_object_mut() {
        members.entry("success").or_insert(true.into());
    }
    Ok(JsonObject(json.as_object().cloned().unwrap_or_default()))
}

impl Response for ConfigSet {
    fn text(&self, _: Style) -> String {
        self.text.clone()
    }
}
