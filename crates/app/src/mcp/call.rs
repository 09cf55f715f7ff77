//! One call of a tool: run beside the connection, with progress, until it answers or is cancelled.

use std::sync::Arc;

use ops::{Cancel, Context, Registered};
use rmcp::ErrorData;
use rmcp::model::{CallToolResult, ProgressNotificationParam};
use rmcp::service::{RequestContext, RoleServer};
use serde_json::Value;

use super::answer;
use super::notify::Notifier;
use crate::panics;

pub(super) async fn call(
    operation: &'static Registered,
    arguments: Value,
    cx: Context,
    context: RequestContext<RoleServer>,
) -> Result<CallToolResult, ErrorData> {
    let cancel = Cancel::default();
    let (progress, mut steps) = Notifier::new();
    let cx = cx.with_cancel(cancel.clone()).with_progress(Arc::new(progress));
    let mut running = tokio::task::spawn_blocking(move || {
        panics::caught(|| answer::result((operation.run_json)(arguments, &cx)?.as_ref()))
    });
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
            () = context.ct.cancelled(), if !cancel.is_cancelled() => cancel.cancel(),
            answer = &mut running => break answer,
        }
    };
    match answer {
        Ok(Ok(result)) => Ok(result),
        // Nobody gets this answer.
        Ok(Err(_)) if cancel.is_cancelled() => Err(ErrorData::internal_error("cancelled", None)),
        Ok(Err(error)) => answer::refusal(&error),
        Err(_) => Err(ErrorData::internal_error("the operation was aborted", None)),
    }
}
