//! The run: stretch after stretch is counted and entered in the ledger while the feed goes on fetching.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use trail::layout::Selection;
use trail::{Problem, Wanted};

use super::Address;
use super::fetch::{Counts, Feed};
use super::list::list;
use super::retry::Retries;
use crate::context::Reading;
use crate::ledger::Ledger;
use crate::{Context, OpError};

/// Objects on their way at the same time: most of the time of each is waiting.
const CONNECTIONS: usize = 32;
/// After so many objects the ledger is written, or after an eighth of those in it, so that writing stays a small part.
const STRETCH: u64 = 1000;

/// What to read.
pub(crate) struct Request<'r> {
    pub(crate) addresses: &'r [Address],
    pub(crate) wanted: &'r Selection,
    /// Which records of the objects count.
    pub(crate) records: &'r Wanted,
    pub(crate) endpoint: Option<&'r str>,
    pub(crate) threads: Option<NonZeroUsize>,
    /// Where the ledger is kept.
    pub(crate) keep: Option<&'r Path>,
}

/// What the objects came to, beside the usage.
#[derive(Debug, Default)]
pub(crate) struct Books {
    pub(crate) counts: Counts,
    pub(crate) problems: Vec<Problem>,
}

/// Reads the objects that the ledger does not have yet into the ledger.
///
/// # Errors
///
/// If the objects cannot be listed, or the run is interrupted. What was counted until then is in the ledger, and in its file.
pub(crate) fn analyze(request: &Request<'_>, ledger: &mut Ledger, cx: &Context) -> Result<Books, OpError> {
    let mut addresses = request.addresses.to_vec();
    addresses.sort();
    addresses.dedup();
    let store = cx.store(request.endpoint)?;
    let retries = Retries::default();
    let feed = Feed::new(store.as_ref(), &retries, cx);
    let ledger = RwLock::new(ledger);
    let _held = cx.hold();
    let counted = std::thread::scope(|scope| {
        let _end = EndOnDrop(&feed);
        scope.spawn(|| list(&feed, &addresses, request.wanted));
        for _ in 0..CONNECTIONS {
            scope.spawn(|| feed.fetch(&ledger));
        }
        count(&feed, &ledger, request, cx)
    });
    let mut problems = counted?;
    let objects = ledger.read().unwrap_or_else(PoisonError::into_inner).objects();
    if cx.is_cancelled() {
        cx.progress().note(&match request.keep {
            Some(path) => format!(
                "interrupted: `{}` has the {objects} objects counted so far, and the same command goes on from there",
                path.display()
            ),
            None => "interrupted: nothing was kept; with `--ledger FILE` a later run goes on".to_owned(),
        });
    }
    cx.check_cancelled()?;
    if retries.count() > 0 {
        cx.progress().note(&format!("{} answers were late or refused, and asked for again", retries.count()));
    }
    let counts = feed.counts();
    let (faults, fault) = feed.into_faults();
    if let Some((address, error)) = fault {
        let error = OpError::invalid(format!("`{address}` cannot be listed: {error}"));
        let kept = "what was read before is in the ledger, and the same command goes on from there";
        return Err(if request.keep.is_some() { error.hint(kept) } else { error });
    }
    problems.extend(faults);
    problems.sort();
    Ok(Books { counts, problems })
}

/// Counts until the feed has no more.
fn count(
    feed: &Feed<'_>,
    ledger: &RwLock<&mut Ledger>,
    request: &Request<'_>,
    cx: &Context,
) -> Result<Vec<Problem>, OpError> {
    let (catalog, mut problems, mut before) = (cx.catalog(), Vec::new(), 0);
    let options = trail::Options {
        threads: request.threads,
        wanted: request.records.clone(),
        ..trail::Options::default()
    };
    loop {
        let entered = ledger.read().unwrap_or_else(PoisonError::into_inner).objects() as u64;
        let stretch = request.keep.map_or(u64::MAX, |_| STRETCH.max(entered / 8));
        let left = AtomicU64::new(stretch);
        let next = || {
            let taken = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
            let object = taken.ok().and_then(|_| feed.next());
            if taken.is_ok() && object.is_none() {
                left.fetch_add(1, Ordering::Relaxed);
            }
            object
        };
        let progress = |at: trail::Progress| {
            let (files, total) = (before + at.objects, feed.total());
            cx.progress().reading(&Reading { files, total, records: at.records, skipped: at.skipped });
            ControlFlow::Continue(())
        };
        let analysis = trail::analyze_stream(&next, &options, &catalog, &progress);
        let done = feed.done();
        before += stretch - left.load(Ordering::Relaxed);
        problems.extend(analysis.problems);
        let has_more = left.into_inner() == 0;
        let is_news = analysis.usage.files().read > 0;
        ledger.write().unwrap_or_else(PoisonError::into_inner).add(done, analysis.usage);
        if let Some(path) = request.keep.filter(|_| is_news) {
            ledger.read().unwrap_or_else(PoisonError::into_inner).save(path, cx)?;
        }
        if !has_more {
            return Ok(problems);
        }
    }
}

/// Lets the threads of the feed come home whatever happened.
struct EndOnDrop<'f, 'c>(&'f Feed<'c>);

impl Drop for EndOnDrop<'_, '_> {
    fn drop(&mut self) {
        self.0.end();
    }
}
