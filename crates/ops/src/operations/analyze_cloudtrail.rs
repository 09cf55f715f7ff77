//! What was used? CloudTrail logs in, usage out.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::books::{self, FileProblem};
use crate::render::plain;
use crate::render::table::counted;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Reads CloudTrail logs and counts who used which permissions
///
/// Folders are searched for `.json`, `.jsonl`, `.csv`, `.gz` and `.zst` files. Every record is accounted for: it is used, or skipped for a reason.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnalyzeCloudtrail {
    /// Files and folders of logs
    #[arg(value_name = "DIR", required = true)]
    inputs: Vec<PathBuf>,

    /// The inputs are results of the query of `leastwise usage sql`, as CSV or JSON lines
    #[arg(long)]
    #[serde(default)]
    from_aggregate: bool,

    /// Write the usage to this file, for `leastwise generate --usage`
    #[arg(long, short, value_name = "FILE")]
    #[serde(default)]
    output: Option<PathBuf>,

    /// How many files to read at the same time, by default one per core; the result is the same
    #[arg(long, value_name = "N")]
    #[serde(default)]
    threads: Option<NonZeroUsize>,

    /// Print nothing but errors
    #[arg(long, short)]
    #[serde(default)]
    quiet: bool,
}

/// What the result of a query cannot carry.
const LACKS: &str = "counted elsewhere: there are no event ids, so nothing is evidence, and logs of the same events merged with this would \
                     count twice\n";

/// What a reading of logs gave
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Analyzed {
    /// Records that came in: `used` plus all of `skipped`
    r#in: u64,
    /// API calls counted
    used: u64,
    /// Records not counted, by reason
    skipped: BTreeMap<String, u64>,
    /// How many callers were seen
    principals: usize,
    files: Files,
    /// The first files that are broken in some place
    problems: Vec<FileProblem>,
    /// Where the usage was written
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<String>,
    #[serde(skip)]
    text: String,
}

/// Files of logs
#[derive(Debug, Serialize, JsonSchema)]
struct Files {
    read: u64,
    /// Of these, how many were broken in some place or altogether
    broken: u64,
}

impl Operation for AnalyzeCloudtrail {
    const NAME: &'static str = "analyze_cloudtrail";
    const COMMAND: &'static [&'static str] = &["analyze"];
    const EFFECT: Effect = Effect::WritesFiles;
    type Response = Analyzed;

    fn run(self, cx: &Context) -> Result<Analyzed, OpError> {
        if self.inputs.is_empty() {
            return Err(OpError::invalid("no logs are given"));
        }
        if self.output.as_deref() == Some(Path::new("-")) {
            return Err(OpError::invalid("usage is written to a file, not to `-`"));
        }
        let analysis = if self.from_aggregate {
            books::aggregates(&self.inputs, cx)?
        } else {
            books::analyze(&self.inputs, self.threads, cx)?
        };
        let usage = analysis.usage;
        if let Some(output) = &self.output {
            cx.write(output, |file| usage.write_json(file))?;
        }
        let problems = books::problems(&analysis.problems);
        let principals = usage.principals().count();
        // A path need not be UTF-8, which JSON is.
        let output = self.output.map(|output| output.display().to_string());
        let text = if self.quiet {
            String::new()
        } else {
            let written = output.as_ref().map(|output| format!("usage written to {}\n", plain(output)));
            let callers = format!("{} seen\n", counted(principals, "principal"));
            let lacks = if self.from_aggregate { LACKS } else { "" };
            books::text(&usage, &problems) + &callers + lacks + &written.unwrap_or_default()
        };
        Ok(Analyzed {
            r#in: usage.records(),
            used: usage.used(),
            skipped: books::skipped(&usage),
            principals,
            files: Files { read: usage.files().read, broken: usage.files().broken },
            problems,
            output,
            text,
        })
    }
}

impl Response for Analyzed {
    fn text(&self, _: Style) -> String {
        self.text.clone()
    }
}
