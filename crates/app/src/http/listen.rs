//! Connections: a bounded number, none idle for ever, and an end that lets calls finish.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use ops::OpError;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::patient::Patient;

/// More wait in the kernel until one ends. Below the 1,024 open files that a process often may have.
const CONNECTIONS: usize = 900;

/// Connections that the kernel holds for us.
const WAITING: u32 = 4096;

/// The head of a request must have come by then; between requests a connection may be idle as long.
const HEAD: Duration = Duration::from_secs(30);

/// A client must take something of an answer in that time.
const ANSWER: Duration = Duration::from_secs(30);

/// At the end, calls have so long to finish, and after that connections so long to close.
const LAST_CALLS: Duration = Duration::from_secs(5);
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Whose connection a request came over.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Takes the address, so that what it really is can be told.
pub(crate) fn bind(address: SocketAddr) -> Result<TcpListener, OpError> {
    let listener = || {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        socket.set_reuseaddr(cfg!(unix))?;
        socket.bind(address)?;
        socket.listen(WAITING)
    };
    listener().map_err(|error| OpError::io(&address.to_string(), error))
}

/// Serves until `ended`. Then nothing new is taken, calls may finish until all are `answered`, and `stop` ends what is
/// left.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    answered: impl Future<Output = ()>,
    stop: CancellationToken,
    ended: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let mut ended = pin!(ended);
    loop {
        let next = async {
            let place = places.clone().acquire_owned().await;
            (accept(&listener).await, place)
        };
        let ((stream, peer), place) = tokio::select! {
            next = next => next,
            () = &mut ended => break,
        };
        // A small answer must not wait for the acknowledgement of the one before.
        let _ = stream.set_nodelay(true);
        let service = FromPeer { router: TowerToHyperService::new(router.clone()), peer: Peer(peer) };
        let connection =
            graceful.watch(http.serve_connection(TokioIo::new(Patient::new(stream, ANSWER)), service));
        tokio::spawn(async move {
            // A client that breaks its connection off is told nothing any more.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(LAST_CALLS, answered).await;
    stop.cancel();
    let _ = tokio::time::timeout(LAST_WORDS, graceful.shutdown()).await;
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            // A connection that is gone already, or no file handles for a moment: neither ends the server.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

/// The routes as one connection reaches them.
struct FromPeer {
    router: TowerToHyperService<Router>,
    peer: Peer,
}

impl Service<Request<Incoming>> for FromPeer {
    type Response = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Response;
    type Error = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Error;
    type Future = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Future;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(self.peer);
        self.router.call(request)
    }
}
