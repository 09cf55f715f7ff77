//! Which transport is served, where, and to whom.

use std::future::ready;
use std::sync::Arc;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use ops::OpError;
use rmcp::ServerHandler;

use super::server::Server;
use super::shared::Shared;
use super::{http, sse};
use crate::environment;
use crate::http::door::{Door, Served};
use crate::http::guard::Pages;

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

/// Serves until the process is asked to end.
pub(super) fn serve(transport: Transport, shared: Shared, door: Door) -> Result<(), OpError> {
    let shared = Arc::new(shared);
    let counted = shared.clone();
    let answered = async move { counted.calls.workers.finished().await };
    match transport {
        Transport::Sse => {
            door.serve(sse::PATH, |guard, stop| Served::ready(sse::router(shared, guard, stop)), answered)
        }
        Transport::Http | Transport::Stdio => {
            let server = move || Server::of_requests(shared.clone());
            door.serve(http::PATH, |guard, stop| Served::ready(http::router(server, guard, stop)), answered)
        }
    }
}

/// Serves any handlers in the way that `leastwise mcp --transport http --port 0` serves its own: so that what conformance
/// suites want to see can stand behind the same transport.
pub fn serve_handlers<H: ServerHandler>(
    handler: impl Fn() -> H + Send + Sync + 'static,
) -> Result<(), OpError> {
    let door = Door {
        host: "127.0.0.1".to_owned(),
        port: 0,
        token: None,
        hosts: Vec::new(),
        origins: Vec::new(),
        pages: Pages::Local,
        variable: environment::MCP_TOKEN,
    };
    door.serve(http::PATH, |guard, stop| Served::ready(http::router(handler, guard, stop)), ready(()))
}
