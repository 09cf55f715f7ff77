//! Phrases that speak of a service: its names, its nicknames, and the things only it has.

use std::collections::{BTreeSet, HashMap};

use catalog::Catalog;

use super::nicknames::{EVERYDAY, NAMES, THINGS_OF};
use super::stem::{plain, words_of};
use super::vocabulary::{Vocabulary, Word};

/// No phrase is longer.
const LONGEST: usize = 6;

/// How surely a phrase speaks of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Surety {
    /// It is something that mostly this service has.
    Thing,
    /// It is the service's name.
    Name,
}

/// Phrases, word by word, with the services (by their place in the catalogue) they speak of.
#[derive(Default)]
pub(super) struct Phrases {
    known: HashMap<Vec<Word>, (Surety, Vec<u32>)>,
}

impl Phrases {
    pub(super) fn new(catalog: &Catalog, vocabulary: &mut Vocabulary) -> Self {
        let mut phrases = Self::default();
        let place = |prefix: &str| {
            let place = catalog.services().position(|service| service.prefix() == prefix);
            place.and_then(|place| u32::try_from(place).ok())
        };
        for (table, surety) in [(NAMES, Surety::Name), (THINGS_OF, Surety::Thing)] {
            for (said, services) in table {
                let services: Vec<u32> = services.split_whitespace().filter_map(place).collect();
                for phrase in said.split('|') {
                    phrases.add(phrase, surety, &services, vocabulary);
                }
            }
        }
        let everyday: BTreeSet<&str> = EVERYDAY.split_whitespace().collect();
        for (place, service) in (0..).zip(catalog.services()) {
            for name in [service.prefix(), bare(service.title()), service.title()] {
                let lower = name.to_ascii_lowercase();
                if !everyday.contains(lower.as_str()) {
                    phrases.add(&lower, Surety::Name, &[place], vocabulary);
                }
            }
        }
        phrases
    }

    /// The longest phrase that `words` begin with: how many words it has, and what it speaks of.
    pub(super) fn longest(&self, words: &[Option<Word>]) -> Option<(usize, Surety, &[u32])> {
        let known = words.iter().take(LONGEST).map_while(|word| *word);
        let mut known: Vec<Word> = known.collect();
        while !known.is_empty() {
            if let Some((surety, services)) = self.known.get(&known) {
                return Some((known.len(), *surety, services));
            }
            known.pop();
        }
        None
    }

    /// What is there already stays: the tables know better than the titles.
    fn add(&mut self, phrase: &str, surety: Surety, services: &[u32], vocabulary: &mut Vocabulary) {
        let words = words_of(phrase).map(|word| vocabulary.add(&plain(word))).collect();
        self.known.entry(words).or_insert_with(|| (surety, services.to_vec()));
    }
}

/// A title without the words that most titles have.
fn bare(title: &str) -> &str {
    let title = title.strip_prefix("Amazon ").or_else(|| title.strip_prefix("AWS ")).unwrap_or(title);
    let title = title.strip_suffix(" Service").unwrap_or(title);
    title.split(" (").next().unwrap_or(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_of_the_tables_is_in_the_catalogue() {
        let catalog = Catalog::embedded();
        let services = NAMES.iter().chain(THINGS_OF).flat_map(|(_, services)| services.split_whitespace());
        let unknown: Vec<&str> = services.filter(|prefix| catalog.service(prefix).is_none()).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
