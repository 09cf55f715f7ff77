//! From words to the actions that a task needs.

use std::collections::HashMap;

use catalog::{Action, ActionId, Catalog, Service};

use super::index::Index;
use super::known_tasks::{KnownTask, known_tasks};
use super::phrases::Phrases;
use super::reading::{Clause, Reader};
use super::score::Scorer;
use super::senses::Senses;
use super::vocabulary::Vocabulary;
use super::why;

/// Suggestions that fit less than this much as well as the best, of 100, are none.
const LEAST: u32 = 50;
/// How many actions of a clause are looked at.
const MOST: usize = 60;
/// How many known tasks a clause may be.
const MOST_TASKS: usize = 3;
/// What the best name counts beside a known task, of 100.
const NAMES: u32 = 92;
/// A task that accounts for less than this of what was said, of 1000, is another one.
const LEAST_EXPLAINED: u32 = 450;
/// Services that are meant more often than others where none is named.
const POPULAR: &str = "s3 ec2 iam lambda dynamodb sqs sns logs cloudwatch events kms secretsmanager ssm sts rds ecs ecr eks states \
    cloudformation kinesis firehose apigateway route53 cloudfront elasticloadbalancing autoscaling athena glue bedrock sagemaker ses \
    acm cognito-idp organizations cloudtrail codebuild codepipeline elasticfilesystem elasticache";

/// What is known of words and actions: made once of a catalogue (some milliseconds), asked often.
pub struct Suggester {
    vocabulary: Vocabulary,
    phrases: Phrases,
    index: Index,
    senses: Senses,
    tasks: Vec<KnownTask>,
    popular: Vec<bool>,
}

/// What a text seems to need.
#[derive(Debug, Clone)]
pub struct Suggested<'c> {
    /// The likeliest first.
    pub suggestions: Vec<Suggestion<'c>>,
    /// How many actions fit nearly as well as the best, these among them.
    pub total: usize,
}

/// One action that a task seems to need.
#[derive(Debug, Clone)]
pub struct Suggestion<'c> {
    pub action: Action<'c>,
    /// How well it fits beside the best, which has 100.
    pub score: u32,
    /// Which words speak for it.
    pub why: String,
}

/// Why an action is in the list, told only if it is shown.
#[derive(Clone)]
enum Reason {
    Task { task: &'static str, said: Vec<String> },
    Words { clause: usize },
}

struct Ranked {
    id: ActionId,
    score: u32,
    rank: usize,
    reason: Reason,
}

impl Suggester {
    pub fn new(catalog: &Catalog) -> Self {
        let mut vocabulary = Vocabulary::default();
        let index = Index::new(catalog, &mut vocabulary);
        let phrases = Phrases::new(catalog, &mut vocabulary);
        let senses = Senses::new(&mut vocabulary);
        let tasks = known_tasks(catalog, &mut vocabulary);
        let popular =
            catalog.services().map(|service| POPULAR.split_whitespace().any(|name| name == service.prefix()));
        Self { popular: popular.collect(), vocabulary, phrases, index, senses, tasks }
    }

