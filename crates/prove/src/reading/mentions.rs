//! What policies speak of: the keys, the callers, the accounts. It tells which kinds of callers need to be told apart.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{ActionId, ActionSet, Catalog};
use eval::prepare::{
    Action, Actions, Condition, Named, ResourceReading, Resources, Statement, ValueReading, Who,
};
use eval::{Caller, Prepared};
use policy::Glob;
use policy::tree::{OperatorType, Part};

/// Everything that the policies of a question name.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    /// Condition keys, in lower case, as written first.
    pub(crate) keys: BTreeMap<Box<str>, Box<str>>,
    /// Keys whose values stand in texts as policy variables, in lower case.
    pub(crate) variables: BTreeSet<Box<str>>,
    /// Texts that keys are compared with, without wildcards.
    pub(crate) values: BTreeMap<Box<str>, BTreeSet<String>>,
    pub(crate) sessions: BTreeSet<String>,
    pub(crate) services: BTreeSet<String>,
    pub(crate) providers: BTreeSet<String>,
    /// Texts, perhaps with wildcards, that the names of calling services are compared with.
    service_patterns: BTreeSet<String>,
    /// Roles named as principals, as ARNs.
    pub(crate) principals: BTreeSet<String>,
    /// Every account that is written out somewhere.
    pub(crate) accounts: BTreeSet<String>,
    /// Parts of ids of accounts with wildcards for the rest, as `1111*`.
    pub(crate) account_patterns: BTreeSet<String>,
    /// Actions named in full that the catalogue does not know, as written.
    pub(crate) unknown_actions: BTreeSet<String>,
    /// Actions named in full that it knows, in the order of the policies.
    pub(crate) named_actions: Vec<ActionId>,
    /// The same.
    named: ActionSet,
}

impl Mentions {
    pub(crate) fn of<'a>(policies: impl IntoIterator<Item = &'a Prepared>, catalog: &Catalog) -> Self {
        let mut mentions = Self::default();
        for statement in policies.into_iter().flat_map(Prepared::statements) {
            mentions.add(statement, catalog);
        }
        mentions.add_services(catalog);
        mentions
    }

    /// Services that conditions tell apart by their name: those that are named, and for each set of patterns one that they match.
    fn add_services(&mut self, catalog: &Catalog) {
        let globs: Vec<Glob> = self.service_patterns.iter().map(|text| Glob::new(text)).collect();
        let mut seen = BTreeSet::new();
        for name in catalog.service_principals() {
            let matches: Vec<bool> = globs.iter().map(|glob| glob.matches(name)).collect();
            if matches.contains(&true) && seen.insert(matches) {
                self.services.insert(name.to_owned());
            }
        }
        let named = self.service_patterns.iter().filter(|text| !text.contains(['*', '?']));
        let callers = named.filter(|name| matches!(Caller::parse(name), Ok(Caller::Service { .. })));
        self.services.extend(callers.cloned());
    }

    fn add(&mut self, statement: &Statement, catalog: &Catalog) {
        if let Who::Of(named) | Who::Except(named) = &statement.who {
            for named in named {
                self.add_principal(named);
            }
        }
        let (Actions::Of(actions) | Actions::Except(actions)) = &statement.actions;
        for action in actions {
            if let Action::Of { text, .. } = action
                && !text.contains(['*', '?'])
            {
                self.add_action(text, catalog);
            }
        }
        if let Resources::Of(entries) | Resources::Except(entries) = &statement.resources {
            for entry in entries {
                self.add_accounts(entry.text());
                if let ResourceReading::Template { last, .. } = entry.reading() {
                    self.add_variables(last);
                }
            }
        }
        statement.conditions.iter().for_each(|condition| self.add_condition(condition));
    }

    fn add_action(&mut self, text: &str, catalog: &Catalog) {
        match catalog.action(text) {
            Some(known) => {
                if !self.named.contains(known.id()) {
                    self.named.insert(known.id());
                    self.named_actions.push(known.id());
                }
            }
            None => {
                self.unknown_actions.insert(text.to_owned());
            }
        }
    }

    fn add_principal(&mut self, named: &Named) {
        match named {
            // What is written as a caller of a kind, and is none, never calls.
            Named::Session(arn) if matches!(Caller::parse(arn), Ok(Caller::Role { .. })) => {
                self.sessions.insert(arn.to_string());
            }
            Named::Service(name) if matches!(Caller::parse(name), Ok(Caller::Service { .. })) => {
                self.services.insert(name.to_string());
            }
            Named::Provider(name) if matches!(Caller::parse(name), Ok(Caller::Federated { .. })) => {
                self.providers.insert(name.to_string());
            }
            Named::Role { arn, .. } => {
                self.principals.insert(arn.to_string());
            }
            _ => {}
        }
        match named {
            Named::Account(account) | Named::Role { account, .. } => {
                self.accounts.insert(account.to_string());
            }
            Named::User(text) | Named::Session(text) | Named::FederatedUser(text) | Named::Provider(text) => {
                self.add_accounts(text);
            }
            _ => {}
        }
    }

    fn add_condition(&mut self, condition: &Condition) {
        let name: Box<str> = condition.name().into();
        self.keys.entry(name.clone()).or_insert_with(|| condition.key.clone());
        let is_text = matches!(condition.entry.name.value_type(), OperatorType::String | OperatorType::Arn);
        for value in &condition.values {
            self.add_accounts(&value.text);
            if *name == *"aws:principalservicename" {
                self.service_patterns.insert(value.text.to_string());
            }
            match value.reading() {
                ValueReading::Template(parts) => self.add_variables(parts),
                ValueReading::Fixed(text) if is_text && !text.contains(['*', '?']) => {
                    self.values.entry(name.clone()).or_default().insert(text.to_owned());
                }
                _ => {}
            }
        }
    }

    fn add_variables(&mut self, parts: &[Part]) {
        for part in parts {
            if let Part::Variable { key, .. } = part {
                self.variables.insert(key.to_ascii_lowercase().into());
            }
        }
    }

    /// The runs of just twelve digits.
    fn add_accounts(&mut self, text: &str) {
        let runs = text.split(|letter: char| !letter.is_ascii_digit());
        self.accounts.extend(runs.filter(|run| run.len() == 12).map(str::to_owned));
        let part = text.split(':').nth(4).unwrap_or(text);
        let is_some = part.contains(|letter: char| letter.is_ascii_digit()) && part.contains(['*', '?']);
        if is_some && part.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '*' | '?')) {
            self.account_patterns.insert(part.to_owned());
        }
    }

    /// Whether some condition or variable looks at one of these keys.
    pub(crate) fn speaks_of(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.keys.contains_key(*name) || self.variables.contains(*name))
    }
}
