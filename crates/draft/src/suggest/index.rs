//! The words of all actions, and how telling each word is.

use catalog::{Action, Catalog};

use super::stem::words_of;
use super::vocabulary::{Vocabulary, Word};

/// Actions that go with more resource types than this are about none of them in particular.
const MOST_TYPES: usize = 3;

/// The words of each action, by its place in the catalogue.
pub(super) struct Index {
    actions: Vec<Entry>,
    words: Vec<Word>,
    /// In how many names each word stands.
    names_with: Vec<u32>,
}

#[derive(Clone, Copy)]
struct Entry {
    start: u32,
    types: u32,
    end: u32,
    service: u32,
}

/// The words of one action.
pub(super) struct Named<'i> {
    pub(super) name: &'i [Word],
    /// Words of its resource types.
    pub(super) types: &'i [Word],
    pub(super) service: u32,
}

impl Index {
    pub(super) fn new(catalog: &Catalog, vocabulary: &mut Vocabulary) -> Self {
        let mut index = Self { actions: Vec::new(), words: Vec::new(), names_with: Vec::new() };
        for (service, of) in (0..).zip(catalog.services()) {
            for action in of.actions() {
                index.add(action, service, vocabulary);
            }
        }
        index.names_with.resize(vocabulary.len().max(index.names_with.len()), 0);
        index
    }

    pub(super) fn actions(&self) -> impl Iterator<Item = Named<'_>> {
        self.actions.iter().map(|entry| Named {
            name: self.slice(entry.start, entry.types),
            types: self.slice(entry.types, entry.end),
            service: entry.service,
        })
    }

    /// Whether the word is of an action's name or of a resource type.
    pub(super) fn has(&self, word: Word) -> bool {
        word.index() < self.names_with.len()
    }

    /// Whether any action has the word in its name.
    pub(super) fn names(&self, word: Word) -> bool {
        self.names_with.get(word.index()).is_some_and(|count| *count > 0)
    }

    /// How telling a word is: 16 times the binary logarithm of how few names have it.
    pub(super) fn weight(&self, word: Word) -> u32 {
        let count = self.names_with.get(word.index()).copied().unwrap_or(0).max(1);
        let all = u32::try_from(self.actions.len()).unwrap_or(u32::MAX).max(1);
        let times = (all.saturating_mul(16) / count).max(16);
        let whole = times.ilog2();
        let part = (times << 4 >> whole) & 15;
        (whole - 4) * 16 + part
    }

    fn add(&mut self, action: Action<'_>, service: u32, vocabulary: &mut Vocabulary) {
        let start = self.place();
        self.words.extend(words_of(action.name()).map(|word| vocabulary.add(word)));
        let types = self.place();
        if action.targets().len() <= MOST_TYPES {
            for target in action.targets() {
                self.words.extend(words_of(target.resource.name()).map(|word| vocabulary.add(word)));
            }
        }
        let end = self.place();
        self.names_with.resize(vocabulary.len(), 0);
        let name = self.words.get(start as usize..types as usize).unwrap_or(&[]);
        for word in name {
            if let Some(count) = self.names_with.get_mut(word.index()) {
                *count += 1;
            }
        }
        self.actions.push(Entry { start, types, end, service });
    }

    fn place(&self) -> u32 {
        u32::try_from(self.words.len()).unwrap_or(u32::MAX)
    }

    fn slice(&self, start: u32, end: u32) -> &[Word] {
        self.words.get(start as usize..end as usize).unwrap_or(&[])
    }
}
