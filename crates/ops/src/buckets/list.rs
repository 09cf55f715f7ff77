//! Which objects there are, listed no further than the selection needs.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use trail::layout::{Listing, Selection};

use super::Address;
use super::fetch::{Feed, Waiting};
use crate::context::{Ask, Page, StoreError};

/// Listings under way at the same time: an organization has thousands of folders of which most hold little.
const LISTERS: usize = 8;

/// Lists all that is wanted at the addresses and hands it to the feed; ends early once nobody waits.
pub(super) fn list(feed: &Feed<'_>, addresses: &[Address], wanted: &Selection) {
    let errands = Errands::default();
    for address in addresses {
        // What lies below another address comes with it.
        let is_above = |other: &Address| {
            other.bucket == address.bucket && other != address && other.holds(&address.prefix)
        };
        if !addresses.iter().any(is_above) {
            errands.add([Errand { address, bucket: address.bucket.as_str().into(), folder: None }]);
        }
    }
    std::thread::scope(|scope| {
        for _ in 0..LISTERS {
            scope.spawn(|| {
                while let Some(errand) = errands.next() {
                    let address = errand.address;
                    if feed.is_over() {
                        errands.abandon();
                        continue;
                    }
                    match (Lister { feed, wanted, errand }).folders() {
                        Ok(folders) => errands.done(folders),
                        Err(error) => {
                            feed.fail(address, &error);
                            errands.abandon();
                        }
                    }
                }
            });
        }
    });
    feed.all_listed();
}

/// A folder to look into, or at first what the address itself names.
#[derive(Clone)]
struct Errand<'a> {
    address: &'a Address,
    bucket: Arc<str>,
    folder: Option<String>,
}

/// What is left to list.
#[derive(Default)]
struct Errands<'a> {
    state: Mutex<Left<'a>>,
    moved: Condvar,
}

#[derive(Default)]
struct Left<'a> {
    waiting: Vec<Errand<'a>>,
    under_way: usize,
    is_abandoned: bool,
}

impl<'a> Errands<'a> {
    fn state(&self) -> MutexGuard<'_, Left<'a>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, errands: impl IntoIterator<Item = Errand<'a>>) {
        self.state().waiting.extend(errands);
    }

    /// The next errand; `None` once there is none and none can come of those under way. [`Self::done`] must follow.
    fn next(&self) -> Option<Errand<'a>> {
        let mut state = self.state();
        loop {
            if let Some(errand) = state.waiting.pop() {
                state.under_way += 1;
                return Some(errand);
            }
            if state.under_way == 0 {
                return None;
            }
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn done(&self, more: Vec<Errand<'a>>) {
        let mut state = self.state();
        state.under_way -= 1;
        if !state.is_abandoned {
            state.waiting.extend(more);
        }
        self.moved.notify_all();
    }

    fn abandon(&self) {
        let mut state = self.state();
        state.under_way -= 1;
        state.waiting.clear();
        state.is_abandoned = true;
        self.moved.notify_all();
    }
}

struct Lister<'l, 'a, 'c> {
    feed: &'l Feed<'c>,
    wanted: &'l Selection,
    errand: Errand<'a>,
}

impl<'a> Lister<'_, 'a, '_> {
    /// Hands on the objects, and answers with the folders to look into.
    fn folders(&self) -> Result<Vec<Errand<'a>>, StoreError> {
        let address = self.errand.address;
        let prefix = self.errand.folder.as_deref().unwrap_or(&address.prefix);
        // What is named may be an object, or a folder beside neighbours that begin in the same way.
        let is_named = self.errand.folder.is_none() && !address.is_folder();
        let mut folders = Vec::new();
        match if is_named { Listing::Folders } else { self.wanted.listing(prefix) } {
            Listing::Nothing => {}
            Listing::Folders => self.pages(prefix, true, None, &mut |page| {
                let held = page.folders.into_iter().filter(|folder| address.holds(folder));
                folders.extend(held.map(|folder| Errand { folder: Some(folder), ..self.errand.clone() }));
                true
            })?,
            Listing::Keys { after, before } => self.pages(prefix, false, after.as_deref(), &mut |page| {
                page.objects.last().is_none_or(|last| before.as_ref().is_none_or(|before| last.key < *before))
            })?,
        }
        Ok(folders)
    }

    /// Lists page by page, hands on what is wanted, and shows each page to `and_on`, which says whether to go on.
    fn pages(
        &self,
        prefix: &str,
        by_folder: bool,
        after: Option<&str>,
        and_on: &mut dyn FnMut(Page) -> bool,
    ) -> Result<(), StoreError> {
        let mut token: Option<String> = None;
        loop {
            let ask = Ask { bucket: &self.errand.bucket, prefix, by_folder, after, token: token.as_deref() };
            let mut page = self.feed.page(&ask)?;
            token = page.next.take();
            for object in &page.objects {
                let is_wanted = self.errand.address.holds(&object.key) && self.wanted.wants(&object.key);
                let waiting = || Waiting { bucket: Arc::clone(&self.errand.bucket), listed: object.clone() };
                if is_wanted && !self.feed.push(waiting()) {
                    return Ok(());
                }
            }
            if !and_on(page) || token.is_none() || self.feed.is_over() {
                return Ok(());
            }
        }
    }
}
