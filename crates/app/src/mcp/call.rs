//! One call of a tool: run beside the connection, with progress, until it answers, is cancelled or takes too long.

use std::sync::Arc;
use std::time::Duration;

use ops::{Cancel, Context, Registered};
use rmcp::ErrorData;
use rmcp::model::{CallToolResult, ContentBlock, ProgressNotificationParam};
use rmcp::service::{RequestContext, RoleServer};
use serde_json::Value;

use super::answer;
use super::notify::Notifier;
use crate::http::workers::{CancelOnDrop, FOREVER, Workers};

/// The calls of all clients.
pub(super) struct Calls {
    pub(super) workers: Workers,
    limit: Option<Duration>,
}

impl Calls {
    /// `limit` is the time that a call may take, with its wait for a place.
    pub(super) fn new(limit: Option<Duration>) -> Self {
        Self { workers: Workers::new(), limit }
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
            place = self.workers.place() => place.map_err(|_| cancelled())?,
            () = context.ct.cancelled() => return Err(cancelled()),
            () = &mut late => return Ok(too_late(limit, "the server was too busy to begin within")),
        };
        let (progress, mut steps) = Notifier::new();
        let cx = cx.with_cancel(cancel.0.clone()).with_progress(Arc::new(progress));
        let mut running = place.run(move || answer::result((operation.run_json)(arguments, &cx)?.as_ref()));
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
