//! What was used? CloudTrail logs in, usage out.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use trail::layout::Selection;
use trail::{Problem, Usage};

use super::books::{self, FileProblem};
use super::bucket_logs::{self, Objects};
use crate::buckets::{self, Books, Request};
use crate::ledger::Ledger;
use crate::render::plain;
use crate::render::table::counted;
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style};

/// Reads CloudTrail logs and counts who used which permissions
///
/// Folders and `s3://bucket/prefix` are searched for `.json`, `.jsonl` and `.gz` files. Every record is accounted for: it is used, or skipped for a reason.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnalyzeCloudtrail {
    /// Files and folders of logs, or `s3://bucket/prefix`
    #[arg(value_name = "DIR", required = true)]
    inputs: Vec<PathBuf>,

    /// Write the usage to this file, for `leastwise generate --usage`
    #[arg(long, short, value_name = "FILE")]
    #[serde(default)]
    output: Option<PathBuf>,

    /// Remember in this file which objects of buckets were counted, and what they gave: the next run goes on from there
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    ledger: Option<PathBuf>,

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
        let Analysis { usage, objects, problems } = self.analysis(cx)?;
        if let Some(output) = &self.output {
            cx.write(output, |file| usage.write_json(file))?;
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
            books::text(&usage, &problems) + &objects + &callers + &written.unwrap_or_default()
        };
        Ok(Analyzed {
            r#in: usage.records(),
            used: usage.used(),
            skipped: books::skipped(&usage),
            principals,
            files: Files { read: usage.files().read, broken: usage.files().broken },
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
}

impl AnalyzeCloudtrail {
    fn analysis(&self, cx: &Context) -> Result<Analysis, OpError> {
        let (addresses, paths) = bucket_logs::split(&self.inputs)?;
        if addresses.is_empty() && (self.ledger.is_some() || self.endpoint_url.is_some()) {
            return Err(OpError::invalid("`--ledger` and `--endpoint-url` are for logs in buckets")
                .hint("name some as `s3://BUCKET/PREFIX`"));
        }
        if addresses.is_empty() {
            let trail::Analysis { usage, problems, .. } = books::analyze(&paths, self.threads, cx)?;
            return Ok(Analysis { usage, objects: None, problems });
        }
        let mut ledger = match &self.ledger {
            Some(path) => Ledger::open(path, "", cx)?,
            None => Ledger::default(),
        };
        let request = Request {
            addresses: &addresses,
            wanted: &Selection::default(),
            endpoint: self.endpoint_url.as_deref(),
            threads: self.threads,
            keep: self.ledger.as_deref(),
        };
        let Books { counts, mut problems } = buckets::analyze(&request, &mut ledger, cx)?;
        let mut usage = ledger.into_usage();
        if !paths.is_empty() {
            let files = books::analyze(&paths, self.threads, cx)?;
            usage.merge(files.usage);
            problems.extend(files.problems);
        }
        if usage.records() == 0 {
            let shown: Vec<_> = addresses.iter().map(|address| format!("`{address}`")).collect();
            let none = OpError::not_found(format!("no CloudTrail record in {}", shown.join(", ")));
            return Err(match problems.first() {
                Some(problem) => none.hint(problem.to_string()),
                None => none,
            });
        }
        Ok(Analysis { usage, objects: Some(Objects::new(&counts)), problems })
    }
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
