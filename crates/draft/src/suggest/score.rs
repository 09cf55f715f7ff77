//! How well the name of an action fits what was said.

use super::index::{Index, Named};
use super::reading::Clause;
use super::senses::Senses;
use super::vocabulary::Word;

/// What a word of a resource type counts, of 100, where the name does not have it.
const TYPE: u16 = 35;
/// What a service counts for the words that name it.
const NAMED: u16 = 100;
/// What a service counts for the things it has.
const HINTED: u16 = 70;
/// What an action counts, of 100, that does another thing than what was said.
const OTHER_VERB: u32 = 70;
/// What a verb counts that is not where names have theirs.
const LATER: u32 = 60;

/// A clause, ready to be held against many names.
pub(super) struct Scorer<'q> {
    clause: &'q Clause,
    index: &'q Index,
    /// For each word of the vocabulary where in `meant` it stands, from 1; 0 where nobody said it.
    places: Vec<u16>,
    /// Which words of the vocabulary more than a verb may have meant.
    telling: Vec<bool>,
    /// Of each word that may have been meant: the terms, and how surely.
    meant: Vec<Vec<(usize, u16)>>,
    all: u32,
    popular: &'q [bool],
}

impl<'q> Scorer<'q> {
    pub(super) fn new(
        clause: &'q Clause,
        index: &'q Index,
        senses: &Senses,
        words: usize,
        popular: &'q [bool],
    ) -> Self {
        let mut scorer = Self {
            clause,
            index,
            places: vec![0; words],
            telling: vec![false; words],
            meant: Vec::new(),
            all: clause.terms.iter().map(|term| term.weight).sum::<u32>().max(1),
            popular,
        };
        for (place, term) in clause.terms.iter().enumerate() {
            for (word, surety) in term.word.into_iter().flat_map(|word| senses.meanings(word)) {
                scorer.mean(word, place, surety);
                if let Some(telling) = scorer.telling.get_mut(word.index()).filter(|_| !term.is_verb) {
                    *telling = true;
                }
            }
        }
        scorer
    }

    /// Of 1000; `None` where nothing but a verb fits.
    pub(super) fn score(&self, action: &Named<'_>) -> Option<u32> {
        let tells = |word: &Word| self.telling.get(word.index()).copied().unwrap_or(false);
        let is_of_service = self.clause.services().contains(&action.service);
        if !is_of_service && !action.name.iter().chain(action.types).any(tells) {
            return None;
        }
        let best = self.best(action);
        let told: u32 =
            self.clause.terms.iter().zip(&best).map(|(term, best)| term.weight * u32::from(*best)).sum();
        let (mut said, mut whole) = (0, 0);
        for word in action.name {
            let weight = self.index.weight(*word).max(24);
            whole += weight;
            said += weight * u32::from(self.surest(*word));
        }
        let score = (told * 10 / self.all) * 65 / 100 + (said * 10 / whole.max(1)) * 35 / 100;
        let mut verbs =
            self.clause.terms.iter().zip(&best).filter(|(term, _)| term.is_verb).map(|(_, best)| *best);
        let says_verb = self.clause.terms.iter().any(|term| term.is_verb);
        let does = if says_verb && verbs.all(|best| best == 0) { OTHER_VERB } else { 100 };
        Some(score * does / 100 * self.service_counts(action.service) / 100)
    }

    /// The word of the name that each term is best told by; `None` for a term told by the service, or by nothing.
    pub(super) fn told_by(&self, action: &Named<'_>) -> Vec<Option<usize>> {
        let mut told = vec![(0, None); self.clause.terms.len()];
        for (place, word) in action.name.iter().enumerate() {
            for (term, surety) in self.meanings(*word) {
                if let Some(best) = told.get_mut(*term).filter(|best| best.0 < *surety) {
                    *best = (*surety, Some(place));
                }
            }
        }
        told.into_iter().map(|(_, place)| place).collect()
    }

    /// How surely each term is told by the name, its service or its resource types.
    fn best(&self, action: &Named<'_>) -> [u16; 24] {
        let mut best = [0; 24];
        let mut offer = |term: usize, surety: u16| {
            if let Some(best) = best.get_mut(term) {
                *best = surety.max(*best);
            }
        };
        for (place, word) in action.name.iter().enumerate() {
            for (term, surety) in self.meanings(*word) {
                let is_verb = self.clause.terms.get(*term).is_some_and(|term| term.is_verb);
                let counts = if is_verb && place > 0 { LATER } else { 100 };
                offer(*term, u16::try_from(u32::from(*surety) * counts / 100).unwrap_or(0));
            }
        }
        for word in action.types {
            for (term, surety) in self.meanings(*word) {
                if self.clause.terms.get(*term).is_some_and(|term| !term.is_verb) {
                    offer(*term, surety * TYPE / 100);
                }
            }
        }
        for (place, term) in self.clause.terms.iter().enumerate() {
            if term.services.contains(&action.service) && self.clause.services().contains(&action.service) {
                offer(place, if term.surety == super::phrases::Surety::Name { NAMED } else { HINTED });
            }
        }
        best
    }

    /// What an action's service makes of its score, of 100.
    fn service_counts(&self, service: u32) -> u32 {
        let is_popular = self.popular.get(service as usize).copied().unwrap_or(false);
        if self.clause.named.contains(&service) {
            100
        } else if !self.clause.named.is_empty() {
            40
        } else if self.clause.hinted.contains(&service) {
            97
        } else if !self.clause.hinted.is_empty() {
            if is_popular { 78 } else { 70 }
        } else if is_popular {
            95
        } else {
            82
        }
    }

    fn surest(&self, word: Word) -> u16 {
        self.meanings(word).iter().map(|(_, surety)| *surety).max().unwrap_or(0)
    }

    fn meanings(&self, word: Word) -> &[(usize, u16)] {
        let place = usize::from(self.places.get(word.index()).copied().unwrap_or(0));
        place.checked_sub(1).and_then(|place| self.meant.get(place)).map_or(&[], Vec::as_slice)
    }

    fn mean(&mut self, word: Word, term: usize, surety: u16) {
        let Some(place) = self.places.get_mut(word.index()) else { return };
        if *place == 0 {
            self.meant.push(Vec::new());
            *place = u16::try_from(self.meant.len()).unwrap_or(0);
        }
        if let Some(terms) = usize::from(*place).checked_sub(1).and_then(|place| self.meant.get_mut(place)) {
            terms.push((term, surety));
        }
    }
}
