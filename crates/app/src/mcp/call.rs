//! One call of a tool: run beside the connection, with progress, until it answers, is cancelled or takes too long.

use std::sync::Arc;
use std::time::Duration;

use ops::{Cancel, Context, OpError, Registered};
use rmcp::ErrorData;
use rmcp::model::{CallToolResult, ContentBlock, ProgressNotificationParam};
use rmcp::service::{RequestContext, RoleServer};
use serde_json::Value;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::answer;
use super::notify::Notifier;
use crate::panics;

/// How many calls run at once; the others wait in the order they came.
pub(super) struct Calls {
    places: Arc<Semaphore>,
    count: u32,
    limit: Option<Duration>,
}

/// A call is mostly computing, so more than a few for each core would only slow each other down; a few more than cores
/// let short calls pass long ones.
const PLACES_A_CORE: u32 = 4;

impl Calls {
    /// `limit` is the time that a call may take, with its wait for a place.
    pub(super) fn new(limit: Option<Duration>) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let count = PLACES_A_CORE * u32::try_from(cores.clamp(2, 64)).unwrap_or(64);
        Self { places: Arc::new(Semaphore::new(count as usize)), count, limit }
    }

    /// Returns once no call runs any more, nor any that is waiting now.
    pub(super) async fn finished(&self) {
        let all = self.places.acquire_many(self.count).await;
        drop(all);
    }

    pub(super) async fn run(
        &self,
        operation: &'static Registered,
        arguments: Value,
        cx: Context,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResult, ErrorData> {
        // Whoever drops this future waits no longer for the answer.
        let cancel = CancelOnDrop(Cancel::default());
        let limit = self.limit.unwrap_or(FOREVER);
        let late = tokio::time::sleep(limit);
        tokio::pin!(late);

        let place = tokio::select! {
            biased;
            place = self.places.clone().acquire_owned() => place.map_err(|_| cancelled())?,
            () = context.ct.cancelled() => return Err(cancelled()),
            () = &mut late => return Ok(too_late(limit, "the server was too busy to begin within")),
        };
        let (progress, mut steps) = Notifier::new();
        let cx = cx.with_cancel(cancel.0.clone()).with_progress(Arc::new(progress));
        let mut running = tokio::task::spawn_blocking(move || answered(operation, arguments, &cx, place));
        let token = context.meta.get_progress_token();
        let answer = loop {
            tokio::select! {
                biased;
                Some((done, total, what)) = steps.recv() => if let Some(token) = &token {
                    let mut param = ProgressNotificationParam::new(token.clone(), done).with_message(what);
                    param.total = total;
                    // The call goes on although nobody may be listening any more.
                    let _ = context.peer.notify_progress(param).await;
                },
                () = context.ct.cancelled(), if !cancel.0.is_cancelled() => cancel.0.cancel(),
                () = &mut late, if !cancel.0.is_cancelled() => {
                    return Ok(too_late(limit, "this took longer than"));
                }
                answer = &mut running => break answer,
            }
        };
        match answer {
            Ok(Ok(result)) => Ok(result),
            // Nobody gets this answer.
            Ok(Err(_)) if cancel.0.is_cancelled() => Err(cancelled()),
            Ok(Err(error)) => answer::refusal(&error),
            Err(_) => Err(ErrorData::internal_error("the operation was aborted", None)),
        }
    }

    /// Makes what takes a moment and has no progress to tell, in its turn.
    pub(super) async fn made<T: Send + 'static>(
        &self,
        make: impl FnOnce() -> Result<T, OpError> + Send + 'static,
    ) -> Result<T, OpError> {
        let aborted = || OpError::internal("the request was aborted");
        let place = self.places.clone().acquire_owned().await.map_err(|_| aborted())?;
        let made = tokio::task::spawn_blocking(move || {
            let made = panics::caught(make);
            drop(place);
            made
        });
        made.await.map_err(|_| aborted())?
    }
}

/// Far enough that no call takes as long.
const FOREVER: Duration = Duration::from_hours(24 * 365);

struct CancelOnDrop(Cancel);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// The place is given back when the work has ended, which may be after everybody stopped waiting for it.
fn answered(
    operation: &Registered,
    arguments: Value,
    cx: &Context,
    place: OwnedSemaphorePermit,
) -> Result<CallToolResult, OpError> {
    let answer = panics::caught(|| answer::result((operation.run_json)(arguments, cx)?.as_ref()));
    drop(place);
    answer
}

fn cancelled() -> ErrorData {
    ErrorData::internal_error("cancelled", None)
}

fn too_late(limit: Duration, what: &str) -> CallToolResult {
    CallToolResult::error(vec![ContentBlock::text(format!(
        "{what} {} seconds\nhelp: ask for less at once, or start the server with a longer `--timeout`",
        limit.as_secs()
    ))])
}
