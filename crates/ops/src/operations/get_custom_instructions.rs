//! What is to be followed?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::context::{Teller, Told};
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Gives the instructions of the user's own that hold, and whose they are
///
/// Of several, these hold: the command line's, else those of the configuration that holds, else the environment's, else the
/// session's.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetCustomInstructions {}

/// Instructions that hold
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct CustomInstructions {
    has_instructions: bool,
    instructions: Option<String>,
    source: Source,
}

/// Whose instructions hold
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(super) enum Source {
    Flag,
    Config,
    Environment,
    Session,
    None,
}

impl Operation for GetCustomInstructions {
    const NAME: &'static str = "get_custom_instructions";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::Read;
    type Response = CustomInstructions;

    fn run(self, cx: &Context) -> Result<CustomInstructions, OpError> {
        let told = cx.told()?;
        Ok(CustomInstructions {
            has_instructions: told.is_some(),
            source: Source::of(told.as_ref()),
            instructions: told.map(|told| told.text().to_owned()),
        })
    }
}

impl Source {
    pub(super) fn of(told: Option<&Told>) -> Self {
        match told.map(Told::source) {
            Some(Teller::Flag) => Self::Flag,
            Some(Teller::Config) => Self::Config,
            Some(Teller::Environment) => Self::Environment,
            Some(Teller::Session) => Self::Session,
            None => Self::None,
        }
    }

    pub(super) fn whose(self) -> &'static str {
        match self {
            Self::Flag => "the command line",
            Self::Config => "the configuration",
            Self::Environment => "the environment",
            Self::Session => "the session",
            Self::None => "nobody",
        }
    }
}

impl Response for CustomInstructions {
    fn text(&self, _: Style) -> String {
        match &self.instructions {
            None => "there are no instructions\n".to_owned(),
            Some(text) => format!("instructions of {}:\n\n{}\n", self.source.whose(), text.trim_end()),
        }
    }
}
