//! A run over log files: which of those found are read, and what became of the others.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use trail::layout::is_log;
use trail::{Analysis, Object, Shard, Wanted};

use crate::context::{Found, Reading};
use crate::ledger::{Entry, Ledger};
use crate::{Context, OpError};

/// What of the logs is read, and how.
#[derive(Default)]
pub(super) struct Run<'a> {
    pub(super) threads: Option<NonZeroUsize>,
    pub(super) wanted: Wanted,
    pub(super) shard: Option<Shard>,
    /// What earlier runs read.
    pub(super) ledger: Option<&'a Ledger>,
    pub(super) is_quiet: bool,
}

/// What a run gave.
pub(super) struct Ran {
    pub(super) analysis: Analysis,
    /// Files found, and how many of them were to be read.
    pub(super) found: u64,
    pub(super) chosen: u64,
    /// Files not opened, by reason.
    pub(super) passed_over: BTreeMap<String, u64>,
    /// The files read, with their marks for the ledger.
    pub(super) read: Vec<(String, String)>,
}

/// Why a file is not opened, beside the reasons of [`trail::Skip`].
const OTHER_SHARD: &str = "other-shard";
const READ_BEFORE: &str = "read-before";
const NAMED_TWICE: &str = "named-twice";

impl Run<'_> {
    /// Reads the logs below some paths. A cancelled run gives what it has read to the end.
    pub(super) fn over(&self, paths: &[PathBuf], cx: &Context) -> Result<Ran, OpError> {
        let mut logs = Vec::new();
        let mut passed_over: BTreeMap<String, u64> = BTreeMap::new();
        // Taken before the file is opened: one that grows meanwhile is read again by the next run.
        let mut marks = BTreeMap::new();
        let (mut found, mut names) = (0_u64, BTreeSet::new());
        for path in paths {
            for log in cx.walk(path, &is_log)? {
                found += 1;
                if !names.insert(log.name.clone()) {
                    *passed_over.entry(NAMED_TWICE.to_owned()).or_default() += 1;
                    continue;
                }
                let mark = self.ledger.and_then(|_| mark(&log));
                if let Some(why) = self.passes_over(&log, mark.as_deref()) {
                    *passed_over.entry(why.to_owned()).or_default() += 1;
                    continue;
                }
                if let Some(mark) = mark {
                    marks.insert(log.name.clone(), mark);
                }
                logs.push(Log { found: log, cx });
            }
        }
        let chosen = logs.len() as u64;
        let progress = |at: trail::Progress| {
            if !self.is_quiet {
                let trail::Progress { objects: files, records, skipped, .. } = at;
                cx.progress().reading(&Reading { files, total: Some(chosen), records, skipped });
            }
            if cx.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let options = trail::Options {
            threads: self.threads,
            wanted: self.wanted.clone(),
            lists_objects: self.ledger.is_some(),
            ..trail::Options::default()
        };
        let analysis = trail::analyze(logs, &options, &cx.catalog(), &progress);
        let read = analysis.objects.iter().filter_map(|(name, _)| marks.remove_entry(name)).collect();
        Ok(Ran { analysis, found, chosen, passed_over, read })
    }

    fn passes_over(&self, log: &Found, mark: Option<&str>) -> Option<&'static str> {
        if self.shard.is_some_and(|shard| !shard.has(&log.name)) {
            return Some(OTHER_SHARD);
        }
        if let Some(skip) = self.wanted.refusal_of_object(&log.name) {
            return Some(skip.name());
        }
        let ledger = self.ledger?;
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
        Ok(Box::new(log))
    }

    fn file(&self) -> Option<std::fs::File> {
        let log = self.cx.open_log(&self.found).ok()?;
        // What comes through a pipe can be read once, and not from any place on.
        log.metadata().is_ok_and(|metadata| metadata.is_file()).then_some(log)
    }
}
