//! CloudTrail as operations take it: logs found and counted, usage files read, and the books of both.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Serialize;
use trail::{Analysis, Problem, Usage};

use super::log_run::Run;
use crate::render::plain;
use crate::render::table::counted;
use crate::{Context, OpError};

/// More broken files than this are only counted.
const PROBLEMS: usize = 100;

/// What is wrong with a file; what could be read of it was counted all the same
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct FileProblem {
    file: String,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

/// Reads all logs below some paths; without a number of threads on all cores.
pub(super) fn analyze(
    paths: &[PathBuf],
    threads: Option<NonZeroUsize>,
    cx: &Context,
) -> Result<Analysis, OpError> {
    let ran = Run { threads, ..Run::default() }.over(paths, cx)?;
    cx.check_cancelled()?;
    if ran.analysis.usage.records() == 0 {
        return Err(nothing(paths, ran.found, &ran.analysis.problems));
    }
    Ok(ran.analysis)
}

/// Why there is no usage, although something was named.
pub(super) fn nothing(paths: &[PathBuf], found: u64, problems: &[Problem]) -> OpError {
    let shown: Vec<_> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
    let none = OpError::not_found(format!("no CloudTrail record in {}", shown.join(", ")));
    match problems.first() {
        Some(problem) => none.hint(problem.to_string()),
        None if found == 0 => none.hint(
            "logs are files ending in `.json`, `.jsonl`, `.ndjson`, `.csv`, `.parquet`, `.gz` or `.zst`",
        ),
        None => none,
    }
}

/// Reads and merges results of the query of `leastwise usage sql`.
pub(super) fn aggregates(paths: &[PathBuf], cx: &Context) -> Result<(Usage, Vec<Problem>), OpError> {
    let (mut usage, mut problems) = (Usage::default(), Vec::new());
    for path in paths {
        let bytes = cx.read_file(path)?;
        let read = trail::aggregate::from_aggregate(&path.display().to_string(), &bytes, &cx.catalog());
        let (read, found) = read.map_err(|problem| {
            let error = OpError::invalid(problem.to_string());
            if let Some(help) = problem.help { error.hint(help) } else { error }
        })?;
        usage.merge(read);
        problems.extend(found);
    }
    Ok((usage, problems))
}

/// Reads and merges usage files; what of them could not be taken is told beside.
pub(super) fn read_usage(paths: &[PathBuf], cx: &Context) -> Result<(Usage, Vec<Problem>), OpError> {
    let (mut usage, mut problems) = (Usage::default(), Vec::new());
    for path in paths {
        let bytes = cx.read_file(path)?;
        let read = Usage::from_bytes(&path.display().to_string(), bytes);
        let (read, found) = read.map_err(|problem| {
            let error = OpError::invalid(problem.to_string());
            if let Some(help) = problem.help { error.hint(help) } else { error }
        })?;
        usage.merge(read);
        problems.extend(found);
    }
    Ok((usage, problems))
}

pub(super) fn skipped(usage: &Usage) -> BTreeMap<String, u64> {
    usage.skipped().iter().map(|(skip, count)| (skip.name().to_owned(), count)).collect()
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
