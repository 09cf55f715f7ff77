//! What is worth another try is tried again, ever later.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::sleep;
use std::time::Duration;

use crate::Context;
use crate::context::StoreError;
use crate::fingerprint::fnv1a;

/// With pauses that double up to [`LONGEST`], some two minutes: longer than S3 takes to make room for a busy prefix.
const TRIES: u32 = 12;
const SHORTEST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(20);
/// How long an interrupt may go unnoticed.
const NAP: Duration = Duration::from_millis(50);

/// Counts what was tried again.
#[derive(Default)]
pub(super) struct Retries(AtomicU64);

impl Retries {
    pub(super) fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Does `once` until it succeeds, fails for good, has been tried often enough, or nobody waits any more.
    pub(super) fn retried<T>(
        &self,
        key: &str,
        cx: &Context,
        mut once: impl FnMut() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut tried = 1;
        loop {
            let busy = match once() {
                Err(StoreError::Busy(why)) => why,
                done => return done,
            };
            if tried == TRIES || !rest(pause(key, tried), cx) {
                return Err(StoreError::Busy(format!("{busy} (tried {tried} times)")));
            }
            self.0.fetch_add(1, Ordering::Relaxed);
            tried += 1;
        }
    }
}

/// Between one half and all of what the number of tries asks for: the key decides, so that not all come back at once.
fn pause(key: &str, tried: u32) -> Duration {
    let most = SHORTEST.saturating_mul(1_u32.checked_shl(tried - 1).unwrap_or(u32::MAX)).min(LONGEST);
    let share = fnv1a(key.bytes().chain(tried.to_le_bytes())) % 512;
    most.saturating_mul(512 + u32::try_from(share).unwrap_or_default()) / 1024
}

/// Sleeps, and tells whether anyone still waits.
fn rest(mut left: Duration, cx: &Context) -> bool {
    while !left.is_zero() && !cx.is_cancelled() {
        sleep(left.min(NAP));
        left = left.saturating_sub(NAP);
    }
    !cx.is_cancelled()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_limit_and_differ_by_key() {
        for tried in 1..TRIES {
            let most = SHORTEST.saturating_mul(1 << (tried - 1)).min(LONGEST);
            for key in ["a", "b", "c"] {
                let pause = pause(key, tried);
                assert!(pause >= most / 2 && pause <= most, "{key} {tried}: {pause:?}");
            }
            assert_ne!(pause("a", tried), pause("b", tried));
        }
    }
}
