//! A run over logs: which of the files found are read, and what became of the others.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::PathBuf;

use trail::{Analysis, Object, Usage, Wanted};

use super::ledger::{self, Ledger};
use super::shard::Shard;
use crate::context::{Found, Reading};
use crate::{Context, OpError};

/// What of the logs is read, and how.
#[derive(Default)]
pub(super) struct Run<'a> {
    pub(super) threads: Option<NonZeroUsize>,
    pub(super) wanted: Wanted,
    pub(super) shard: Option<Shard>,
    /// What earlier runs read, and the usage that has it.
    pub(super) since: Option<(&'a Ledger, &'a Usage)>,
    /// Whether the files are to be noted in a ledger.
    pub(super) notes_files: bool,
    pub(super) is_quiet: bool,
}

/// What a run gave.
pub(super) struct Ran {
    pub(super) analysis: Analysis,
    /// Files found.
    pub(super) found: u64,
    /// Files not opened, by reason.
    pub(super) passed_over: BTreeMap<String, u64>,
    /// Size and time of the last change of each file before it was opened; if they are to be noted.
    pub(super) states: BTreeMap<String, (u64, u64)>,
}

/// Why a file is not opened, beside the reasons of [`trail::Skip`].
const OTHER_SHARD: &str = "other-shard";
const READ_BEFORE: &str = "read-before";

impl Run<'_> {
    /// Reads the logs below some paths. A cancelled run gives what it has read to the end.
    pub(super) fn over(&self, paths: &[PathBuf], cx: &Context) -> Result<Ran, OpError> {
        let mut logs = Vec::new();
        let mut passed_over: BTreeMap<String, u64> = BTreeMap::new();
        let mut states = BTreeMap::new();
        let mut found = 0_u64;
        for path in paths {
            for log in cx.walk(path, &is_log)? {
                found += 1;
                if let Some(why) = self.passes_over(&log) {
                    *passed_over.entry(why.to_owned()).or_default() += 1;
                    continue;
                }
                if self.notes_files
                    && let Some(state) = ledger::state(&log)
                {
                    states.insert(log.name.clone(), state);
                }
                logs.push(Log { found: log, cx });
            }
        }
        let total = logs.len() as u64;
        let progress = |at: trail::Progress| {
            if !self.is_quiet {
                let trail::Progress { objects: files, records, skipped, .. } = at;
                cx.progress().reading(&Reading { files, total, records, skipped });
            }
            if cx.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let options = trail::Options {
            threads: self.threads,
            wanted: self.wanted.clone(),
            lists_objects: self.notes_files,
            ..trail::Options::default()
        };
        let analysis = trail::analyze(logs, &options, &cx.catalog(), &progress);
        Ok(Ran { analysis, found, passed_over, states })
    }

    fn passes_over(&self, log: &Found) -> Option<&'static str> {
        if self.shard.is_some_and(|shard| !shard.has(&log.name)) {
            return Some(OTHER_SHARD);
        }
        if let Some(skip) = self.wanted.refusal_of_object(&log.name) {
            return Some(skip.name());
        }
        let is_known = self.since.is_some_and(|(ledger, usage)| ledger.has(log, usage));
        is_known.then_some(READ_BEFORE)
    }

    /// Whether it is no surprise if no record comes in.
    pub(super) fn may_be_empty(&self) -> bool {
        self.shard.is_some() || self.since.is_some() || self.wanted != Wanted::default()
    }
}

fn is_log(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".json", ".jsonl", ".ndjson", ".gz"].iter().any(|extension| name.ends_with(extension))
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
}
