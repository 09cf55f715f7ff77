//! The bodies of requests: taken in whole, within a time, and within a memory that all of them share.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use futures::StreamExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The largest body of a request.
pub(crate) const LARGEST: usize = 8 << 20;

/// Memory for the bodies of all requests that are under way at once.
const ALL: usize = 64 << 20;

/// The unit in which memory is given out.
const UNIT: usize = 4 << 10;

/// Requests that are worked on or wait for it at once; each takes memory beside its body.
const REQUESTS: usize = 256;

/// The body must have come by then.
const UPLOAD: Duration = Duration::from_secs(30);

/// A request that has come waits so long for the others.
const PATIENCE: Duration = Duration::from_mins(1);

/// What all requests share.
pub(crate) struct Bodies {
    /// In units.
    memory: Arc<Semaphore>,
    requests: Arc<Semaphore>,
}

/// A request whose body is here. Held until it is answered, since until then it takes up memory.
#[derive(Clone)]
pub(crate) struct Taken {
    _given_back_on_drop: Arc<(Vec<OwnedSemaphorePermit>, OwnedSemaphorePermit)>,
}

/// Why a body was not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Untaken {
    /// Over [`LARGEST`].
    TooLarge,
    /// It came too slowly.
    Slow,
    /// It ended before its length, or its chunks are none.
    Broken,
    /// Others have the memory.
    Busy,
}

impl Bodies {
    pub(crate) fn new() -> Self {
        Self { memory: Arc::new(Semaphore::new(ALL / UNIT)), requests: Arc::new(Semaphore::new(REQUESTS)) }
    }

    /// Takes the whole body in. What has come is paid for as it comes, so that clients which promise much and send little
    /// keep nobody out; and only who has sent everything waits for the others, so that nobody waits for the slow.
    pub(crate) async fn take(&self, headers: &HeaderMap, body: Body) -> Result<(Bytes, Taken), Untaken> {
        if told_length(headers).is_some_and(|length| length > LARGEST) {
            return Err(Untaken::TooLarge);
        }
        let read = tokio::time::timeout(UPLOAD, self.read(body));
        let (bytes, memory) = read.await.map_err(|_| Untaken::Slow)??;
        let place = tokio::time::timeout(PATIENCE, self.requests.clone().acquire_owned()).await;
        let place = place.ok().and_then(Result::ok).ok_or(Untaken::Busy)?;
        Ok((bytes, Taken { _given_back_on_drop: Arc::new((memory, place)) }))
    }

    async fn read(&self, body: Body) -> Result<(Bytes, Vec<OwnedSemaphorePermit>), Untaken> {
        let mut stream = body.into_data_stream();
        let (mut whole, mut paid) = (Vec::new(), Vec::new());
        let mut first: Option<Bytes> = None;
        while let Some(chunk) = stream.next().await {
            // Its sender may be gone and not read this.
            let chunk = chunk.map_err(|_| Untaken::Broken)?;
            let length = first.as_ref().map_or(whole.len(), Bytes::len) + chunk.len();
            if length > LARGEST {
                return Err(Untaken::TooLarge);
            }
            let units = length
                .div_ceil(UNIT)
                .saturating_sub(paid.iter().map(OwnedSemaphorePermit::num_permits).sum());
            if units > 0 {
                let units = u32::try_from(units).unwrap_or(u32::MAX);
                // Who has a part of the memory must not wait for more of it: all could.
                paid.push(self.memory.clone().try_acquire_many_owned(units).map_err(|_| Untaken::Busy)?);
            }
            match first.take() {
                None if whole.is_empty() => first = Some(chunk),
                None => whole.extend_from_slice(&chunk),
                Some(before) => {
                    whole.extend_from_slice(&before);
                    whole.extend_from_slice(&chunk);
                }
            }
        }
        // Most bodies come in one piece, which need not be copied.
        Ok((first.unwrap_or_else(|| whole.into()), paid))
    }
}

/// The length that a request names for its body.
fn told_length(headers: &HeaderMap) -> Option<usize> {
    // A body in chunks is as long as it likes, whatever else is said.
    let told = headers.get(CONTENT_LENGTH).filter(|_| !headers.contains_key(TRANSFER_ENCODING));
    told.and_then(|length| length.to_str().ok()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_length_counts_unless_the_body_comes_in_chunks() {
        let of = |pairs: &[(&'static str, &'static str)]| {
            let pairs =
                pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
            told_length(&pairs.collect())
        };
        assert_eq!(of(&[("content-length", "12")]), Some(12));
        for unknown in [
            vec![],
            vec![("content-length", "-1")],
            vec![("content-length", "1"), ("transfer-encoding", "chunked")],
        ] {
            assert_eq!(of(&unknown), None, "{unknown:?}");
        }
    }

    #[tokio::test]
    async fn bodies_share_their_memory_and_give_it_back() {
        let bodies = Bodies::new();
        let chunks = |count: usize| {
            let chunk = Bytes::from(vec![b'x'; 1 << 20]);
            Body::from_stream(futures::stream::iter(
                (0..count).map(move |_| Ok::<_, std::io::Error>(chunk.clone())),
            ))
        };
        let none = HeaderMap::new();
        let mut held = Vec::new();
        for _ in 0..8 {
            let (bytes, taken) = bodies.take(&none, chunks(8)).await.unwrap();
            assert_eq!(bytes.len(), LARGEST);
            held.push(taken);
        }
        assert_eq!(bodies.take(&none, chunks(1)).await.err(), Some(Untaken::Busy));
        held.pop();
        assert_eq!(bodies.take(&none, chunks(9)).await.err(), Some(Untaken::TooLarge));
        assert!(bodies.take(&none, chunks(1)).await.is_ok());
    }
}
