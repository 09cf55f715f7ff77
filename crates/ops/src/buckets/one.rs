//! One object that somebody named, instead of all that are listed.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use trail::{Problem, Usage};

use super::Address;
use super::fetch::Feed;
use super::object::{Fetched, PIECE};
use super::retry::Retries;
use crate::Context;
use crate::context::{Part, Store, StoreError};

/// What an object gave when it had the mark.
#[derive(Debug)]
pub struct ReadObject {
    pub mark: String,
    /// In bytes.
    pub size: u64,
    /// That of a run over this object and no other.
    pub usage: Usage,
    /// What of it could not be read, and never will be.
    pub problems: Vec<Problem>,
}

/// Reads an object, trying again what is worth another try for as long as the context is not cancelled; `None` if there is no such object.
///
/// # Errors
///
/// If it could not be had, or not to its end: nothing is known of what it holds.
pub fn read_object(
    store: &dyn Store,
    bucket: &str,
    key: &str,
    cx: &Context,
) -> Result<Option<ReadObject>, StoreError> {
    let retries = Retries::default();
    let feed = Feed::new(store, &retries, cx);
    let first = match feed.get(bucket, key, Some(&Part { from: 0, bytes: PIECE, mark: None })) {
        // Of an empty object there is no part.
        Err(StoreError::Changed) => feed.get(bucket, key, None),
        first => first,
    };
    let stored = match first {
        Err(StoreError::Gone) => return Ok(None),
        first => first?,
    };
    let (mark, size) = (stored.mark.clone(), stored.size);
    let (bucket, key, name) = (bucket.into(), key.to_owned(), Address::name(bucket, key));
    let fetched = Mutex::new(Some(Fetched { feed: &feed, bucket, key, name, stored, held: 0 }));
    let next = || fetched.lock().unwrap_or_else(PoisonError::into_inner).take();
    let options = trail::Options { threads: NonZeroUsize::new(1), ..trail::Options::default() };
    let analysis = trail::analyze_stream(&next, &options, &cx.catalog(), &|_| ControlFlow::Continue(()));
    if feed.counts().failed > 0 {
        let why = analysis.problems.into_iter().next().map(|problem| problem.message);
        return Err(StoreError::Busy(why.unwrap_or_else(|| "it was not read to its end".to_owned())));
    }
    Ok(Some(ReadObject { mark, size, usage: analysis.usage, problems: analysis.problems }))
}

/// Whether the object still is what it was when it had the mark.
pub fn is_unchanged(
    store: &dyn Store,
    bucket: &str,
    key: &str,
    mark: &str,
    cx: &Context,
) -> Result<bool, StoreError> {
    let part = Part { from: 0, bytes: 1, mark: Some(mark.to_owned()) };
    match Retries::default().retried(key, cx, || store.get(bucket, key, Some(&part))) {
        Ok(_) | Err(StoreError::Gone) => Ok(true),
        Err(StoreError::Changed) => Ok(false),
        Err(error) => Err(error),
    }
}
