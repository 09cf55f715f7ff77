//! What was used? CloudTrail logs in, usage out.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use trail::{Usage, Wanted};

use super::books::{self, Counts, FileProblem};
use super::bucket_logs::Objects;
use super::log_limits::{self, Limits};
use super::logs::{FromLogs, Logs};
use super::usage_output;
use crate::render::plain;
use crate::render::table::counted;
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style};

/// Reads CloudTrail logs and counts who used which permissions
///
/// Before `generate_policies` where the logs are many: it reads the usage file that this writes. Every record is used, or
/// skipped for a reason that is told.
///
/// Folders and `s3://bucket/prefix` are searched for `.json`, `.jsonl`, `.csv`, `.parquet`, `.gz` and `.zst` files.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnalyzeCloudtrail {
    /// Files and folders of logs, `s3://bucket/prefix`, or `-` for standard input
    #[arg(value_name = "DIR", required = true)]
    #[schemars(description = "Files and folders of logs, or `s3://bucket/prefix`")]
    inputs: Vec<PathBuf>,

    /// The inputs are results of the query of `leastwise usage sql`, as CSV or JSON lines
    #[arg(long)]
    #[serde(default)]
    #[schemars(
        description = "The inputs are results of the query that `usage_sql` gives, as CSV or JSON lines"
    )]
    from_aggregate: bool,

    /// Write the usage to this file, for `leastwise generate --usage`: a Parquet file if its name ends in `.parquet`, else JSON
    #[arg(long, short, value_name = "FILE")]
    #[serde(default)]
    #[schemars(
        description = "Write the usage to this file, for `usage` of `generate_policies`: a Parquet file if its name ends in `.parquet`, else JSON"
    )]
    output: Option<PathBuf>,

    /// Only calls from this time on: `2026-01-31`, or `2026-01-31T12:00:00Z`
    #[arg(long, value_name = "TIME")]
    #[serde(default)]
    start: Option<String>,

    /// Only calls up to this time: a day with all of its hours, or before a moment
    #[arg(long, value_name = "TIME")]
    #[serde(default)]
    end: Option<String>,

    /// Only calls that this account received (can be repeated)
    #[arg(long, value_name = "ID")]
    #[serde(default)]
    account: Vec<String>,

    /// Only calls in this region (can be repeated)
    #[arg(long, value_name = "REGION")]
    #[serde(default)]
    region: Vec<String>,

    /// Only part I of N, by the names of the files; their usage files are merged afterwards
    #[arg(long, value_name = "I/N")]
    #[serde(default)]
    shard: Option<String>,

    /// Remember in this file which logs were counted, and what they gave: the next run goes on from there
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    ledger: Option<PathBuf>,

    /// Read only what no earlier run has read; without `ledger` that is kept in `OUTPUT.ledger`
    #[arg(long)]
    #[serde(default)]
    since_last: bool,

    /// The S3 server to ask, by default that of the environment
    #[arg(long, value_name = "URL")]
    #[serde(default)]
    endpoint_url: Option<String>,

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
    #[serde(flatten)]
    counts: Counts,
    /// How many callers were seen
    principals: usize,
    files: Files,
    /// Whether the run was interrupted; the same request goes on if there is a ledger
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    stopped: bool,
    /// What the objects in buckets came to
    #[serde(skip_serializing_if = "Option::is_none")]
    objects: Option<Objects>,
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
    /// Files that were not opened, by reason
    #[serde(rename = "passedOver", skip_serializing_if = "BTreeMap::is_empty")]
    passed_over: BTreeMap<String, u64>,
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
        usage_output::check(self.output.as_deref())?;
        // After an interrupt what is complete is written.
        let _held = cx.hold();
        let FromLogs { usage, objects, problems, passed_over, stopped, .. } = self.analysis(cx)?;
        if let Some(output) = &self.output {
            usage_output::write(&usage, output, cx)?;
        }
        let problems = books::problems(&problems);
        let principals = usage.principals().count();
        // A path need not be UTF-8, which JSON is.
        let output = self.output.map(|output| output.display().to_string());
        let text = if self.quiet {
            String::new()
        } else {
            let written = output.as_ref().map(|output| format!("usage written to {}\n", plain(output)));
            let callers = format!("{} seen\n", counted(principals, "principal"));
            let objects = objects.as_ref().map(Objects::text).unwrap_or_default();
            let passed_over = files_passed_over(&passed_over);
            let lacks = if self.from_aggregate { LACKS } else { "" };
            let books = books::text(&usage, &problems);
            books + &objects + &passed_over + &callers + lacks + &written.unwrap_or_default()
        };
        let counts = Counts::of(&usage);
        let files = Files { read: usage.files().read, broken: usage.files().broken, passed_over };
        let_go(usage);
        Ok(Analyzed { counts, principals, files, stopped, objects, problems, output, text })
    }
}

