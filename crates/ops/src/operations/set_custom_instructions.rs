//! From here on, follow this.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::get_custom_instructions::Source;
use crate::context::{Teller, Told};
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Keeps instructions of the user's own for the rest of this session
///
/// Those of the command line, of a configuration and of the environment go first; `in_effect` says whether these hold.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetCustomInstructions {
    /// Plain text, at most 10,000 characters
    pub(super) instructions: String,
}

/// What became of the instructions
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct InstructionsSet {
    success: bool,
    /// How they begin
    instructions_preview: String,
    /// Whose instructions held before
    previous_source: Source,
    /// Whose instructions hold now
    source: Source,
    /// Whether they hold
    in_effect: bool,
    /// Why they do not hold
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<String>,
}

/// How much of a text shows which it is.
const PREVIEW: usize = 200;

impl Operation for SetCustomInstructions {
    const NAME: &'static str = "set_custom_instructions";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::WritesState;
    type Response = InstructionsSet;

    fn run(self, cx: &Context) -> Result<InstructionsSet, OpError> {
        let session = cx.session().map_err(|error| error.hint("start the server with `--instructions`"))?;
        let told = Told::new(&self.instructions, Teller::Session)?;
        let previous_source = Source::of(cx.told()?.as_ref());
        session.set_instructions(Some(told.text()));
        let source = Source::of(cx.told()?.as_ref());
        let in_effect = source == Source::Session;
        let mut preview: String = told.text().chars().take(PREVIEW).collect();
        if preview.len() < told.text().len() {
            preview.push('…');
        }
        Ok(InstructionsSet {
            success: true,
            instructions_preview: preview,
            previous_source,
            source,
            in_effect,
            warning: (!in_effect).then(|| {
                format!("those of {} go first: these are kept, and hold once there are none", source.whose())
            }),
        })
    }
}

impl Response for InstructionsSet {
    fn text(&self, _: Style) -> String {
        match &self.warning {
            None => format!("the instructions hold for this session: {}\n", self.instructions_preview),
            Some(warning) => format!("the instructions have no effect for now; {warning}\n"),
        }
    }
}
