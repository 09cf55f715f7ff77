//! Standard input and output: one client, one process.

use std::sync::Arc;

use ops::OpError;
use rmcp::ServiceExt;
use rmcp::service::ServerInitializeError;
use rmcp::transport::async_rw::AsyncRwTransport;

use super::server::Server;
use super::shared::Shared;

/// The SDK drops longer messages without an answer, so this is far above what the limits of operations let through.
const LARGEST_MESSAGE: usize = 256 << 20;

/// Serves standard input and output until the client closes them.
pub(super) fn serve(shared: Shared) -> Result<(), OpError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| OpError::internal("no runtime").because(error))?;
    let served = runtime.block_on(answer(shared));
    // A blocked read of standard input must not keep the process alive.
    runtime.shutdown_background();
    served
}

async fn answer(shared: Shared) -> Result<(), OpError> {
    let (input, output) = rmcp::transport::stdio();
    let transport = AsyncRwTransport::new_server(input, output).with_max_line_length(LARGEST_MESSAGE);
    let running = match Server::of_stream(Arc::new(shared)).serve(transport).await {
        Ok(running) => running,
        Err(ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        Err(error) => {
            return Err(
                OpError::invalid("the client did not begin with the protocol's handshake").because(error)
            );
        }
    };
    running.waiting().await.map_err(|error| OpError::internal("the server stopped").because(error))?;
    Ok(())
}
