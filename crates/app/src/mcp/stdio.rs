//! Standard input and output: one client, one process.

use ops::{Context, OpError};
use rmcp::ServiceExt;
use rmcp::transport::async_rw::AsyncRwTransport;

use super::server::Server;

/// The SDK drops longer messages without an answer, so this is far above what the limits of operations let through.
const LARGEST_MESSAGE: usize = 256 << 20;

/// Serves standard input and output until the client closes them.
pub(super) fn serve_stdio(cx: Context) -> Result<(), OpError> {
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
    let transport = AsyncRwTransport::new_server(input, output).with_max_line_length(LARGEST_MESSAGE);
    let running = match Server::new(cx).serve(transport).await {
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