impl AnalyzeCloudtrail {
    fn counted_elsewhere(&self, cx: &Context) -> Result<FromLogs, OpError> {
        let is_selective =
            [&self.start, &self.end, &self.shard, &self.endpoint_url].iter().any(|one| one.is_some())
                || !(self.account.is_empty() && self.region.is_empty())
                || self.ledger.is_some()
                || self.since_last;
        if is_selective {
            return Err(OpError::invalid(
                "what is taken of logs cannot be chosen of a result that was counted elsewhere",
            )
            .hint("choose in the query: make a view of what is wanted, and give its name as `--table`"));
        }
        let (usage, problems) = books::aggregates(&self.inputs, cx)?;
        Ok(FromLogs { usage, problems, ..FromLogs::default() })
    }

    fn analysis(&self, cx: &Context) -> Result<FromLogs, OpError> {
        if self.from_aggregate {
            return self.counted_elsewhere(cx);
        }
        let limits = Limits {
            start: self.start.as_deref(),
            end: self.end.as_deref(),
            account: &self.account,
            region: &self.region,
        };
        let (wanted, shard) = (limits.wanted()?, log_limits::shard(self.shard.as_deref())?);
        let keep = self.keep()?;
        // No surprise where not all was asked for, or where nothing is new.
        let may_be_empty = shard.is_some() || wanted != Wanted::default() || keep.is_some();
        let logs = Logs {
            inputs: &self.inputs,
            wanted,
            shard,
            keep: keep.as_deref(),
            endpoint: self.endpoint_url.as_deref(),
            threads: self.threads,
            is_quiet: self.quiet,
        };
        let from = logs.read(cx)?;
        if from.usage.records() == 0 && !may_be_empty {
            return Err(books::nothing(&self.inputs, &from));
        }
        Ok(from)
    }

    /// Where the ledger is kept.
    fn keep(&self) -> Result<Option<PathBuf>, OpError> {
        match (&self.ledger, &self.output) {
            (Some(ledger), _) => Ok(Some(ledger.clone())),
            (None, _) if !self.since_last => Ok(None),
            (None, Some(output)) => {
                let mut name = output.clone().into_os_string();
                name.push(".ledger");
                Ok(Some(name.into()))
            }
            (None, None) => Err(OpError::invalid("what was read before is not known")
                .hint("name a ledger with `--ledger FILE`, or an output with `-o FILE`")),
        }
    }
}

/// Frees usage while the answer is given: there may be hundreds of thousands of pieces of it, one after the other.
fn let_go(usage: Usage) {
    // Where no thread is to be had, it is freed here.
    drop(thread::Builder::new().spawn(move || drop(usage)));
}

/// `3 files not opened (2 other-region, 1 outside-time)`
fn files_passed_over(by_reason: &BTreeMap<String, u64>) -> String {
    if by_reason.is_empty() {
        return String::new();
    }
    let total = by_reason.values().fold(0, |sum: u64, count| sum.saturating_add(*count));
    let reasons: Vec<_> = by_reason.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    let files = counted(usize::try_from(total).unwrap_or(usize::MAX), "file");
    format!("{files} not opened ({})\n", reasons.join(", "))
}

impl Response for Analyzed {
    fn outcome(&self) -> Outcome {
        let is_whole = self.objects.as_ref().is_none_or(Objects::is_whole);
        if is_whole { Outcome::Clean } else { Outcome::ReadInPart }
    }

    fn text(&self, _: Style) -> String {
        self.text.clone()
    }
}
