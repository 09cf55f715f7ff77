//! From here on, without the session's instructions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::clear_organization_config::Cleared;
use super::get_custom_instructions::Source;
use crate::context::Teller;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Takes the instructions away that this session set
///
/// Those of the command line, of a configuration and of the environment stay.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClearCustomInstructions {}

/// What became of them
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct InstructionsCleared {
    status: Cleared,
    /// Whose instructions hold from here on
    source: Source,
}

impl Operation for ClearCustomInstructions {
    const NAME: &'static str = "clear_custom_instructions";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::WritesState;
    type Response = InstructionsCleared;

    fn run(self, cx: &Context) -> Result<InstructionsCleared, OpError> {
        let session = cx.session().map_err(|error| error.hint("what the server was started with stays"))?;
        let source_of_rest = Source::of(cx.told()?.filter(|told| told.source() != Teller::Session).as_ref());
        let before = session.set_instructions(None);
        Ok(InstructionsCleared { status: Cleared::of(before.is_some()), source: source_of_rest })
    }
}

impl Response for InstructionsCleared {
    fn text(&self, _: Style) -> String {
        let done = match self.status {
            Cleared::Cleared => "the session's instructions are cleared",
            Cleared::NothingWasSet => "the session had no instructions",
        };
        match self.source {
            Source::None => format!("{done}\n"),
            source => format!("{done}; those of {} hold\n", source.whose()),
        }
    }
}
