//! Which transport is served, where, and to whom.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use clap::ValueEnum;
use clap::builder::PossibleValue;
use ops::{Context, OpError};
use rmcp::ServerHandler;
use tokio_util::sync::CancellationToken;

use super::guard::{Guard, is_host, is_origin};
use super::server::Server;
use super::shared::Shared;
use super::{http, listen, sse};
use crate::{environment, terminal};

/// How messages travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transport {
    Stdio,
    Http,
    Sse,
}

impl ValueEnum for Transport {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Stdio, Self::Http, Self::Sse]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Stdio => ("stdio", "Standard input and output, for one client"),
            Self::Http => ("http", "Streamable HTTP, at /mcp"),
            Self::Sse => ("sse", "Deprecated: HTTP with server-sent events, at /sse, for old clients"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

/// Where is listened, and who is let in.
pub(super) struct Listening {
    pub(super) transport: Transport,
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) token: Option<String>,
    pub(super) hosts: Vec<String>,
    pub(super) origins: Vec<String>,
}

/// A shorter one could be tried out.
const SHORTEST_TOKEN: usize = 16;

/// Serves until the process is asked to end.
pub(super) fn serve(shared: Shared, listening: Listening) -> Result<(), OpError> {
    let shared = Arc::new(shared);
    let counted = shared.clone();
    let answered = async move { counted.calls.finished().await };
    match listening.transport {
        Transport::Sse => {
            serve_routes(listening, sse::PATH, |guard, stop| sse::router(shared, guard, stop), answered)
        }
        Transport::Http | Transport::Stdio => {
            let server = move || Server::of_requests(shared.clone());
            serve_routes(listening, http::PATH, |guard, stop| http::router(server, guard, stop), answered)
        }
    }
}

/// Serves any handlers in the way that `leastwise mcp --transport http --port 0` serves its own: so that what conformance
/// suites want to see can stand behind the same transport.
pub fn serve_handlers<H: ServerHandler>(
    handler: impl Fn() -> H + Send + Sync + 'static,
) -> Result<(), OpError> {
    let listening = Listening {
        transport: Transport::Http,
        host: "127.0.0.1".to_owned(),
        port: 0,
        token: None,
        hosts: Vec::new(),
        origins: Vec::new(),
    };
    serve_routes(
        listening,
        http::PATH,
        |guard, stop| http::router(handler, guard, stop),
        std::future::ready(()),
    )
}

fn serve_routes(
    listening: Listening,
    path: &str,
    router: impl FnOnce(Guard, CancellationToken) -> Router,
    answered: impl Future<Output = ()>,
) -> Result<(), OpError> {
    let address = allowed_address(&listening)?;
    let workers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get).clamp(2, 4);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(workers).enable_all().build();
    let runtime = runtime.map_err(|error| OpError::internal("no runtime").because(error))?;
    let served = runtime.block_on(async {
        let listener = listen::bind(address)?;
        let bound = listener.local_addr().map_err(|error| OpError::io(&address.to_string(), error))?;
        let Listening { token, hosts, origins, .. } = listening;
        let guard = Guard::new(bound.ip(), &hosts, &origins, token);
        let stop = CancellationToken::new();
        let router = router(guard, stop.clone());
        let ended = asked_to_end()?;
        terminal::complain(&format!("listening on http://{bound}{path}"));
        listen::serve(listener, router, answered, stop, ended).await;
        Ok(())
    });
    // A call that does not stop must not keep the process alive.
    runtime.shutdown_background();
    served
}

/// The token of a file, or else of the environment.
pub(super) fn token(file: Option<&Path>, cx: &Context) -> Result<Option<String>, OpError> {
    let (token, place) = match file {
        Some(file) => {
            let text = String::from_utf8(cx.read_file(file)?).ok();
            (text, format!("the token in `{}`", file.display()))
        }
        None => match environment::mcp_token() {
            Some(token) => (token.into_string().ok(), "the token in `LEASTWISE_MCP_TOKEN`".to_owned()),
            None => return Ok(None),
        },
    };
    let token = token.as_deref().map(str::trim).unwrap_or_default();
    if token.len() < SHORTEST_TOKEN || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(OpError::invalid(format!(
            "{place} is not {SHORTEST_TOKEN} or more printable ASCII characters without a space"
        ))
        .hint("make one with `openssl rand -hex 32`"));
    }
    Ok(Some(token.to_owned()))
}

/// The address, if who is let in is safe there.
fn allowed_address(listening: &Listening) -> Result<SocketAddr, OpError> {
    let Listening { host, port, .. } = listening;
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let unknown = || OpError::invalid(format!("`{host}` is neither an address nor a name of this machine"));
    let addresses = (bare, *port).to_socket_addrs().map_err(|error| unknown().because(error))?;
    let addresses: Vec<_> = addresses.collect();
    let address = *addresses.first().ok_or_else(unknown)?;
    if !addresses.iter().all(|address| address.ip().is_loopback()) && listening.token.is_none() {
        return Err(OpError::invalid(format!(
            "others than this machine could reach `{host}`, and there is no token"
        ))
        .hint("give `--token-file FILE` or set LEASTWISE_MCP_TOKEN, or listen on 127.0.0.1"));
    }
    if let Some(wrong) = listening.hosts.iter().find(|host| !is_host(host)) {
        return Err(OpError::invalid(format!("`{wrong}` is not the name of a host"))
            .hint("write `mcp.example.com`, or `mcp.example.com:8443` for that port alone"));
    }
    if let Some(wrong) = listening.origins.iter().find(|origin| !is_origin(origin)) {
        return Err(
            OpError::invalid(format!("`{wrong}` is not an origin")).hint("write `https://app.example.com`")
        );
    }
    Ok(address)
}

/// Returns when the process gets a signal to end.
#[cfg(unix)]
fn asked_to_end() -> Result<impl Future<Output = ()>, OpError> {
    use tokio::signal::unix::{SignalKind, signal};
    let signals = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()].map(signal);
    let mut signals: Vec<_> = signals
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(|error| OpError::internal("no signals").because(error))?;
    Ok(async move {
        let any = signals.iter_mut().map(|signal| Box::pin(signal.recv()));
        futures::future::select_all(any).await;
    })
}

#[cfg(not(unix))]
fn asked_to_end() -> Result<impl Future<Output = ()>, OpError> {
    Ok(async {
        // Without a way to hear of it, the signal ends the process by itself.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
