//! Fetching AWS's Service Reference, or a mirror of it: eight files at a time, each within its limit.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use catalog::refresh::{Fetch as Wanted, plan};

use crate::context::{Fetch, FetchError, Fetched};
use crate::{Context, OpError};

/// Where AWS publishes it.
pub(super) const HOST: &str = "https://servicereference.us-east-1.amazonaws.com";

/// Bytes of the index, of one service's file, and how many services there may be: several times what AWS has.
const INDEX_BYTES: u64 = 1 << 20;
const SERVICE_BYTES: u64 = 16 << 20;
const SERVICES: usize = 2_000;
const AT_A_TIME: usize = 8;

/// Files with their names, and when AWS changed them.
pub(super) struct Files {
    pub documents: Vec<(String, Vec<u8>)>,
    pub modified: BTreeMap<String, u64>,
}

/// Fetches the services that changed since `known`. One that fails fails all: half a refresh is none.
pub(super) fn fetch(base: &str, known: &BTreeMap<String, u64>, cx: &Context) -> Result<Files, OpError> {
    let client = cx.fetch.as_deref().ok_or_else(|| OpError::forbidden("there is no network here"))?;
    let base = base.trim_end_matches('/');
    let index = get(client, &format!("{base}/v1/service-list.json"), INDEX_BYTES)?;
    let wanted = plan(&index.bytes, known).map_err(|problem| OpError::invalid(problem.to_string()))?;
    if wanted.len() > SERVICES {
        return Err(OpError::too_large(format!(
            "`{base}` lists {} services, more than {SERVICES}",
            wanted.len()
        )));
    }
    // INVARIANT: addresses are made from the base and checked prefixes, so an index cannot lead elsewhere.
    let address = |wanted: &Wanted| format!("{base}/v1/{0}/{0}.json", wanted.service);
    let (next, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
    let fetched = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_A_TIME.min(wanted.len()) {
            scope.spawn(|| {
                while let Some(wanted) = wanted.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if failed.load(Ordering::Relaxed) || cx.is_cancelled() {
                        return;
                    }
                    let got = get(client, &address(wanted), SERVICE_BYTES);
                    failed.fetch_or(got.is_err(), Ordering::Relaxed);
                    if let Ok(mut fetched) = fetched.lock() {
                        fetched.insert(wanted.service.clone(), got);
                    }
                }
            });
        }
    });
    cx.check_cancelled()?;
    let fetched = fetched.into_inner().map_err(|_| OpError::internal("a fetch was aborted"))?;
    let mut documents = Vec::new();
    for (service, got) in fetched {
        documents.push((format!("v1/{service}/{service}.json"), got?.bytes));
    }
    let modified = wanted.into_iter().filter_map(|wanted| Some((wanted.service, wanted.modified?))).collect();
    Ok(Files { documents, modified })
}

fn get(client: &dyn Fetch, url: &str, limit: u64) -> Result<Fetched, OpError> {
    client.get(url, limit).map_err(|error| match error {
        FetchError::TooLarge(_) => OpError::too_large(format!("`{url}`: {error}")),
        FetchError::Refused(why) => OpError::invalid(why),
        FetchError::Network(why) => OpError::invalid(why).hint("the catalogue stays as it was"),
        FetchError::Status(_) | FetchError::Redirect(_) => OpError::invalid(format!("`{url}`: {error}")),
    })
}
