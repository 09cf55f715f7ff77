//! What was used? CloudTrail logs in, usage out.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use trail::layout::Selection;
use trail::{Problem, Usage, Wanted};

use super::books::{self, FileProblem};
use super::bucket_logs::{self, Objects};
use super::log_limits::{self, Limits};
use super::log_run::{Ran, Run};
use super::usage_output;
use crate::buckets::{self, Books, Request};
use crate::ledger::Ledger;
use crate::render::plain;
use crate::render::table::counted;
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style};

/// Reads CloudTrail logs and counts who used which permissions
///
/// Before `generate_policies` where the logs are many: it reads the usage file that this writes. Folders and `s3://bucket/prefix` are
/// searched for `.json`, `.jsonl`, `.csv`, `.parquet`, `.gz` and `.zst` files. Every record is used, or skipped for a reason that is told.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnalyzeCloudtrail {
    /// Files and folders of logs, or `s3://bucket/prefix`
    #[arg(value_name = "DIR", required = true)]
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
    /// Records that came in: `used` plus all of `skipped`
    r#in: u64,
    /// API calls counted
    used: u64,
    /// Records not counted, by reason
    skipped: BTreeMap<String, u64>,
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
        let Analysis { usage, objects, problems, passed_over, stopped } = self.analysis(cx)?;
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
        Ok(Analyzed {
            r#in: usage.records(),
            used: usage.used(),
            skipped: books::skipped(&usage),
            principals,
            files: Files { read: usage.files().read, broken: usage.files().broken, passed_over },
            stopped,
            objects,
            problems,
            output,
            text,
        })
    }
}

/// What all inputs came to.
struct Analysis {
    usage: Usage,
    objects: Option<Objects>,
    problems: Vec<Problem>,
    passed_over: BTreeMap<String, u64>,
    stopped: bool,
}

impl AnalyzeCloudtrail {
    fn counted_elsewhere(&self, cx: &Context) -> Result<Analysis, OpError> {
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
        Ok(Analysis { usage, objects: None, problems, passed_over: BTreeMap::new(), stopped: false })
    }

    fn analysis(&self, cx: &Context) -> Result<Analysis, OpError> {
        if self.from_aggregate {
            return self.counted_elsewhere(cx);
        }
        let (addresses, paths) = bucket_logs::split(&self.inputs)?;
        if addresses.is_empty() && self.endpoint_url.is_some() {
            return Err(OpError::invalid("`--endpoint-url` is for logs in buckets")
                .hint("name some as `s3://BUCKET/PREFIX`"));
        }
        let limits = Limits {
            start: self.start.as_deref(),
            end: self.end.as_deref(),
            account: &self.account,
            region: &self.region,
        };
        let (wanted, shard) = (limits.wanted()?, log_limits::shard(self.shard.as_deref())?);
        let keep = self.keep()?;
        let mut ledger = match &keep {
            Some(path) => Ledger::open(path, &wanted.to_string(), cx)?,
            None => Ledger::default(),
        };
        let mut analysis = Analysis {
            usage: Usage::default(),
            objects: None,
            problems: Vec::new(),
            passed_over: BTreeMap::new(),
            stopped: false,
        };
        if !addresses.is_empty() {
            let request = Request {
                addresses: &addresses,
                wanted: &Selection { shard, ..wanted.selection() },
                records: &wanted,
                endpoint: self.endpoint_url.as_deref(),
                threads: self.threads,
                keep: keep.as_deref(),
            };
            let Books { counts, problems } = buckets::analyze(&request, &mut ledger, cx)?;
            analysis.objects = Some(Objects::new(&counts));
            analysis.problems = problems;
        }
        let mut found = 0;
        if !paths.is_empty() {
            let run = Run {
                threads: self.threads,
                wanted: wanted.clone(),
                shard,
                ledger: keep.as_ref().map(|_| &ledger),
                is_quiet: self.quiet,
            };
            let Ran { analysis: ran, chosen, passed_over, read, found: all } = run.over(&paths, cx)?;
            if ran.is_stopped {
                cx.progress().note(&interrupted(&ran.usage, chosen, keep.as_deref()));
                // Half of the usage must not take the place of all of it, unless a later run goes on.
                if keep.is_none() {
                    cx.check_cancelled()?;
                }
            }
            found = all;
            analysis.stopped = ran.is_stopped;
            analysis.problems.extend(ran.problems);
            analysis.passed_over = passed_over;
            ledger.add(read, ran.usage);
            if let Some(path) = &keep {
                ledger.save(path, cx)?;
            }
        }
        analysis.usage = ledger.into_usage();
        // No surprise where not all was asked for, or where nothing is new.
        let may_be_empty =
            shard.is_some() || wanted != Wanted::default() || analysis.stopped || keep.is_some();
        if analysis.usage.records() == 0 && !may_be_empty {
            return Err(books::nothing(&self.inputs, found.max(addresses.len() as u64), &analysis.problems));
        }
        Ok(analysis)
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

/// What an interrupted run has come to, and how to go on.
fn interrupted(usage: &Usage, chosen: u64, keep: Option<&Path>) -> String {
    let read = format!("interrupted: {} of {chosen} files were read", usage.files().read);
    match keep {
        Some(path) => {
            format!("{read}, and are kept in `{}`: the same command goes on from there", path.display())
        }
        None => format!("{read}; with `--ledger FILE` the same command goes on where it was interrupted"),
    }
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
