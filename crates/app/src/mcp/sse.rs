//! HTTP with server-sent events, the transport of clients from before 2025: a stream of answers at `/sse`, and an address
//! of its own for each client's messages. The SDK dropped it, so this is a bridge to its streams of messages.

use std::collections::HashMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, RawQuery, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures::channel::mpsc::{Receiver, Sender, channel};
use futures::{SinkExt, Stream, StreamExt};
use rmcp::model::{ClientJsonRpcMessage, ErrorCode, ServerJsonRpcMessage};
use rmcp::service::serve_server_with_ct;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::http::guarded;
use super::screen::{Screen, error};
use super::server::Server;
use super::shared::Shared;
use crate::http::guard::Guard;

pub(super) const PATH: &str = "/sse";
const MESSAGES: &str = "/messages";

/// Clients at once; each holds a connection.
const MOST: usize = 400;

/// Messages of a client that wait for the server, or of the server that wait for a slow client.
const WAITING: usize = 16;

/// What is served until `stop`, which ends every stream.
pub(super) fn router(shared: Arc<Shared>, guard: Guard, stop: CancellationToken) -> Router {
    let bridge = Arc::new(Bridge { shared, stop, clients: Mutex::default() });
    let protocol = Router::new().route(PATH, get(open)).route(MESSAGES, post(receive)).with_state(bridge);
    // The screen has a limit of its own.
    let protocol = protocol.layer(DefaultBodyLimit::disable());
    guarded(protocol, Screen::new(guard, None))
}

struct Bridge {
    shared: Arc<Shared>,
    stop: CancellationToken,
    /// Where each client's messages go.
    clients: Mutex<HashMap<String, Sender<ClientJsonRpcMessage>>>,
}

impl Bridge {
    fn clients<T>(&self, look: impl FnOnce(&mut HashMap<String, Sender<ClientJsonRpcMessage>>) -> T) -> T {
        look(&mut self.clients.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn open(State(bridge): State<Arc<Bridge>>) -> Response {
    // Whoever knows it may write in this client's name.
    let id = uuid::Uuid::new_v4().simple().to_string();
    let (sender, messages) = channel(WAITING);
    let (answers, outgoing) = channel::<ServerJsonRpcMessage>(WAITING);
    let is_in = bridge.clients(|clients| {
        let has_place = clients.len() < MOST;
        if has_place {
            clients.insert(id.clone(), sender);
        }
        has_place
    });
    if !is_in {
        let what = "the server has as many clients as it can hold; try again later";
        return error(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::INTERNAL_ERROR, what);
    }
    let gone = bridge.stop.child_token();
    let server = Server::of_stream(bridge.shared.clone());
    let served = gone.clone();
    tokio::spawn(async move {
        // A client without a handshake has nobody to tell; its stream just ends.
        if let Ok(running) = serve_server_with_ct(server, (answers, messages), served).await {
            let _ = running.waiting().await;
        }
    });
    let stream = Answers { outgoing, _client: Client { id: id.clone(), bridge, _gone: gone.drop_guard() } };
    let address = Event::default().event("endpoint").data(format!("{MESSAGES}?session_id={id}"));
    let events = futures::stream::iter([Ok(address)]).chain(stream);
    ([("x-accel-buffering", "no")], Sse::new(events).keep_alive(KeepAlive::default())).into_response()
}

async fn receive(State(bridge): State<Arc<Bridge>>, RawQuery(query): RawQuery, body: Bytes) -> Response {
    let query = query.unwrap_or_default();
    let id = query.split('&').find_map(|pair| pair.strip_prefix("session_id=")).unwrap_or_default();
    let Some(mut client) = bridge.clients(|clients| clients.get(id).cloned()) else {
        let what = "there is no such session: `GET /sse` begins one, and says where its messages go";
        return error(StatusCode::NOT_FOUND, ErrorCode::INVALID_REQUEST, what);
    };
    let Ok(message) = serde_json::from_slice(&body) else {
        // The screen has refused what is not JSON.
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    };
    match client.send(message).await {
        Ok(()) => StatusCode::ACCEPTED.into_response(),
        Err(_) => StatusCode::GONE.into_response(),
    }
}

/// A client that listens: taken off the list, and its calls cancelled, when its stream is dropped.
struct Client {
    id: String,
    bridge: Arc<Bridge>,
    _gone: DropGuard,
}

impl Drop for Client {
    fn drop(&mut self) {
        self.bridge.clients(|clients| clients.remove(&self.id));
    }
}

/// What the server says to one client.
struct Answers {
    outgoing: Receiver<ServerJsonRpcMessage>,
    _client: Client,
}

impl Stream for Answers {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.outgoing.poll_next_unpin(context).map(|message| {
            // What the SDK's types cannot be written as, they cannot hold.
            let text = serde_json::to_string(&message?).unwrap_or_default();
            Some(Ok(Event::default().event("message").data(text)))
        })
    }
}
