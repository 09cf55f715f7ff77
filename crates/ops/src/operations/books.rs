//! CloudTrail as operations take it: logs found and counted, usage files read, and the books of both.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use trail::{Problem, Skip, Usage, Wanted};

use super::logs::{FromLogs, Logs};
use crate::render::plain;
use crate::render::table::{self, counted};
use crate::wire::Page;
use crate::{Context, OpError};

/// More broken files than this are only counted.
const PROBLEMS: usize = 100;

// A flattened part: a doc comment would become that of the whole answer.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Counts {
    /// Records that came in: `used` plus all of `skipped`
    r#in: u64,
    /// API calls counted
    used: u64,
    /// Records not counted, by reason
    skipped: BTreeMap<String, u64>,
}

// What every table of usage says behind its rows; a flattened part, too.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct RowBooks {
    #[serde(flatten)]
    counts: Counts,
    /// How many rows there are in all
    total: usize,
    /// Whether more rows follow
    truncated: bool,
    /// What of the files could not be taken
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<FileProblem>,
    /// What goes below the rows in text.
    #[serde(skip)]
    pub(super) text: String,
}

impl Counts {
    pub(super) fn of(usage: &Usage) -> Self {
        let skipped = usage.skipped().iter().map(|(skip, count)| (skip.name().to_owned(), count)).collect();
        Self { r#in: usage.records(), used: usage.used(), skipped }
    }
}

impl RowBooks {
    pub(super) fn of<R>(rows: &Page<R>, usage: &Usage, problems: &[Problem]) -> Self {
        let problems = self::problems(problems);
        Self {
            text: table::rest(rows.items.len(), rows.total, rows.truncated) + &text(usage, &problems),
            counts: Counts::of(usage),
            total: rows.total,
            truncated: rows.truncated,
            problems,
        }
    }
}

/// What is wrong with a file; what could be read of it was counted all the same
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct FileProblem {
    file: String,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

/// Reads of the logs at some places what is wanted.
pub(super) fn analyze_wanted(inputs: &[PathBuf], wanted: &Wanted, cx: &Context) -> Result<FromLogs, OpError> {
    let from = Logs { inputs, wanted: wanted.clone(), ..Logs::default() }.read(cx)?;
    cx.check_cancelled()?;
    // No surprise where not all was asked for, unless what was opened is broken.
    let may_be_empty = *wanted != Wanted::default() && from.problems.is_empty();
    if from.usage.records() == 0 && !may_be_empty {
        return Err(nothing(inputs, &from));
    }
    Ok(from)
}

/// Why there is no usage, although something was named.
pub(super) fn nothing(inputs: &[PathBuf], from: &FromLogs) -> OpError {
    let none = OpError::not_found(format!("no CloudTrail record in {}", shown(inputs)));
    match from.problems.first() {
        Some(problem) => none.hint(problem.to_string()),
        None if from.found == 0 => none.hint(
            "logs are files ending in `.json`, `.jsonl`, `.ndjson`, `.csv`, `.parquet`, `.gz` or `.zst`",
        ),
        None => none,
    }
}

fn shown<'p>(paths: impl IntoIterator<Item = &'p PathBuf>) -> String {
    let shown: Vec<_> = paths.into_iter().map(|path| format!("`{}`", path.display())).collect();
    shown.join(", ")
}

/// Records that tell of no event at all; those of other reasons were understood, and are no calls or not wanted.
const UNUSABLE: [Skip; 4] = [Skip::NoEventType, Skip::Digest, Skip::Unreadable, Skip::NotCloudTrail];

/// Refuses usage of which nothing could be understood: whoever goes on from there would take what was not read for what was not used.
pub(super) fn understood<'p>(
    inputs: impl IntoIterator<Item = &'p PathBuf>,
    usage: &Usage,
    problems: &[Problem],
) -> Result<(), OpError> {
    let is_understood = usage.skipped().iter().any(|(skip, _)| !UNUSABLE.contains(&skip));
    if usage.used() > 0 || usage.records() == 0 || is_understood {
        return Ok(());
    }
    let reasons: Vec<_> =
        usage.skipped().iter().map(|(skip, count)| format!("{count} {}", skip.name())).collect();
    let none = format!("no record in {} can be used ({})", shown(inputs), reasons.join(", "));
    let hint = problems.first().map(ToString::to_string);
    Err(OpError::invalid(none).hint(hint.unwrap_or_else(|| "logs are the records of CloudTrail".to_owned())))
}

/// Reads and merges results of the query of `leastwise usage sql`.
pub(super) fn aggregates(paths: &[PathBuf], cx: &Context) -> Result<(Usage, Vec<Problem>), OpError> {
    let catalog = cx.catalog();
    merged(paths, cx, |path, bytes| trail::aggregate::from_aggregate(path, &bytes, &catalog))
}

/// Reads and merges usage files; what of them could not be taken is told beside.
pub(super) fn read_usage(paths: &[PathBuf], cx: &Context) -> Result<(Usage, Vec<Problem>), OpError> {
    let (mut whole, mut files) = (Usage::default(), Vec::new());
    for path in paths {
        match cx.kept(path) {
            Some(kept) => whole.merge(Arc::unwrap_or_clone(kept?)),
            None => files.push(path.clone()),
        }
    }
    let (usage, problems) = merged(&files, cx, Usage::from_bytes)?;
    whole.merge(usage);
    Ok((whole, problems))
}

fn merged(
    paths: &[PathBuf],
    cx: &Context,
    read: impl Fn(&str, Vec<u8>) -> Result<(Usage, Vec<Problem>), Problem>,
) -> Result<(Usage, Vec<Problem>), OpError> {
    let (mut usage, mut problems) = (Usage::default(), Vec::new());
    for path in paths {
        let bytes = cx.read_file(path)?;
        let (read, found) = read(&path.display().to_string(), bytes).map_err(|problem| {
            let error = OpError::invalid(problem.to_string());
            if let Some(help) = problem.help { error.hint(help) } else { error }
        })?;
        usage.merge(read);
        problems.extend(found);
    }
    Ok((usage, problems))
}

pub(super) fn problems(problems: &[Problem]) -> Vec<FileProblem> {
    let bare = |problem: &Problem| {
        let shown = problem.to_string();
        shown
            .strip_prefix(&format!("`{}`", problem.file))
            .unwrap_or(&shown)
            .trim_start_matches([':', ',', ' '])
            .to_owned()
    };
    let wire = |problem: &Problem| FileProblem {
        file: problem.file.clone(),
        message: bare(problem),
        help: problem.help.clone(),
    };
    problems.iter().take(PROBLEMS).map(wire).collect()
}

impl FileProblem {
    /// In one line.
    pub(super) fn line(&self) -> String {
        format!("broken: `{}`: {}", self.file, self.message)
    }
}

/// `120 records in 3 files: 100 used, 20 skipped (12 AwsServiceEvent, 8 duplicate)`, and the broken files.
pub(super) fn text(usage: &Usage, problems: &[FileProblem]) -> String {
    let files = usage.files();
    let reasons: Vec<_> =
        usage.skipped().iter().map(|(skip, count)| format!("{count} {}", skip.name())).collect();
    let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
    let mut text = format!(
        "{} in {}: {} used, {} skipped{reasons}\n",
        counted(usize::try_from(usage.records()).unwrap_or(usize::MAX), "record"),
        counted(usize::try_from(files.read).unwrap_or(usize::MAX), "file"),
        usage.used(),
        usage.skipped().total(),
    );
    for problem in problems {
        text.extend(["broken: `", &plain(&problem.file), "`: ", &plain(&problem.message), "\n"]);
    }
    text
}
