//! Sets of actions, one bit each.

use crate::{Action, ActionId, Catalog};

/// A set of the actions of one catalogue. Sets of different catalogues must not be mixed: the numbers differ.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct ActionSet {
    /// How many words, all of them 0, are left out before the first: most sets are of one service.
    skipped: usize,
    // INVARIANT: neither the first nor the last word is 0, so that equal sets are equal words; without words none is skipped.
    words: Vec<u64>,
}

const BITS: u32 = u64::BITS;

impl ActionSet {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn insert(&mut self, action: ActionId) {
        self.insert_range(action.0..action.0 + 1);
    }

    pub fn contains(&self, action: ActionId) -> bool {
        self.word((action.0 / BITS) as usize) >> (action.0 % BITS) & 1 == 1
    }

    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The actions in order: by service, then by name.
    pub fn iter(&self) -> impl Iterator<Item = ActionId> + '_ {
        let first = u32::try_from(self.skipped).unwrap_or(u32::MAX);
        self.words.iter().zip(first..).flat_map(|(word, index)| {
            std::iter::successors(Some(*word), |rest| Some(rest & rest.wrapping_sub(1)))
                .take_while(|rest| *rest != 0)
                .map(move |rest| ActionId(index * BITS + rest.trailing_zeros()))
        })
    }

    /// The actions in order, as `catalog` knows them.
    pub fn actions<'c>(&self, catalog: &'c Catalog) -> impl Iterator<Item = Action<'c>> {
        self.iter().filter_map(|id| catalog.action_at(id))
    }

    pub fn insert_all(&mut self, others: &Self) {
        let (first, end) = (others.skipped, others.end());
        if others.words.is_empty() {
            return;
        }
        if self.words.is_empty() || first < self.skipped || self.end() < end {
            *self = self.union(others);
            return;
        }
        for (word, more) in self.words.iter_mut().skip(first - self.skipped).zip(&others.words) {
            *word |= more;
        }
    }

    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.combine(other, |mine, others| mine | others)
    }

    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        self.combine(other, |mine, others| mine & others)
    }

    /// What is in `self` and not in `other`.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        self.combine(other, |mine, others| mine & !others)
    }

    pub fn is_subset(&self, other: &Self) -> bool {
        self.difference(other).is_empty()
    }

    pub(crate) fn insert_range(&mut self, rows: std::ops::Range<u32>) {
        if rows.is_empty() {
            return;
        }
        let (first, last) = ((rows.start / BITS) as usize, ((rows.end - 1) / BITS) as usize);
        if self.words.is_empty() {
            self.skipped = first;
        }
        if first < self.skipped {
            self.words.splice(..0, std::iter::repeat_n(0, self.skipped - first));
            self.skipped = first;
        }
        if self.end() <= last {
            self.words.resize(last + 1 - self.skipped, 0);
        }
        let from = u64::MAX << (rows.start % BITS);
        let to = u64::MAX >> (BITS - 1 - (rows.end - 1) % BITS);
        let wanted = first - self.skipped..=last - self.skipped;
        for (index, word) in (first..).zip(self.words.get_mut(wanted).unwrap_or_default()) {
            *word |= if index == first { from } else { u64::MAX } & if index == last { to } else { u64::MAX };
        }
    }

    fn combine(&self, other: &Self, combine: impl Fn(u64, u64) -> u64) -> Self {
        let (first, end) = (self.skipped.min(other.skipped), self.end().max(other.end()));
        let mut words: Vec<u64> =
            (first..end).map(|index| combine(self.word(index), other.word(index))).collect();
        words.truncate(words.iter().rposition(|word| *word != 0).map_or(0, |last| last + 1));
        match words.iter().position(|word| *word != 0) {
            None => Self::default(),
            Some(zeros) => Self { skipped: first + zeros, words: words.split_off(zeros) },
        }
    }

    /// The word at a place counted from the first action of all.
    fn word(&self, index: usize) -> u64 {
        let stored = index.checked_sub(self.skipped).and_then(|index| self.words.get(index));
        stored.copied().unwrap_or(0)
    }

    fn end(&self) -> usize {
        self.skipped + self.words.len()
    }
}

impl FromIterator<ActionId> for ActionSet {
    fn from_iter<I: IntoIterator<Item = ActionId>>(actions: I) -> Self {
        let mut set = Self::new();
        actions.into_iter().for_each(|action| set.insert(action));
        set
    }
}

impl<'c> FromIterator<Action<'c>> for ActionSet {
    fn from_iter<I: IntoIterator<Item = Action<'c>>>(actions: I) -> Self {
        actions.into_iter().map(Action::id).collect()
    }
}

impl std::fmt::Debug for ActionSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter().map(|action| action.0)).finish()
    }
}
