//! Waiting between tries: longer each time, by chance, so that those who were refused together do not come back together.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// The first wait is at most this.
const FIRST: Duration = Duration::from_millis(25);
const LONGEST: Duration = Duration::from_secs(5);
/// Half a minute of waiting, on average.
const TRIES: u32 = 16;

#[derive(Default)]
pub(super) struct Backoff {
    tries: u32,
}

impl Backoff {
    /// Waits; false if it was tried often enough.
    pub(super) async fn wait(&mut self) -> bool {
        self.tries += 1;
        if self.tries >= TRIES {
            return false;
        }
        let most = FIRST.saturating_mul(1 << self.tries.min(16)).min(LONGEST);
        let wait = most.saturating_mul(u32::try_from(by_chance() % 1_000).unwrap_or_default()) / 1_000;
        tokio::time::sleep(wait).await;
        true
    }
}

/// Another number each time: the standard library makes no two of these states alike.
pub(super) fn by_chance() -> u64 {
    RandomState::new().hash_one(())
}
