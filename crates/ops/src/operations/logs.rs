//! Logs → usage, wherever they lie: files and buckets, for every operation that reads any.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use trail::layout::Selection;
use trail::{Problem, Shard, Usage, Wanted};

use super::bucket_logs::{self, Objects};
use super::log_run::{Ran, Run};
use crate::buckets::{self, Books, Request};
use crate::ledger::Ledger;
use crate::{Context, OpError};

/// What is read, and how: [`Default`] is all of it.
#[derive(Default)]
pub(super) struct Logs<'a> {
    pub(super) inputs: &'a [PathBuf],
    pub(super) wanted: Wanted,
    pub(super) shard: Option<Shard>,
    /// Where the ledger is kept, which tells what was read before.
    pub(super) keep: Option<&'a Path>,
    /// The server that has the buckets, if not that of the environment.
    pub(super) endpoint: Option<&'a str>,
    /// Without a number as many as there are cores.
    pub(super) threads: Option<NonZeroUsize>,
    pub(super) is_quiet: bool,
}

/// What all inputs came to.
#[derive(Default)]
pub(super) struct FromLogs {
    pub(super) usage: Usage,
    pub(super) objects: Option<Objects>,
    pub(super) problems: Vec<Problem>,
    /// Files and addresses that there were.
    pub(super) found: u64,
    /// Files not opened, by reason.
    pub(super) passed_over: BTreeMap<String, u64>,
    /// Whether the run was interrupted.
    pub(super) stopped: bool,
}

impl Logs<'_> {
    /// # Errors
    ///
    /// Also if the run is interrupted and no later one could go on: half of a usage must not be taken for all of it.
    pub(super) fn read(&self, cx: &Context) -> Result<FromLogs, OpError> {
        let (addresses, paths) = bucket_logs::split(self.inputs)?;
        if addresses.is_empty() && self.endpoint.is_some() {
            return Err(OpError::invalid("`--endpoint-url` is for logs in buckets")
                .hint("name some as `s3://BUCKET/PREFIX`"));
        }
        let mut ledger = match self.keep {
            Some(path) => Ledger::open(path, &self.wanted.to_string(), cx)?,
            None => Ledger::default(),
        };
        let mut from = FromLogs { found: addresses.len() as u64, ..FromLogs::default() };
        if !addresses.is_empty() {
            let request = Request {
                addresses: &addresses,
                wanted: &Selection { shard: self.shard, ..self.wanted.selection() },
                records: &self.wanted,
                endpoint: self.endpoint,
                threads: self.threads,
                keep: self.keep,
            };
            let Books { counts, problems } = buckets::analyze(&request, &mut ledger, cx)?;
            from.objects = Some(Objects::new(&counts));
            from.problems = problems;
        }
        if !paths.is_empty() {
            let Self { threads, ref wanted, shard, keep, is_quiet, .. } = *self;
            let ran = Run { threads, wanted, shard, keep, is_quiet }.over(&paths, &mut ledger, cx)?;
            if ran.is_stopped {
                cx.progress().note(&interrupted(&ran, keep));
                if keep.is_none() {
                    cx.check_cancelled()?;
                }
            }
            from.found += ran.found;
            from.stopped = ran.is_stopped;
            from.problems.extend(ran.problems);
            from.passed_over = ran.passed_over;
        }
        from.usage = ledger.into_usage();
        Ok(from)
    }
}

/// What an interrupted run has come to, and how to go on.
fn interrupted(ran: &Ran, keep: Option<&Path>) -> String {
    let read = format!("interrupted: {} of {} files were read", ran.read, ran.chosen);
    match keep {
        Some(path) => {
            format!("{read}, and are kept in `{}`: the same command goes on from there", path.display())
        }
        None => {
            format!(
                "{read}, and nothing was kept: with `leastwise analyze --ledger FILE` a later run goes on"
            )
        }
    }
}
