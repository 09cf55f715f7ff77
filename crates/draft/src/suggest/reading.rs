//! Words of a person become clauses: what is to be done, one after the other, with what is said about the services.

use super::index::Index;
use super::phrases::{Phrases, Surety};
use super::senses::Senses;
use super::stem::{plain, roots, words_of};
use super::vocabulary::{Vocabulary, Word};

/// More is not looked at: a task is a sentence, not a page.
const MOST_LETTERS: usize = 2_000;
const MOST_CLAUSES: usize = 6;
const MOST_TERMS: usize = 16;
/// A part of a compound word has at least so many letters.
const SHORTEST: usize = 4;
/// What a word weighs that no name has.
const UNKNOWN: u32 = 48;
/// What a verb weighs: it must not be drowned by rare nouns.
const VERB: u32 = 88;

/// Something to be done.
#[derive(Debug, Clone, Default)]
pub(super) struct Clause {
    pub(super) terms: Vec<Term>,
    /// Services that are named, by their place in the catalogue.
    pub(super) named: Vec<u32>,
    /// Services whose things are spoken of.
    pub(super) hinted: Vec<u32>,
}

/// A word that tells something.
#[derive(Debug, Clone)]
pub(super) struct Term {
    pub(super) said: String,
    pub(super) word: Option<Word>,
    pub(super) is_verb: bool,
    pub(super) weight: u32,
    /// Services that a phrase with this word speaks of.
    pub(super) services: Vec<u32>,
    pub(super) surety: Surety,
}

impl Clause {
    /// The services it is surest about.
    pub(super) fn services(&self) -> &[u32] {
        if self.named.is_empty() { &self.hinted } else { &self.named }
    }
}

/// What reading needs to know.
pub(super) struct Reader<'s> {
    pub(super) vocabulary: &'s Vocabulary,
    pub(super) phrases: &'s Phrases,
    pub(super) index: &'s Index,
    pub(super) senses: &'s Senses,
}

