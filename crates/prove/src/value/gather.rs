//! Choosing several distinct values out of many.

use std::collections::BTreeSet;

/// All of the first, then of the others until there are `count`; each once, in order.
pub(super) fn gather<T: Ord + Clone>(
    first: impl IntoIterator<Item = T>,
    others: impl IntoIterator<Item = T>,
    count: usize,
) -> Vec<T> {
    let mut seen = BTreeSet::new();
    let mut chosen: Vec<T> = first.into_iter().filter(|value| seen.insert(value.clone())).collect();
    if chosen.len() < count {
        let missing = count - chosen.len();
        chosen.extend(others.into_iter().filter(|value| seen.insert(value.clone())).take(missing));
    }
    chosen
}
