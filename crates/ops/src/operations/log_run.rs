//! A run over log files: which of those found are read, and what became of the others.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use trail::layout::is_log;
use trail::{Backlog, Object, Place, Problem, Shard, Wanted};

use crate::context::{Found, Reading};
use crate::ledger::{Entry, Ledger};
use crate::{Context, OpError};

/// Seconds after which the ledger is written. Where writing takes long, it is written less often: see [`SHARE`].
const PACE: i64 = 5;
/// The most of the time that goes into writing the ledger: one part of so many.
const SHARE: i64 = 10;

/// What of the logs is read, and how.
pub(super) struct Run<'a> {
    pub(super) threads: Option<NonZeroUsize>,
    pub(super) wanted: &'a Wanted,
    pub(super) shard: Option<Shard>,
    /// Where the ledger is kept: it tells what earlier runs read, and what this one has read until it is killed.
    pub(super) keep: Option<&'a Path>,
    pub(super) is_quiet: bool,
}

/// What a run gave, beside the usage.
#[derive(Default)]
pub(super) struct Ran {
    pub(super) problems: Vec<Problem>,
    /// Files found, how many of them were to be read, and how many were.
    pub(super) found: u64,
    pub(super) chosen: u64,
    pub(super) read: u64,
    /// Files not opened, by reason.
    pub(super) passed_over: BTreeMap<String, u64>,
    /// Whether it was cancelled.
    pub(super) is_stopped: bool,
}

/// Why a file is not opened, beside the reasons of [`trail::Skip`].
const OTHER_SHARD: &str = "other-shard";
const READ_BEFORE: &str = "read-before";
const NAMED_TWICE: &str = "named-twice";

/// The files to be read, and their marks: taken before a file is opened, so that one that grows meanwhile is read again by the
/// next run.
type Chosen<'c> = (Vec<Log<'c>>, BTreeMap<String, String>);

impl Run<'_> {
    /// Reads the logs below some paths into the ledger. A cancelled run gives what it has read to the end.
    pub(super) fn over(&self, paths: &[PathBuf], ledger: &mut Ledger, cx: &Context) -> Result<Ran, OpError> {
        let mut ran = Ran::default();
        let (logs, mut marks) = self.choose(paths, ledger, &mut ran, cx)?;
        let options = trail::Options {
            threads: self.threads,
            wanted: self.wanted.clone(),
            lists_objects: self.keep.is_some(),
            ..trail::Options::default()
        };
        let (backlog, catalog) = (Backlog::new(logs, &options), cx.catalog());
        let (mut due, mut before) = (cx.now() + PACE, trail::Progress::default());
        loop {
            let progress = |at: trail::Progress| {
                if !self.is_quiet {
                    let (records, skipped) = (before.records + at.records, before.skipped + at.skipped);
                    let files = before.objects + at.objects;
                    cx.progress().reading(&Reading { files, total: Some(ran.chosen), records, skipped });
                }
                let is_due = self.keep.is_some() && cx.now() >= due;
                if cx.is_cancelled() || is_due { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            let part = backlog.read(&options, &catalog, &progress);
            before.objects += part.usage.files().read;
            before.records += part.usage.records();
            before.skipped += part.usage.skipped().total();
            ran.problems.extend(part.problems);
            let read = part.objects.iter().filter_map(|(name, _)| marks.remove_entry(name));
            ledger.add(read, part.usage);
            let begun = cx.now();
            if let Some(path) = self.keep {
                ledger.save(path, cx)?;
            }
            due = cx.now() + PACE.max(SHARE * (cx.now() - begun));
            if cx.is_cancelled() || backlog.is_empty() {
                ran.is_stopped = cx.is_cancelled() && !backlog.is_empty();
                break;
            }
        }
        ran.read = before.objects;
        ran.problems.sort();
        Ok(ran)
    }

    fn choose<'c>(
        &self,
        paths: &[PathBuf],
        ledger: &Ledger,
        ran: &mut Ran,
        cx: &'c Context,
    ) -> Result<Chosen<'c>, OpError> {
        let (mut logs, mut marks, mut names) = (Vec::new(), BTreeMap::new(), BTreeSet::new());
        let mut pass_over = |why: &str| *ran.passed_over.entry(why.to_owned()).or_default() += 1;
        for path in paths {
            let mut go_on = |name: &str, error: OpError| {
                let message = format!("cannot be read: {}", error.message);
                ran.problems.push(Problem::new(name, Place::File, message));
                Ok(())
            };
            let logs_there = if path == Path::new("-") {
                cx.check_stdin()?;
                vec![Found { name: "-".to_owned(), path: path.clone(), named: true }]
            } else {
                cx.walk_past(path, &is_log, &mut go_on)?
            };
            for log in logs_there {
                ran.found += 1;
                if !names.insert(log.name.clone()) {
                    pass_over(NAMED_TWICE);
                    continue;
                }
                let mark = self.keep.and_then(|_| mark(&log));
                if let Some(why) = self.passes_over(&log, mark.as_deref(), ledger) {
                    pass_over(why);
                    continue;
                }
                if let Some(mark) = mark {
                    marks.insert(log.name.clone(), mark);
                }
                logs.push(Log { found: log, cx });
            }
        }
        ran.chosen = logs.len() as u64;
        Ok((logs, marks))
    }

    fn passes_over(&self, log: &Found, mark: Option<&str>, ledger: &Ledger) -> Option<&'static str> {
        if self.shard.is_some_and(|shard| !shard.has(&log.name)) {
            return Some(OTHER_SHARD);
        }
        if let Some(skip) = self.wanted.refusal_of_object(&log.name) {
            return Some(skip.name());
        }
        (ledger.entry(&log.name, mark?) == Entry::Done).then_some(READ_BEFORE)
    }
}

/// Size and time of the last change; none where the file system does not tell: then the file is read again.
fn mark(found: &Found) -> Option<String> {
    let metadata = std::fs::metadata(&found.path).ok()?;
    let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{} {}", metadata.len(), modified.as_nanos()))
}

/// A file of logs, opened when its turn comes.
struct Log<'a> {
    found: Found,
    cx: &'a Context,
}

impl Object for Log<'_> {
    fn name(&self) -> std::borrow::Cow<'_, str> {
        self.found.name.as_str().into()
    }

    fn open(&self) -> std::io::Result<Box<dyn std::io::Read + '_>> {
        let log = self.cx.open_log(&self.found).map_err(|error| std::io::Error::other(error.message))?;
        Ok(log)
    }

    fn file(&self) -> Option<std::fs::File> {
        self.cx.open_log_file(&self.found)
    }
}