impl Reader<'_> {
    pub(super) fn clauses(&self, text: &str) -> Vec<Clause> {
        let mut clauses = vec![Clause::default()];
        let tokens = self.tokens(text);
        let words: Vec<Option<Word>> = tokens.iter().map(Token::word).collect();
        let mut place = 0;
        while let Some(token) = tokens.get(place) {
            let phrase = self.phrases.longest(words.get(place..).unwrap_or(&[]));
            let length = phrase.map_or(1, |(length, ..)| length);
            let parts = match token {
                Token::Word { said, .. } => phrase.is_none() && self.senses.parts(said),
                Token::Parting => true,
            };
            if parts {
                clauses.push(Clause::default());
            } else if let Some(clause) = clauses.last_mut() {
                for token in tokens.iter().skip(place).take(length) {
                    self.add(token, phrase, clause);
                }
                if let Some((_, surety, services)) = phrase {
                    let list = if surety == Surety::Name { &mut clause.named } else { &mut clause.hinted };
                    list.extend(
                        services
                            .iter()
                            .filter(|service| !list.contains(service))
                            .copied()
                            .collect::<Vec<_>>(),
                    );
                }
            }
            place += length;
        }
        clauses.retain(|clause| !clause.terms.is_empty());
        clauses.truncate(MOST_CLAUSES);
        complete(&mut clauses);
        clauses
    }

    fn add(&self, token: &Token, phrase: Option<(usize, Surety, &[u32])>, clause: &mut Clause) {
        let Token::Word { said, word } = token else { return };
        let is_filler = self.senses.fills(said);
        if clause.terms.len() >= MOST_TERMS || is_filler && phrase.is_none_or(|(length, ..)| length > 1) {
            return;
        }
        let class = word.is_some_and(|word| !self.senses.classes(word).is_empty());
        let is_named = phrase.is_some_and(|(_, surety, _)| surety == Surety::Name);
        let leads = clause.terms.iter().all(|term| term.is_verb);
        let is_noun = word.is_some_and(|word| self.index.names(word));
        let is_verb = class && !is_named && (leads || !is_noun);
        let weight = match word {
            _ if is_verb => VERB,
            Some(word) if is_noun => self.index.weight(*word),
            _ => UNKNOWN,
        };
        let (surety, services) =
            phrase.map_or((Surety::Thing, &[][..]), |(_, surety, services)| (surety, services));
        clause.terms.push(Term {
            said: said.clone(),
            word: *word,
            is_verb,
            weight,
            services: services.to_vec(),
            surety,
        });
    }

    fn tokens(&self, text: &str) -> Vec<Token> {
        let end = text.char_indices().nth(MOST_LETTERS).map_or(text.len(), |(end, _)| end);
        let mut tokens = Vec::new();
        for piece in text.get(..end).unwrap_or("").split_inclusive(|letter: char| !letter.is_alphanumeric()) {
            let said = piece.trim_end_matches(|letter: char| !letter.is_alphanumeric());
            if self.word(said).is_some_and(|word| self.means(word)) {
                self.push(said, &mut tokens);
            } else if words_of(said).nth(1).is_some() {
                words_of(said).for_each(|said| self.push(said, &mut tokens));
            } else if let Some((one, other)) = self.compound(said) {
                self.push(one, &mut tokens);
                self.push(other, &mut tokens);
            } else {
                self.push(said, &mut tokens);
            }
            if piece.ends_with([',', ';', '.', '&', '+', '\n', '/']) {
                tokens.push(Token::Parting);
            }
        }
        tokens
    }

    fn push(&self, said: &str, tokens: &mut Vec<Token>) {
        // What is left of `user's` and `don't`.
        if !said.is_empty() && said != "s" && said != "t" {
            tokens.push(Token::Word { said: said.to_lowercase(), word: self.word(said) });
        }
    }

    /// Whether a word says anything by itself: all do that the tables have, but that of a resource type such as `workgroup` may say more in parts.
    fn means(&self, word: Word) -> bool {
        let is_sense = self.senses.meanings(word).nth(1).is_some();
        is_sense
            || !self.index.has(word)
            || self.index.names(word)
            || self.phrases.longest(&[Some(word)]).is_some()
    }

    /// The two words of names that an unknown word consists of: `workgroup`.
    fn compound<'t>(&self, said: &'t str) -> Option<(&'t str, &'t str)> {
        let is_name = |part: &str| self.word(part).is_some_and(|word| self.index.names(word));
        let mut parts = (SHORTEST..said.len()).filter_map(|place| said.split_at_checked(place));
        parts.find(|(one, other)| other.len() >= SHORTEST && is_name(one) && is_name(other))
    }

    /// The word of the vocabulary that this is a form of.
    fn word(&self, said: &str) -> Option<Word> {
        let form = plain(said);
        let known = self.vocabulary.find(&form);
        known.or_else(|| roots(&form).iter().find_map(|root| self.vocabulary.find(root)))
    }
}

enum Token {
    Word { said: String, word: Option<Word> },
    Parting,
}

impl Token {
    fn word(&self) -> Option<Word> {
        match self {
            Self::Word { word, .. } => *word,
            Self::Parting => None,
        }
    }
}

/// Gives each clause what it shares with its neighbours: `start and stop instances`, `create a queue and a topic`.
fn complete(clauses: &mut Vec<Clause>) {
    for place in (0..clauses.len()).rev() {
        let Some((clause, after)) = clauses.get_mut(place..).and_then(<[_]>::split_first_mut) else {
            continue;
        };
        if clause.terms.iter().all(|term| term.is_verb)
            && clause.services().is_empty()
            && let Some(next) = after.first()
        {
            clause.terms.extend(next.terms.iter().filter(|term| !term.is_verb).cloned());
            clause.named.clone_from(&next.named);
            clause.hinted.clone_from(&next.hinted);
        }
    }
    let mut verbs: Vec<Term> = Vec::new();
    for clause in clauses.iter_mut() {
        if clause.terms.iter().any(|term| term.is_verb) {
            verbs = clause.terms.iter().filter(|term| term.is_verb).cloned().collect();
        } else {
            clause.terms.splice(0..0, verbs.iter().cloned());
        }
    }
    let all = |list: fn(&Clause) -> &Vec<u32>, clauses: &[Clause]| {
        let mut services: Vec<u32> = clauses.iter().flat_map(list).copied().collect();
        services.sort_unstable();
        services.dedup();
        services
    };
    let (named, hinted) = (all(|clause| &clause.named, clauses), all(|clause| &clause.hinted, clauses));
    for clause in clauses {
        if clause.services().is_empty() {
            clause.named.clone_from(&named);
            clause.hinted.clone_from(&hinted);
        }
    }
}
