//! Which objects there are, listed no further than the selection needs.

use std::sync::Arc;

use trail::layout::{Listing, Selection};

use super::Address;
use super::fetch::{Feed, Waiting};
use crate::context::{Ask, Page, StoreError};

/// Lists all that is wanted at the addresses and hands it to the feed; ends early once nobody waits.
pub(super) fn list(feed: &Feed<'_>, addresses: &[Address], wanted: &Selection) {
    for address in addresses {
        // What lies below another address comes with it.
        let is_above = |other: &Address| {
            other.bucket == address.bucket && other != address && other.holds(&address.prefix)
        };
        if addresses.iter().any(is_above) {
            continue;
        }
        let lister = Lister { feed, address, bucket: address.bucket.as_str().into(), wanted };
        if let Err(error) = lister.address() {
            feed.fail(address, &error);
            break;
        }
    }
    feed.all_listed();
}

struct Lister<'l, 'c> {
    feed: &'l Feed<'c>,
    address: &'l Address,
    bucket: Arc<str>,
    wanted: &'l Selection,
}

impl Lister<'_, '_> {
    fn address(&self) -> Result<(), StoreError> {
        let prefix = self.address.prefix.as_str();
        if self.address.is_folder() {
            return self.below(prefix);
        }
        // An object of that name, or the folder of that name, and none of the neighbours that begin in the same way.
        let mut folders = Vec::new();
        self.pages(prefix, true, None, &mut |page| {
            folders.extend(page.folders.into_iter().filter(|folder| self.address.holds(folder)));
            true
        })?;
        folders.iter().try_for_each(|folder| self.below(folder))
    }

    fn below(&self, prefix: &str) -> Result<(), StoreError> {
        match self.wanted.listing(prefix) {
            Listing::Nothing => Ok(()),
            Listing::Folders => {
                let mut folders = Vec::new();
                self.pages(prefix, true, None, &mut |page| {
                    folders.extend(page.folders);
                    true
                })?;
                folders.iter().try_for_each(|folder| self.below(folder))
            }
            Listing::Keys { after, before } => self.pages(prefix, false, after.as_deref(), &mut |page| {
                page.objects.last().is_none_or(|last| before.as_ref().is_none_or(|before| last.key < *before))
            }),
        }
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
            let ask = Ask { bucket: &self.bucket, prefix, by_folder, after, token: token.as_deref() };
            let mut page = self.feed.page(&ask)?;
            token = page.next.take();
            for object in &page.objects {
                let is_wanted = self.address.holds(&object.key) && self.wanted.wants(&object.key);
                let waiting = || Waiting { bucket: Arc::clone(&self.bucket), listed: object.clone() };
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
