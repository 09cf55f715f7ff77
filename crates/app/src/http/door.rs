//! Where a server listens, and whom it lets in: the options that say so, and what is not safe to start.

use std::ffi::OsString;
use std::future::{Ready, pending, ready};
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::Path;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use ops::{Context, OpError};
use tokio_util::sync::CancellationToken;

use super::guard::{Guard, Pages, is_host, is_origin};
use super::{listen, workers};
use crate::terminal;

/// Where is listened, and who is let in.
pub(crate) struct Door {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) token: Option<String>,
    /// Further names of this server.
    pub(crate) hosts: Vec<String>,
    /// Where further web pages may come from.
    pub(crate) origins: Vec<String>,
    pub(crate) pages: Pages,
    /// The environment variable that may hold the token.
    pub(crate) variable: &'static str,
}

/// What is served.
pub(crate) struct Served<R> {
    pub(crate) router: Router,
    /// What is still made ready while requests are taken: if that fails, so does all.
    pub(crate) ready: R,
    /// The address is told that much later at most: where it is known by then that nothing can work, only that is told.
    pub(crate) patience: Duration,
}

impl Served<Ready<Result<(), OpError>>> {
    /// Nothing is left to be made ready.
    pub(crate) fn ready(router: Router) -> Self {
        Self { router, ready: ready(Ok(())), patience: Duration::ZERO }
    }
}

/// A shorter one could be tried out.
const SHORTEST_TOKEN: usize = 16;

impl Door {
    /// Serves until the process is asked to end. What is served is made for the guard that stands before it, and for the token
    /// that ends every stream. `answered` tells when nothing is being worked on any more. `path` is told with the address.
    pub(crate) fn serve<R: Future<Output = Result<(), OpError>>>(
        self,
        path: &str,
        router: impl FnOnce(Guard, CancellationToken) -> Served<R>,
        answered: impl Future<Output = ()>,
    ) -> Result<(), OpError> {
        let address = self.address()?;
        let drivers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get).clamp(2, 4);
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime =
            runtime.worker_threads(drivers).max_blocking_threads(workers::threads()).enable_all().build();
        let runtime = runtime.map_err(|error| OpError::internal("no runtime").because(error))?;
        let served = runtime.block_on(async {
            let listener = listen::bind(address)?;
            let bound = listener.local_addr().map_err(|error| OpError::io(&address.to_string(), error))?;
            let guard = Guard::new(bound.ip(), &self.hosts, &self.origins, self.token).with_pages(self.pages);
            let stop = CancellationToken::new();
            let Served { router, ready, patience } = router(guard, stop.clone());
            let asked = asked_to_end()?;
            let mut ready = pin!(ready);
            let mut failed = None;
            let told = async {
                let soon = tokio::time::timeout(patience, &mut ready).await;
                let is_ready = soon.is_ok();
                soon.unwrap_or(Ok(()))?;
                terminal::complain(&format!("listening on http://{bound}{path}"));
                if !is_ready {
                    ready.await?;
                }
                pending::<Result<(), OpError>>().await
            };
            let ended = async {
                tokio::select! {
                    () = asked => (),
                    error = told => failed = error.err(),
                }
            };
            listen::serve(listener, router, answered, stop, ended).await;
            failed.map_or(Ok(()), Err)
        });
        // A call that does not stop must not keep the process alive.
        runtime.shutdown_background();
        served
    }

    /// The address, if who is let in is safe there.
    fn address(&self) -> Result<SocketAddr, OpError> {
        let Self { host, port, .. } = self;
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let unknown =
            || OpError::invalid(format!("`{host}` is neither an address nor a name of this machine"));
        let addresses = (bare, *port).to_socket_addrs().map_err(|error| unknown().because(error))?;
        let addresses: Vec<_> = addresses.collect();
        let address = *addresses.first().ok_or_else(unknown)?;
        if !addresses.iter().all(|address| address.ip().is_loopback()) && self.token.is_none() {
            return Err(OpError::invalid(format!(
                "others than this machine could reach `{host}`, and there is no token"
            ))
            .hint(format!("give `--token-file FILE` or set {}, or listen on 127.0.0.1", self.variable)));
        }
        if let Some(wrong) = self.hosts.iter().find(|host| !is_host(host)) {
            return Err(OpError::invalid(format!("`{wrong}` is not the name of a host"))
                .hint("write `leastwise.example.com`, or `leastwise.example.com:8443` for that port alone"));
        }
        if let Some(wrong) = self.origins.iter().find(|origin| !is_origin(origin)) {
            return Err(OpError::invalid(format!("`{wrong}` is not an origin"))
                .hint("write `https://app.example.com`"));
        }
        Ok(address)
    }
}

/// The token of a file, or else of the environment: `variable` with what it holds.
pub(crate) fn token(
    file: Option<&Path>,
    (variable, held): (&str, Option<OsString>),
    cx: &Context,
) -> Result<Option<String>, OpError> {
    let (token, place) = match file {
        Some(file) => {
            let text = String::from_utf8(cx.read_file(file)?).ok();
            (text, format!("the token in `{}`", file.display()))
        }
        None => match held {
            Some(token) => (token.into_string().ok(), format!("the token in `{variable}`")),
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
