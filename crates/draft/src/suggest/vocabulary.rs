//! Words as small numbers.

use std::collections::HashMap;

use super::stem::plain;

/// The number of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Word(u32);

impl Word {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// All words that mean something here. Its order is the order of first use; nothing is ever listed from it.
#[derive(Default)]
pub(super) struct Vocabulary {
    numbers: HashMap<String, Word>,
    /// Words as the names of AWS spell them, which saves making them plain again.
    spelled: HashMap<String, Word>,
}

impl Vocabulary {
    /// The number of a word, in whatever form.
    pub(super) fn add(&mut self, spelled: &str) -> Word {
        if let Some(known) = self.spelled.get(spelled) {
            return *known;
        }
        let next = Word(u32::try_from(self.numbers.len()).unwrap_or(u32::MAX));
        let word = *self.numbers.entry(plain(spelled)).or_insert(next);
        self.spelled.insert(spelled.to_owned(), word);
        word
    }

    /// The number of a word in its plain form.
    pub(super) fn find(&self, plain: &str) -> Option<Word> {
        self.numbers.get(plain).copied()
    }

    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }
}
