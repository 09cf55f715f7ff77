//! The sessions of clients over HTTP: so many at most, none idle for ever, no call that nobody waits for any more.

use std::collections::HashMap;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::http::request::Parts;
use futures::future::ready;
use futures::{Stream, StreamExt};
use rmcp::model::{
    CancelledNotification, CancelledNotificationParam, ClientJsonRpcMessage, ClientNotification,
    GetExtensions, JsonRpcMessage, RequestId, ServerJsonRpcMessage,
};
use rmcp::transport::streamable_http_server::SessionManager;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::session::{ServerSseMessage, SessionId};

/// More are refused until some have ended.
const MOST: usize = 400;

/// A session that nobody used for so long has ended.
const IDLE: Duration = Duration::from_mins(30);

/// A client that lost its connection has so long to take the answer up again.
const PATIENCE: Duration = Duration::from_secs(5);

/// The SDK's sessions, with limits.
pub(super) struct Sessions {
    local: Arc<LocalSessionManager>,
    /// How often each session took up a broken stream again.
    resumed: Arc<Mutex<HashMap<SessionId, Arc<AtomicU64>>>>,
}

impl Sessions {
    pub(super) fn new() -> Self {
        let mut local = LocalSessionManager::default();
        local.session_config.keep_alive = Some(IDLE);
        // Answers are not kept once they are sent: thousands a minute would fill the memory.
        local.session_config.completed_cache_ttl = Duration::ZERO;
        Self { local: Arc::new(local), resumed: Arc::default() }
    }

    /// Whether a further client would be refused.
    pub(super) async fn are_full(&self) -> bool {
        self.local.sessions.read().await.len() >= MOST
    }

    fn resumed(&self, id: &SessionId) -> Arc<AtomicU64> {
        let mut resumed = self.resumed.lock().unwrap_or_else(PoisonError::into_inner);
        resumed.entry(id.clone()).or_default().clone()
    }
}

impl SessionManager for Sessions {
    type Error = io::Error;
    type Transport = <LocalSessionManager as SessionManager>::Transport;

    async fn create_session(&self) -> io::Result<(SessionId, Self::Transport)> {
        if self.are_full().await {
            return Err(io::Error::other("too many sessions"));
        }
        self.local.create_session().await.map_err(other)
    }

    async fn initialize_session(
        &self,
        id: &SessionId,
        message: ClientJsonRpcMessage,
    ) -> io::Result<ServerJsonRpcMessage> {
        self.local.initialize_session(id, message).await.map_err(other)
    }

    async fn has_session(&self, id: &SessionId) -> io::Result<bool> {
        self.local.has_session(id).await.map_err(other)
    }

    async fn close_session(&self, id: &SessionId) -> io::Result<()> {
        self.resumed.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
        self.local.close_session(id).await.map_err(other)
    }

    async fn create_stream(
        &self,
        id: &SessionId,
        message: ClientJsonRpcMessage,
    ) -> io::Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static> {
        let call = match &message {
            JsonRpcMessage::Request(request) => Some(Call {
                local: self.local.clone(),
                session: id.clone(),
                request: request.id.clone(),
                resumed: self.resumed(id),
            }),
            _ => None,
        };
        let knows_beginnings = knows_beginnings(&message);
        let stream = self.local.create_stream(id, message).await.map_err(other)?;
        let stream = stream.filter(move |event| ready(knows_beginnings || event.message.is_some()));
        Ok(Watched { stream: Box::pin(stream), call })
    }

    async fn accept_message(&self, id: &SessionId, message: ClientJsonRpcMessage) -> io::Result<()> {
        self.local.accept_message(id, message).await.map_err(other)
    }

    async fn create_standalone_stream(
        &self,
        id: &SessionId,
    ) -> io::Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static> {
        self.local.create_standalone_stream(id).await.map_err(other)
    }

    async fn resume(
        &self,
        id: &SessionId,
        last_event_id: String,
    ) -> io::Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static> {
        self.resumed(id).fetch_add(1, Ordering::Relaxed);
        self.local.resume(id, last_event_id).await.map_err(other)
    }
}

/// Whether the client knows the event without a message that begins a stream, and names it for one that broke.
fn knows_beginnings(message: &ClientJsonRpcMessage) -> bool {
    let JsonRpcMessage::Request(request) = message else { return false };
    let head = request.request.extensions().get::<Parts>();
    let version = head.and_then(|head| head.headers.get("mcp-protocol-version")?.to_str().ok());
    version.is_some_and(|version| version >= "2025-11-25")
}

fn other(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}

/// A call that is not answered yet.
struct Call {
    local: Arc<LocalSessionManager>,
    session: SessionId,
    request: RequestId,
    resumed: Arc<AtomicU64>,
}

impl Call {
    /// Ends the call unless its client comes back.
    async fn abandon(self) {
        let before = self.resumed.load(Ordering::Relaxed);
        tokio::time::sleep(PATIENCE).await;
        if self.resumed.load(Ordering::Relaxed) == before {
            let param =
                CancelledNotificationParam::new(Some(self.request), Some("the client is gone".to_owned()));
            let cancelled = ClientNotification::CancelledNotification(CancelledNotification::new(param));
            // The session may have ended meanwhile, and the call with it.
            let _ =
                self.local.accept_message(&self.session, ClientJsonRpcMessage::notification(cancelled)).await;
        }
    }
}

/// The answer on its way; dropped before its end, nobody waits for it any more.
struct Watched<S> {
    stream: Pin<Box<S>>,
    /// Taken when it is answered.
    call: Option<Call>,
}

impl<S: Stream<Item = ServerSseMessage>> Stream for Watched<S> {
    type Item = ServerSseMessage;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<ServerSseMessage>> {
        let polled = self.stream.as_mut().poll_next(context);
        let is_over = match &polled {
            Poll::Ready(Some(event)) => matches!(
                event.message.as_deref(),
                Some(JsonRpcMessage::Response(_) | JsonRpcMessage::Error(_))
            ),
            Poll::Ready(None) => true,
            Poll::Pending => false,
        };
        if is_over {
            self.call = None;
        }
        polled
    }
}

impl<S> Drop for Watched<S> {
    fn drop(&mut self) {
        // Outside of a runtime the server has ended, and every call with it.
        if let (Some(call), Ok(runtime)) = (self.call.take(), tokio::runtime::Handle::try_current()) {
            runtime.spawn(call.abandon());
        }
    }
}
