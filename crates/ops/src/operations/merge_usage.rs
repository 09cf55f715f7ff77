//! Parts of a trail, counted apart, put together.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::books::{self, Counts, FileProblem};
use super::{usage_inputs, usage_output};
use crate::render::plain;
use crate::render::table::counted;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Merges usage files, and logs, into one usage file
///
/// In any order, and again: an event counts once.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MergeUsage {
    /// Usage files, log files, and folders of logs
    #[arg(value_name = "FILE", required = true)]
    inputs: Vec<PathBuf>,

    /// Write the usage to this file: a Parquet file if its name ends in `.parquet`, else JSON
    #[arg(long, short, value_name = "FILE")]
    #[serde(default)]
    output: Option<PathBuf>,
}

/// Merges usage files, and logs, into one usage file: `leastwise usage merge`
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Merge {
    #[command(flatten)]
    request: MergeUsage,
}

/// What the parts came to
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Merged {
    #[serde(flatten)]
    counts: Counts,
    /// How many callers were seen
    principals: usize,
    /// What of the files could not be taken
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<FileProblem>,
    /// Where the usage was written
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<String>,
    #[serde(skip)]
    text: String,
}

impl Operation for MergeUsage {
    const NAME: &'static str = "merge_usage";
    const COMMAND: &'static [&'static str] = &["usage", "merge"];
    const EFFECT: Effect = Effect::WritesFiles;
    type Response = Merged;

    fn run(self, cx: &Context) -> Result<Merged, OpError> {
        usage_output::check(self.output.as_deref())?;
        let (usage, problems) = usage_inputs::read(&self.inputs, cx)?;
        if let Some(output) = &self.output {
            usage_output::write(&usage, output, cx)?;
        }
        let problems = books::problems(&problems);
        let principals = usage.principals().count();
        let output = self.output.map(|output| output.display().to_string());
        let written = output.as_ref().map(|output| format!("usage written to {}\n", plain(output)));
        Ok(Merged {
            text: books::text(&usage, &problems)
                + &format!("{} seen\n", counted(principals, "principal"))
                + &written.unwrap_or_default(),
            counts: Counts::of(&usage),
            principals,
            problems,
            output,
        })
    }
}

impl Operation for Merge {
    const NAME: &'static str = MergeUsage::NAME;
    const COMMAND: &'static [&'static str] = &["merge"];
    const EFFECT: Effect = MergeUsage::EFFECT;
    type Response = Merged;

    fn run(self, cx: &Context) -> Result<Merged, OpError> {
        self.request.run(cx)
    }
}

impl Response for Merged {
    fn text(&self, _: Style) -> String {
        self.text.clone()
    }
}
