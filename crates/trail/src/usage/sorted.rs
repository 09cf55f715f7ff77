//! A sorted map in one exact piece of memory: most sets of a use have a member or two, and there are very many uses.

use std::borrow::Borrow;

/// Entries, ascending by their keys. INVARIANT: nothing stands for none, so that equal maps are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sorted<K, V>(Option<Box<[(K, V)]>>);

impl<K, V> Sorted<K, V> {
    pub(super) const EMPTY: Self = Self(None);
}

impl<K, V> Default for Sorted<K, V> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<K: Ord, V> Sorted<K, V> {
    /// These entries, each key of which is greater than the one before.
    pub(super) fn of_ascending(entries: Vec<(K, V)>) -> Self {
        debug_assert!(entries.is_sorted_by(|(one, _), (next, _)| one < next));
        Self((!entries.is_empty()).then(|| entries.into_boxed_slice()))
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
        self.0.iter_mut().flatten().map(|(_, value)| value)
    }

    pub(super) fn into_entries(self) -> Vec<(K, V)> {
        self.0.unwrap_or_default().into_vec()
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

    pub(super) fn value_mut(&mut self, place: usize) -> Option<&mut V> {
        self.0.as_mut()?.get_mut(place).map(|(_, value)| value)
    }

    /// Puts an entry where [`Self::find`] said that it belongs.
    pub(super) fn insert(&mut self, place: usize, key: K, value: V) {
        self.change(|entries| {
            entries.reserve_exact(1);
            entries.insert(place, (key, value));
        });
    }

    /// [`Self::insert`], with which the last entry goes.
    pub(super) fn insert_for_last(&mut self, place: usize, key: K, value: V) {
        let behind = self.0.as_deref_mut().and_then(|entries| entries.get_mut(place..));
        if let Some(behind @ [_, ..]) = behind {
            behind.rotate_right(1);
            if let Some(first) = behind.first_mut() {
                *first = (key, value);
            }
        }
    }

    pub(super) fn retain(&mut self, keep: impl Fn(&K, &V) -> bool) {
        self.change(|entries| entries.retain(|(key, value)| keep(key, value)));
    }

    fn change(&mut self, change: impl FnOnce(&mut Vec<(K, V)>)) {
        let mut entries = self.0.take().unwrap_or_default().into_vec();
        change(&mut entries);
        self.0 = if entries.is_empty() { None } else { Some(entries.into_boxed_slice()) };
    }

    fn entries(&self) -> &[(K, V)] {
        self.0.as_deref().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_a_map(entries in prop::collection::vec((0_u8..30, any::<u8>()), 0..60)) {
            let (mut sorted, mut map) = (Sorted::default(), std::collections::BTreeMap::new());
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
            prop_assert_eq!(sorted.into_entries(), map.into_iter().collect::<Vec<_>>());
        }
    }
}
