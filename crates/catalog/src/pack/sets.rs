//! Lists that many rows share, each written once; number 0 is the empty one.

use std::collections::BTreeMap;

use super::strings::number;

pub(super) struct Sets<T> {
    numbers: BTreeMap<Vec<T>, u32>,
    in_order: Vec<Vec<T>>,
}

impl<T: Ord + Clone> Sets<T> {
    pub(super) fn new() -> Self {
        let mut sets = Self { numbers: BTreeMap::new(), in_order: Vec::new() };
        sets.number(Vec::new());
        sets
    }

    /// The number of a list; the same list has the same number.
    pub(super) fn number(&mut self, items: Vec<T>) -> u32 {
        if let Some(known) = self.numbers.get(&items) {
            return *known;
        }
        let next = number(self.in_order.len());
        self.in_order.push(items.clone());
        self.numbers.insert(items, next);
        next
    }

    pub(super) fn in_order(&self) -> &[Vec<T>] {
        &self.in_order
    }
}
