//! What all requests share: what operations may use, the threads they run on, and how long they may take.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use ops::{Cancel, Context, Effect, OPERATIONS, OpError, Registered};
use store::Store;

use super::audit::Audit;
use super::aws::Previews;
use super::jobs::Board;
use super::kept::Everything;
use super::metrics::Metrics;
use super::problem::Problem;
use super::remembered::Remembered;
use crate::http::bodies::Bodies;
use crate::http::listen::Peer;
use crate::http::workers::{CancelOnDrop, Workers};

/// As often is looked for what nobody asks for any more.
const TIDY: Duration = Duration::from_secs(30);

/// What all requests share.
pub(super) struct Service {
    cx: Context,
    workers: Workers,
    limit: Duration,
    pub(super) bodies: Bodies,
    pub(super) metrics: Metrics,
    audit: Audit,
    pub(super) store: Arc<dyn Store>,
    /// The usage in it.
    pub(super) usage: Arc<Remembered>,
    pub(super) jobs: Arc<Board>,
    pub(super) previews: Previews,
}

impl Service {
    /// `limit` is the time that an operation may take, with its wait for a place.
    pub(super) fn new(cx: Context, limit: Duration, audit: Audit, store: Arc<dyn Store>) -> Self {
        let (workers, bodies, metrics) = (Workers::new(), Bodies::new(), Metrics::new());
        let usage = Arc::new(Remembered::new(store.clone()));
        let cx = cx.with_kept(Arc::new(Everything(usage.clone())));
        let (jobs, previews) = (Arc::new(Board::new()), Previews::default());
        Self { cx, workers, limit, bodies, metrics, audit, store, usage, jobs, previews }
    }

    /// What all requests may use.
    pub(super) fn context(&self) -> &Context {
        &self.cx
    }

    pub(super) fn audit_log(&self) -> &Audit {
        &self.audit
    }

    /// Tells the audit log of a request that may write, before it is answered.
    pub(super) async fn audit(
        &self,
        peer: Option<Peer>,
        operation: &'static str,
        target: Option<String>,
        status: StatusCode,
    ) {
        let pending = self.audit.pending(peer, operation, target);
        let written = tokio::task::spawn_blocking(move || pending.end(status));
        // It only ends early if the process does.
        let _ = written.await;
    }

    /// Lets go what nobody asks for any more, now and then, without end.
    pub(super) async fn tidy(&self) {
        loop {
            tokio::time::sleep(TIDY).await;
            self.usage.forget_unused();
        }
    }

    /// Returns once nothing is being worked on.
    pub(super) async fn finished(&self) {
        self.workers.finished().await;
    }

    /// Works on a thread that may block, in its turn and within the time. When nobody waits any more, `Context` tells.
    pub(super) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Context) -> Result<T, OpError> + Send + 'static,
    ) -> Result<T, Problem> {
        // Whoever drops this future waits no longer for the answer.
        let cancel = CancelOnDrop(Cancel::default());
        let cx = self.cx.clone().with_cancel(cancel.0.clone());
        let late = tokio::time::sleep(self.limit);
        tokio::pin!(late);
        let place = tokio::select! {
            biased;
            place = self.workers.place() => place?,
            () = &mut late => return Err(Problem::busy("the server was too busy to begin in time")),
        };
        tokio::select! {
            biased;
            done = place.run(move || work(&cx)) => {
                Ok(done.map_err(|_| OpError::internal("the request was aborted"))??)
            }
            () = &mut late => Err(Problem::late(self.limit)),
        }
    }
}

/// The operations that requests may run. None fetches: whoever asks would choose where this machine asks, and what everybody
/// else is answered from.
pub(super) fn offered() -> impl Iterator<Item = &'static Registered> {
    OPERATIONS.iter().filter(|operation| operation.effect != Effect::Fetches)
}
