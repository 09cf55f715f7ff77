//! Standard input and output: one client, one process.

use std::sync::Arc;

use ops::OpError;
use rmcp::ServiceExt;
use rmcp::service::ServerInitializeError;

use super::lines::Lines;
use super::server::Server;
use super::shared::Shared;

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
    let running = match Server::of_stream(Arc::new(shared)).serve(Lines::new(input, output)).await {
        Ok(running) => running,
        Err(ServerInitializeError::ConnectionClosed(_) | ServerInitializeError::TransportError { .. }) => {
            return Ok(());
        }
        Err(error) => {
            return Err(
                OpError::invalid("the client did not begin with the protocol's handshake").because(error)
            );
        }
    };
    running.waiting().await.map_err(|error| OpError::internal("the server stopped").because(error))?;
    Ok(())
}
