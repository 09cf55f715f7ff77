//! The table of tasks, ready to be held against what somebody said.

use catalog::{ActionId, Catalog};

use super::intents::INTENTS;
use super::reading::{Clause, Term};
use super::senses::{Class, Senses};
use super::verbs::VERBS;
use super::vocabulary::{Vocabulary, Word};

/// One task of [`INTENTS`].
pub(super) struct KnownTask {
    pub(super) task: &'static str,
    groups: Vec<Group>,
    pub(super) actions: Vec<ActionId>,
}

struct Group {
    any_of: Vec<Sign>,
    is_optional: bool,
}

enum Sign {
    Word(Word),
    Verb(Class),
    Service(u32),
}

/// How well a task fits what was said.
pub(super) struct Fit {
    /// How much of what was said it accounts for, of 1000.
    pub(super) explained: u32,
    /// How much it asks for.
    pub(super) groups: u32,
    /// The words it accounts for.
    pub(super) said: Vec<String>,
}

/// The tasks of the table. An action that the catalogue does not have (another, refreshed one) is left out.
pub(super) fn known_tasks(catalog: &Catalog, vocabulary: &mut Vocabulary) -> Vec<KnownTask> {
    let mut tasks = Vec::new();
    for intent in INTENTS.iter().copied().flatten() {
        let actions: Vec<_> =
            intent.actions.split_whitespace().filter_map(|name| catalog.action(name)).collect();
        tasks.push(KnownTask {
            task: intent.task,
            groups: intent
                .when
                .split_whitespace()
                .map(|group| Group::read(group, catalog, vocabulary))
                .collect(),
            actions: actions.into_iter().map(catalog::Action::id).collect(),
        });
    }
    tasks
}

impl KnownTask {
    /// How well it fits; `None` if a group it needs has no word.
    pub(super) fn fit(&self, clause: &Clause, senses: &Senses) -> Option<Fit> {
        let mut explained = vec![false; clause.terms.len()];
        let mut groups = 0;
        for group in &self.groups {
            let holds = group.any_of.iter().fold(false, |holds, sign| {
                let mut any = matches!(sign, Sign::Service(service) if clause.services().contains(service));
                for (term, explained) in clause.terms.iter().zip(&mut explained) {
                    if sign.is(term, clause, senses) {
                        *explained = true;
                        any = true;
                    }
                }
                holds || any
            });
            groups += u32::from(holds);
            if !holds && !group.is_optional {
                return None;
            }
        }
        let all: u32 = clause.terms.iter().map(|term| term.weight).sum();
        let told =
            || clause.terms.iter().zip(&explained).filter(|(_, explained)| **explained).map(|(term, _)| term);
        let explained: u32 = told().map(|term| term.weight).sum();
        Some(Fit {
            explained: explained * 1000 / all.max(1),
            groups,
            said: told().map(|term| term.said.clone()).collect(),
        })
    }
}

impl Group {
    fn read(group: &str, catalog: &Catalog, vocabulary: &mut Vocabulary) -> Self {
        let (is_optional, group) = group.strip_prefix('~').map_or((false, group), |rest| (true, rest));
        let any_of = group.split('|').filter_map(|sign| Sign::read(sign, catalog, vocabulary)).collect();
        Self { any_of, is_optional }
    }
}

impl Sign {
    /// `None` for a service that the catalogue does not have.
    fn read(sign: &str, catalog: &Catalog, vocabulary: &mut Vocabulary) -> Option<Self> {
        if let Some(prefix) = sign.strip_prefix('@') {
            let place = catalog.services().position(|service| service.prefix() == prefix)?;
            return Some(Self::Service(u32::try_from(place).ok()?));
        }
        let class = VERBS.iter().position(|verb| verb.class == sign);
        Some(class.map_or_else(|| Self::Word(vocabulary.add(sign)), Self::Verb))
    }

    fn is(&self, term: &Term, clause: &Clause, senses: &Senses) -> bool {
        match self {
            Self::Word(word) => term.word == Some(*word),
            Self::Verb(class) => term.word.is_some_and(|word| senses.classes(word).contains(class)),
            Self::Service(service) => term.services.contains(service) && clause.services().contains(service),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_and_service_of_the_tasks_is_in_the_catalogue() {
        let catalog = Catalog::embedded();
        let mut unknown = Vec::new();
        for intent in INTENTS.iter().copied().flatten() {
            unknown.extend(intent.actions.split_whitespace().filter(|name| catalog.action(name).is_none()));
            let signs =
                intent.when.split(|letter: char| letter == '|' || letter == '~' || letter.is_whitespace());
            for sign in signs {
                let is_unknown = match sign.strip_prefix('@') {
                    Some(prefix) => catalog.service(prefix).is_none(),
                    None => {
                        sign.starts_with(|letter: char| letter.is_ascii_uppercase())
                            && VERBS.iter().all(|verb| verb.class != sign)
                    }
                };
                unknown.extend(is_unknown.then_some(sign));
            }
        }
        unknown.sort_unstable();
        unknown.dedup();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
