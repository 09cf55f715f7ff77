//! A sorted map in one exact piece of memory: most sets of a use have a member or two, and there are very many uses.

use std::borrow::Borrow;
use std::mem;
use std::slice;

/// Entries, ascending by their keys, and a mark that the owner gives a meaning; one entry takes no memory elsewhere.
///
/// INVARIANT: how many entries there are tells the variant, so that equal maps are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sorted<K, V> {
    None { is_marked: bool },
    One { entry: (K, V), is_marked: bool },
    Many { entries: Box<[(K, V)]>, is_marked: bool },
}

impl<K, V> Sorted<K, V> {
    pub(super) const EMPTY: Self = Self::None { is_marked: false };

    pub(super) fn is_marked(&self) -> bool {
        let (Self::None { is_marked } | Self::One { is_marked, .. } | Self::Many { is_marked, .. }) = self;
        *is_marked
    }

    pub(super) fn mark(&mut self, is: bool) {
        let (Self::None { is_marked } | Self::One { is_marked, .. } | Self::Many { is_marked, .. }) = self;
        *is_marked = is;
    }
}

impl<K, V> Default for Sorted<K, V> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<K: Ord, V> Sorted<K, V> {
    /// This entry, or none.
    pub(super) fn of_one(entry: Option<(K, V)>, is_marked: bool) -> Self {
        entry.map_or(Self::None { is_marked }, |entry| Self::One { entry, is_marked })
    }

    /// These entries, each key of which is greater than the one before.
    pub(super) fn of_ascending(mut entries: Vec<(K, V)>, is_marked: bool) -> Self {
        debug_assert!(entries.is_sorted_by(|(one, _), (next, _)| one < next));
        match entries.len() {
            0 | 1 => Self::of_one(entries.pop(), is_marked),
            _ => Self::Many { entries: entries.into_boxed_slice(), is_marked },
        }
    }

    pub(super) fn len(&self) -> usize {
        self.entries().len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries().is_empty()
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = (&K, &V)> {
        self.entries().iter().map(|(key, value)| (key, value))
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.entries_mut().iter_mut().map(|(_, value)| value)
    }

    pub(super) fn into_entries(self) -> Vec<(K, V)> {
        match self {
            Self::None { .. } => Vec::new(),
            Self::One { entry, .. } => vec![entry],
            Self::Many { entries, .. } => entries.into_vec(),
        }
    }

    pub(super) fn last(&self) -> Option<&K> {
        self.entries().last().map(|(key, _)| key)
    }

    /// Whether a key lies behind all of these; when many are, asking this first saves the search.
    pub(super) fn is_behind<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.last().is_some_and(|last| last.borrow() < key)
    }

    /// The place of a key, or the place where it belongs.
    pub(super) fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        self.entries().binary_search_by(|(mine, _)| mine.borrow().cmp(key))
    }

    pub(super) fn value(&self, place: usize) -> Option<&V> {
        self.entries().get(place).map(|(_, value)| value)
    }

    pub(super) fn value_mut(&mut self, place: usize) -> Option<&mut V> {
        self.entries_mut().get_mut(place).map(|(_, value)| value)
    }

    /// Puts an entry where [`Self::find`] said that it belongs.
    pub(super) fn insert(&mut self, place: usize, key: K, value: V) {
        let is_marked = self.is_marked();
        let mut entries = match mem::take(self) {
            Self::None { .. } => {
                *self = Self::One { entry: (key, value), is_marked };
                return;
            }
            Self::One { entry, .. } => {
                let mut entries = Vec::with_capacity(2);
                entries.push(entry);
                entries
            }
            Self::Many { entries, .. } => entries.into_vec(),
        };
        entries.reserve_exact(1);
        entries.insert(place, (key, value));
        *self = Self::Many { entries: entries.into_boxed_slice(), is_marked };
    }

    /// [`Self::insert`], with which the last entry goes.
    pub(super) fn insert_for_last(&mut self, place: usize, key: K, value: V) {
        if let Some(behind @ [_, ..]) = self.entries_mut().get_mut(place..) {
            behind.rotate_right(1);
            if let Some(first) = behind.first_mut() {
                *first = (key, value);
            }
        }
    }

    pub(super) fn retain(&mut self, keep: impl Fn(&K, &V) -> bool) {
        let is_marked = self.is_marked();
        let mut entries = mem::take(self).into_entries();
        entries.retain(|(key, value)| keep(key, value));
        *self = Self::of_ascending(entries, is_marked);
    }

    fn entries(&self) -> &[(K, V)] {
        match self {
            Self::None { .. } => &[],
            Self::One { entry, .. } => slice::from_ref(entry),
            Self::Many { entries, .. } => entries,
        }
    }

    fn entries_mut(&mut self) -> &mut [(K, V)] {
        match self {
            Self::None { .. } => &mut [],
            Self::One { entry, .. } => slice::from_mut(entry),
            Self::Many { entries, .. } => entries,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_a_map(
            entries in prop::collection::vec((0_u8..30, any::<u8>()), 0..60),
            is_marked in any::<bool>(),
        ) {
            let (mut sorted, mut map) = (Sorted::default(), std::collections::BTreeMap::new());
            sorted.mark(is_marked);
            for (key, value) in entries {
                map.insert(key, value);
                match sorted.find(&key) {
                    Ok(place) => *sorted.value_mut(place).unwrap() = value,
                    Err(place) => sorted.insert(place, key, value),
                }
                prop_assert!(sorted.iter().eq(map.iter()));
                prop_assert!((0..30).all(|key| sorted.is_behind(&key) == map.keys().all(|mine| *mine < key)));
            }
            sorted.retain(|key, _| key % 2 == 1);
            map.retain(|key, _| key % 2 == 1);
            sorted.insert_for_last(0, 0, 0);
            if map.pop_last().is_some() {
                map.insert(0, 0);
            }
            prop_assert_eq!(sorted.is_marked(), is_marked);
            prop_assert_eq!(sorted.into_entries(), map.into_iter().collect::<Vec<_>>());
        }
    }
}
