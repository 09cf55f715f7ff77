//! What words mean: which verbs they are, and which words of names say the same.

use std::collections::{BTreeSet, HashMap};

use super::things::{FILLERS, PARTINGS, THINGS};
use super::verbs::VERBS;
use super::vocabulary::{Vocabulary, Word};

/// A place in [`VERBS`].
pub(super) type Class = usize;

/// What a word itself counts, of 100.
const ITSELF: u16 = 100;
/// What another verb of the same meaning counts.
const ALIKE: u16 = 92;

/// The tables of verbs and things, by word.
pub(super) struct Senses {
    classes: HashMap<Word, Vec<Class>>,
    says: HashMap<Word, Vec<(Word, u16)>>,
    fillers: BTreeSet<&'static str>,
    partings: BTreeSet<&'static str>,
}

impl Senses {
    pub(super) fn new(vocabulary: &mut Vocabulary) -> Self {
        let mut classes: HashMap<Word, Vec<Class>> = HashMap::new();
        let mut says: HashMap<Word, Vec<(Word, u16)>> = HashMap::new();
        for (class, verb) in VERBS.iter().enumerate() {
            for said in verb.said.split_whitespace() {
                let said = vocabulary.add(said);
                classes.entry(said).or_default().push(class);
                let names =
                    verb.names.iter().map(|(name, surety)| (vocabulary.add(name), surety * ALIKE / 100));
                says.entry(said).or_default().extend(names);
            }
        }
        for (things, names) in THINGS {
            for said in things.split_whitespace() {
                let said = vocabulary.add(said);
                let names = names.iter().map(|(name, surety)| (vocabulary.add(name), *surety));
                says.entry(said).or_default().extend(names);
            }
        }
        Self {
            classes,
            says,
            fillers: FILLERS.split_whitespace().collect(),
            partings: PARTINGS.split_whitespace().collect(),
        }
    }

    /// The verbs a word is.
    pub(super) fn classes(&self, word: Word) -> &[Class] {
        self.classes.get(&word).map_or(&[], Vec::as_slice)
    }

    /// The words of names that a word may mean, itself first, with how surely.
    pub(super) fn meanings(&self, word: Word) -> impl Iterator<Item = (Word, u16)> {
        let others = self.says.get(&word).into_iter().flatten().copied();
        std::iter::once((word, ITSELF)).chain(others)
    }

    pub(super) fn fills(&self, said: &str) -> bool {
        self.fillers.contains(said)
    }

    pub(super) fn parts(&self, said: &str) -> bool {
        self.partings.contains(said)
    }
}
