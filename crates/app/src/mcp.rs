//! The Model Context Protocol: the operations as tools. The SDK is known to this file alone.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ops::{Answer, Cancel, Context, Effect, ErrorKind, OPERATIONS, OpError, Progress, Registered, Style};
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, CustomRequest, CustomResult,
    ErrorCode, Implementation, JsonObject, ListToolsResult, PaginatedRequestParams,
    ProgressNotificationParam, ServerCapabilities, ServerConfig, Tool, ToolAnnotations,
};
use rmcp::service::{RequestContext, RoleServer};
use rmcp::transport::async_rw::AsyncRwTransport;
use rmcp::{ErrorData, ServerHandler, ServiceExt};
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::{panics, terminal};

const INSTRUCTIONS: &str = "Facts about AWS permissions and checks of IAM policies, offline and without an AWS account. \
    Look actions up before writing them into a policy, and validate every policy you write.";

/// The SDK drops longer messages without an answer, so this is far above what the limits of operations let through.
const LARGEST_MESSAGE: usize = 256 << 20;

/// Serves standard input and output until the client closes them.
pub fn serve_stdio(cx: Context) -> Result<(), OpError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| OpError::internal("no runtime").because(error))?;
    let served = runtime.block_on(async {
        let (input, output) = rmcp::transport::stdio();
        serve(cx, input, output).await
    });
    // A blocked read of standard input must not keep the process alive.
    runtime.shutdown_background();
    served
}

/// Serves a pair of streams until the client closes them.
pub async fn serve<R, W>(cx: Context, input: R, output: W) -> Result<(), OpError>
where
    R: tokio::io::AsyncRead + Send + Unpin + 'static,
    W: tokio::io::AsyncWrite + Send + Unpin + 'static,
{
    use rmcp::service::ServerInitializeError as Begin;
    let server = Server { cx: cx.with_session(Arc::default()) };
    let transport = AsyncRwTransport::new_server(input, output).with_max_line_length(LARGEST_MESSAGE);
    let running = match server.serve(transport).await {
        Ok(running) => running,
        Err(Begin::ConnectionClosed(_)) => return Ok(()),
        Err(error) => {
            return Err(
                OpError::invalid("the client did not begin with the protocol's handshake").because(error)
            );
        }
    };
    running.waiting().await.map_err(|error| OpError::internal("the server stopped").because(error))?;
    Ok(())
}

/// The tools, as `tools/list` gives them.
pub fn tools() -> Vec<Tool> {
    OPERATIONS.iter().map(tool).collect()
}

fn tool(operation: &Registered) -> Tool {
    let mut request = object((operation.request_schema)().to_value());
    let description =
        request.remove("description").and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default();
    let mut response = object((operation.response_schema)().to_value());
    response.remove("description");
    let annotations = ToolAnnotations::new()
        .read_only(operation.effect == Effect::Read)
        .destructive(operation.effect == Effect::WritesFiles)
        .idempotent(true)
        .open_world(operation.effect == Effect::WritesState);
    Tool::new(operation.name, description, request)
        .with_raw_output_schema(Arc::new(response))
        .annotate(annotations)
}

fn object(value: Value) -> JsonObject {
    if let Value::Object(members) = value { members } else { JsonObject::new() }
}

struct Server {
    cx: Context,
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        // What is wrong with a configuration is told with every request that it would hold for.
        let own = self.cx.instructions().unwrap_or_default();
        let instructions: Vec<_> =
            std::iter::once(INSTRUCTIONS).chain(own.as_deref().map(str::trim)).collect();
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("leastwise", env!("CARGO_PKG_VERSION")))
            .with_instructions(instructions.join("\n\n"))
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let operation = OPERATIONS.iter().find(|operation| operation.name == request.name);
        let unknown = || ErrorData::invalid_params(format!("there is no tool `{}`", request.name), None);
        let operation = operation.ok_or_else(unknown)?;
        let arguments = Value::Object(request.arguments.unwrap_or_default());

        let cancel = Cancel::default();
        let (sender, mut receiver) = unbounded_channel();
        let progress = Arc::new(Notifier { sender, last: Mutex::new((Instant::now(), 0)) });
        let cx = self.cx.clone().with_cancel(cancel.clone()).with_progress(progress);
        let mut answer = tokio::task::spawn_blocking(move || {
            panics::caught(|| result((operation.run_json)(arguments, &cx)?.as_ref()))
        });
        let token = context.meta.get_progress_token();
        let answer = loop {
            tokio::select! {
                biased;
                Some((done, total, what)) = receiver.recv() => if let Some(token) = &token {
                    let mut param = ProgressNotificationParam::new(token.clone(), done).with_message(what);
                    param.total = total;
                    // The call goes on although nobody may be listening any more.
                    let _ = context.peer.notify_progress(param).await;
                },
                () = context.ct.cancelled(), if !cancel.is_cancelled() => cancel.cancel(),
                answer = &mut answer => break answer,
            }
        };
        match answer {
            Ok(Ok(result)) => Ok(result.into()),
            // Nobody gets this answer.
            Ok(Err(_)) if cancel.is_cancelled() => Err(ErrorData::internal_error("cancelled", None)),
            Ok(Err(error)) => refusal(&error).map(Into::into),
            Err(_) => Err(ErrorData::internal_error("the operation was aborted", None)),
        }
    }

    /// What is no request of the protocol; the SDK takes one whose parameters it cannot read for such.
    async fn on_custom_request(
        &self,
        request: CustomRequest,
        _context: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        Err(match request.method.as_str() {
            "tools/call" => {
                ErrorData::invalid_params("`params` holds a `name`, and `arguments` that are an object", None)
            }
            other => {
                ErrorData::new(ErrorCode::METHOD_NOT_FOUND, format!("there is no method `{other}`"), None)
            }
        })
    }
}

fn result(answer: &dyn Answer) -> Result<CallToolResult, OpError> {
    let mut result = CallToolResult::success(vec![ContentBlock::text(answer.text(Style::default()))]);
    result.structured_content = Some(answer.json()?);
    Ok(result)
}

/// The caller's mistakes are results that a model can read and mend; ours are errors of the protocol.
fn refusal(error: &OpError) -> Result<CallToolResult, ErrorData> {
    if error.kind == ErrorKind::Internal {
        terminal::complain_of(error);
        return Err(ErrorData::internal_error(error.message.clone(), None));
    }
    let hint = error.hint.as_ref().map(|hint| format!("\nhelp: {hint}")).unwrap_or_default();
    let mut lines = vec![format!("{}{hint}", error.message)];
    lines.extend(error.also.iter().cloned());
    Ok(CallToolResult::error(vec![ContentBlock::text(lines.join("\n"))]))
}

type Step = (f64, Option<f64>, String);

/// Turns progress into notifications, a few a second.
struct Notifier {
    sender: UnboundedSender<Step>,
    /// When the last one was sent, and how far the operation was: the protocol wants growing figures.
    last: Mutex<(Instant, u64)>,
}

const PACE: Duration = Duration::from_millis(200);

impl Progress for Notifier {
    #[allow(clippy::cast_precision_loss, reason = "the protocol counts in floating point")]
    fn at(&self, done: u64, total: Option<u64>, what: &str) {
        let Ok(mut last) = self.last.try_lock() else { return };
        if done > last.1 && last.0.elapsed() >= PACE {
            *last = (Instant::now(), done);
            // Nobody receives once the call is answered.
            let _ = self.sender.send((done as f64, total.map(|total| total as f64), what.to_owned()));
        }
    }

    fn note(&self, line: &str) {
        terminal::complain(&format!("warning: {line}"));
    }
}
