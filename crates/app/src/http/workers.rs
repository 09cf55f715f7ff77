//! The threads that may block: so many pieces of work at once, the others in the order they came.

use std::sync::Arc;
use std::time::Duration;

use ops::{Cancel, OpError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;

use crate::panics;

/// Places for work; the others wait in the order they came.
pub(crate) struct Workers {
    places: Arc<Semaphore>,
    count: u32,
}

/// A call is mostly computing, so more than a few for each core would only slow each other down; a few more than cores
/// let short calls pass long ones.
const PLACES_A_CORE: u32 = 4;

/// Threads beside those at work: files that are taken in, and lines of the audit log.
const OTHERS: usize = 4;

/// Far enough that no call takes as long.
pub(crate) const FOREVER: Duration = Duration::from_hours(24 * 365);

/// A place, to be given back when the work has ended, which may be after everybody stopped waiting for it.
pub(crate) struct Place(OwnedSemaphorePermit);

impl Workers {
    pub(crate) fn new() -> Self {
        let count = places();
        Self { places: Arc::new(Semaphore::new(count as usize)), count }
    }

    /// Returns once nothing runs any more, nor what is waiting now.
    pub(crate) async fn finished(&self) {
        let all = self.places.acquire_many(self.count).await;
        drop(all);
    }

    pub(crate) async fn place(&self) -> Result<Place, OpError> {
        self.places.clone().acquire_owned().await.map(Place).map_err(|_| aborted())
    }

    /// Makes what takes a moment and has no progress to tell, in its turn.
    pub(crate) async fn made<T: Send + 'static>(
        &self,
        make: impl FnOnce() -> Result<T, OpError> + Send + 'static,
    ) -> Result<T, OpError> {
        self.place().await?.run(make).await.map_err(|_| aborted())?
    }
}

fn places() -> u32 {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    PLACES_A_CORE * u32::try_from(cores.clamp(2, 64)).unwrap_or(64)
}

/// All threads that may block. A thread that ends a call is not yet idle when the next one begins, so without a bound there would be more and more,
/// each with memory of its own that it does not give back.
pub(crate) fn threads() -> usize {
    places() as usize + OTHERS
}

impl Place {
    /// Works on a thread that may block.
    pub(crate) fn run<T: Send + 'static>(
        self,
        work: impl FnOnce() -> Result<T, OpError> + Send + 'static,
    ) -> JoinHandle<Result<T, OpError>> {
        tokio::task::spawn_blocking(move || {
            let done = panics::caught(work);
            drop(self.0);
            done
        })
    }
}

/// Tells the work to stop once nobody waits for it: whoever waits holds this.
pub(crate) struct CancelOnDrop(pub(crate) Cancel);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

fn aborted() -> OpError {
    OpError::internal("the request was aborted")
}
