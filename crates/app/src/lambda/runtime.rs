//! The loop over events that Lambda hands out, one after the other.

use std::sync::Arc;
use std::time::Duration;

use lambda_http::lambda_runtime::{self, Diagnostic, LambdaEvent, service_fn};
use ops::context::Buckets;
use ops::{Cancel, Context, Files, OpError};
use serde_json::Value;

use super::batch;
use super::command::Function;
use super::counting::Counting;
use super::{gateway, stored};
use crate::buckets::Aws;
use crate::{environment, rest, terminal};

/// So long before Lambda ends the process nothing new is begun: what is under way is told as failed, and comes again.
const MARGIN: Duration = Duration::from_secs(5);

/// Serves until the process is ended.
pub(super) fn serve(function: Function, table: &str, cancel: &Cancel) -> Result<(), OpError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| OpError::internal("no runtime").because(error))?;
    let store = stored::open(table)?;
    let cx = environment::context(Files::Denied, cancel);
    let served = match function {
        Function::Analyzer => {
            let bucket = Aws.connect(None).map_err(OpError::invalid)?;
            let counting = Arc::new(Counting { bucket, store });
            let handler = service_fn(|event| analyzed(event, counting.clone(), cx.clone()));
            runtime.block_on(lambda_runtime::run(handler))
        }
        Function::Api => {
            let router = rest::hosted::router(store, environment::token(environment::SERVE_TOKEN), cancel)?;
            let handler = service_fn(|request| gateway::answer(router.clone(), request));
            runtime.block_on(lambda_http::run(handler))
        }
    };
    served.map_err(|error| OpError::internal(format!("the runtime ended: {error}")))
}

async fn analyzed(
    event: LambdaEvent<Value>,
    counting: Arc<Counting>,
    cx: Context,
) -> Result<Value, Diagnostic> {
    let LambdaEvent { payload, context } = event;
    let left = Duration::from_millis(context.deadline)
        .saturating_sub(Duration::from_secs(u64::try_from(environment::now()).unwrap_or_default()));
    let cancel = Cancel::default();
    let cx = cx.with_cancel(cancel.clone());
    let now = cx.now();
    let mut counted = tokio::task::spawn_blocking(move || batch::count(&payload, &counting, &cx));
    let counted = tokio::select! {
        counted = &mut counted => counted,
        () = tokio::time::sleep(left.saturating_sub(MARGIN)) => {
            cancel.cancel();
            counted.await
        }
    };
    let refused = |error: &OpError| {
        terminal::complain_of(error);
        Diagnostic { error_type: format!("{:?}", error.kind), error_message: error.message.clone() }
    };
    let outcome = counted
        .map_err(|error| refused(&OpError::internal("the batch was aborted").because(error)))?
        .map_err(|error| refused(&error))?;
    outcome.notes.iter().for_each(|note| terminal::complain(&format!("warning: {note}")));
    // Figures that nobody reads are no reason to count again.
    drop(terminal::print(&outcome.tally.line(now)));
    Ok(outcome.answer())
}