    /// The actions that `text` seems to need, at most `limit`; only those of `service` if there is one.
    ///
    /// `catalog` is the one this was made of.
    pub fn suggest<'c>(
        &self,
        catalog: &'c Catalog,
        text: &str,
        service: Option<Service<'c>>,
        limit: usize,
    ) -> Suggested<'c> {
        let only = service.and_then(|service| catalog.services().position(|other| other == service));
        let only = only.and_then(|place| u32::try_from(place).ok());
        let reader = Reader {
            vocabulary: &self.vocabulary,
            phrases: &self.phrases,
            index: &self.index,
            senses: &self.senses,
        };
        let mut clauses = reader.clauses(text);
        for clause in &mut clauses {
            if let Some(service) = only {
                clause.named = vec![service];
                clause.hinted.clear();
            }
        }
        let mut best: HashMap<ActionId, Ranked> = HashMap::new();
        for (place, clause) in clauses.iter().enumerate() {
            for (rank, mut found) in self.ranked(catalog, place, clause, only).into_iter().enumerate() {
                found.rank = rank;
                match best.get_mut(&found.id) {
                    Some(known) if known.score >= found.score => {}
                    _ => drop(best.insert(found.id, found)),
                }
            }
        }
        let mut ranked: Vec<Ranked> = best.into_values().collect();
        ranked.sort_by_key(|found| (std::cmp::Reverse(found.score), found.rank, found.id));
        let total = ranked.len();
        ranked.truncate(limit);
        let suggestions =
            ranked.into_iter().filter_map(|found| self.told(catalog, found, &clauses)).collect();
        Suggested { suggestions, total }
    }

    /// What one clause needs, the likeliest first, scored beside the best.
    fn ranked(&self, catalog: &Catalog, place: usize, clause: &Clause, only: Option<u32>) -> Vec<Ranked> {
        let mut scores: HashMap<ActionId, (u32, Reason)> = HashMap::new();
        let mut offer = |id: ActionId, score: u32, reason: Reason| match scores.get(&id) {
            Some((known, _)) if *known >= score => {}
            _ => drop(scores.insert(id, (score, reason))),
        };
        for (score, task, said) in self.tasks_of(clause) {
            for (rank, id) in (0..).zip(&task.actions) {
                let reason = Reason::Task { task: task.task, said: said.clone() };
                offer(*id, score.saturating_sub(12 * rank), reason);
            }
        }
        let scorer = Scorer::new(clause, &self.index, &self.senses, self.vocabulary.len(), &self.popular);
        for (action, named) in catalog.actions().zip(self.index.actions()) {
            if only.is_none_or(|only| only == named.service)
                && let Some(score) = scorer.score(&named)
                && score > 0
            {
                offer(action.id(), score * NAMES / 100, Reason::Words { clause: place });
            }
        }
        let of_service = |id: ActionId| match (only, catalog.action_at(id)) {
            (Some(only), Some(action)) => {
                catalog.services().position(|service| service == action.service()) == Some(only as usize)
            }
            (None, found) => found.is_some(),
            _ => false,
        };
        let mut ranked: Vec<_> = scores.into_iter().collect();
        ranked.sort_by_key(|(id, (score, _))| (std::cmp::Reverse(*score), *id));
        ranked.truncate(4 * MOST);
        ranked.retain(|(id, _)| of_service(*id));
        let top = ranked.first().map_or(1, |(_, (score, _))| (*score).max(1));
        let ranked = ranked.into_iter().map(|(id, (score, reason))| Ranked {
            id,
            score: score * 100 / top,
            rank: 0,
            reason,
        });
        ranked.filter(|found| found.score >= LEAST).take(MOST).collect()
    }

    /// The tasks of the table that a clause may be, with what each counts, of 1000.
    fn tasks_of(&self, clause: &Clause) -> Vec<(u32, &KnownTask, Vec<String>)> {
        let fits = self.tasks.iter().filter_map(|task| Some((task.fit(clause, &self.senses)?, task)));
        let mut fits: Vec<_> = fits.filter(|(fit, _)| fit.explained >= LEAST_EXPLAINED).collect();
        fits.sort_by_key(|(fit, _)| std::cmp::Reverse((fit.explained, fit.groups)));
        let ranked = (0..).zip(fits).take(MOST_TASKS);
        ranked.map(|(rank, (fit, task))| (fit.explained.saturating_sub(30 * rank), task, fit.said)).collect()
    }

    fn told<'c>(&self, catalog: &'c Catalog, found: Ranked, clauses: &[Clause]) -> Option<Suggestion<'c>> {
        let action = catalog.action_at(found.id)?;
        let why = match found.reason {
            Reason::Task { task, said } => why::of_task(task, &said),
            Reason::Words { clause } => {
                let clause = clauses.get(clause)?;
                let named = self.index.actions().nth(found.id.index())?;
                let scorer =
                    Scorer::new(clause, &self.index, &self.senses, self.vocabulary.len(), &self.popular);
                why::of_words(action, named.service, clause, &scorer.told_by(&named))
            }
        };
        Some(Suggestion { action, score: found.score, why })
    }
}
