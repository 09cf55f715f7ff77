//! A usage in pieces, which put together again are the same: for whoever keeps them apart.

use std::collections::BTreeMap;

use super::{Usage, Use, UseKey};
use crate::Principal;

impl Usage {
    /// The uses parted by what `label` calls them, and the books of what is left: records skipped, files and objects.
    ///
    /// All pieces added ([`Usage::add`]) are the whole. A piece for itself holds as many records as events.
    #[must_use]
    pub fn split_by<K: Ord>(
        self,
        label: impl Fn(&Principal, &UseKey, &Use) -> K,
    ) -> (Self, BTreeMap<K, Self>) {
        let mut rest = Self { principals: BTreeMap::new(), ..self };
        let mut pieces: BTreeMap<K, Self> = BTreeMap::new();
        for (principal, uses) in self.principals {
            for (key, use_) in uses {
                let piece = pieces.entry(label(&principal, &key, &use_)).or_default();
                piece.records = piece.records.saturating_add(use_.count());
                rest.records = rest.records.saturating_sub(use_.count());
                match piece.principals.get_mut(&principal) {
                    Some(mine) => drop(mine.insert(key, use_)),
                    None => drop(piece.principals.insert(principal.clone(), BTreeMap::from([(key, use_)]))),
                }
            }
        }
        (rest, pieces)
    }
}
