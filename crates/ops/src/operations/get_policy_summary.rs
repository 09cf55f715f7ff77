//! A policy in figures.

use std::collections::BTreeSet;

use policy::tree::lower;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::plan::{Asked, Plan};
use super::told_policy::{opened, within_limits};
use crate::simulate::{is_fault, keys_of_statements};
use crate::wire::{Broken, Document, PolicyType};
use crate::words::{self, Reach, Reading, Wildcards};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style};

/// Counts what a policy says: statements, services, actions, wildcards, conditions
///
/// For figures only: `explain_policy` has the words.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetPolicySummary {
    /// The policy itself, or `{"text": "…"}` with its text
    policy: Document,

    /// What kind of policy it is; by its content if left out
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    policy_type: Option<PolicyType>,
}

/// A policy in figures
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PolicySummary {
    /// Where the text is broken, so that all else tells only what could be read of it
    #[serde(skip_serializing_if = "Vec::is_empty")]
    broken: Vec<Broken>,
    total_statements: usize,
    allow_statements: usize,
    deny_statements: usize,
    /// Prefixes of the services that the statements speak of, each once; `*` where an entry means all, or `NotAction` leaves the rest
    services_used: Vec<String>,
    /// How many different entries the action elements have
    actions_count: usize,
    /// How many actions of the catalogue the statements are about, behind wildcards and `NotAction`
    actions_expanded: usize,
    /// How many of them are allowed and not denied altogether
    actions_allowed: usize,
    /// Whether an entry has wildcards
    has_wildcards: bool,
    has_conditions: bool,
    /// Entries of actions with wildcards
    action_wildcards: usize,
    /// Entries of resources with wildcards
    resource_wildcards: usize,
    /// Statements with `NotAction`
    not_action_statements: usize,
    /// Statements with `NotResource`
    not_resource_statements: usize,
    conditions_count: usize,
    /// Those of conditions and of policy variables, as they are first written
    condition_keys: Vec<String>,
    #[schemars(with = "PolicyType")]
    kind: PolicyType,
    /// Entries that name no action in the catalogue
    unknown_actions: Vec<String>,
}

impl Operation for GetPolicySummary {
    const NAME: &'static str = "get_policy_summary";
    const COMMAND: &'static [&'static str] = &["query", "summary"];
    const EFFECT: Effect = Effect::Read;
    type Response = PolicySummary;

    fn run(self, cx: &Context) -> Result<PolicySummary, OpError> {
        let plan = Plan::of(Asked { taken: self.policy_type.into(), ..Asked::default() }, cx)?;
        let document = opened(&self.policy, cx)?;
        let policy = lower(&document.root);
        within_limits(&policy, document.source.name())?;
        let catalog = cx.catalog();
        let kind = policy.kind_or(plan.kind_of(&document)).kind;
        let reading = Reading::of(&policy, kind, &catalog);
        let told = words::tell_all(&policy, &reading, cx)?;
        let reach = Reach::of(&told, &catalog);
        let wildcards = Wildcards::of(&policy.statements);
        let expanded = told.iter().fold(catalog::ActionSet::new(), |all, one| all.union(&one.listed));
        let entries = policy.statements.iter().flat_map(|one| one.actions().iter().chain(one.not_actions()));
        let written: BTreeSet<String> =
            entries.map(|entry| entry.value.as_str().to_ascii_lowercase()).collect();
        let conditions = |one: &policy::tree::Statement| {
            one.condition.iter().flat_map(policy::tree::Condition::entries).count()
        };
        let conditions_count = policy.statements.iter().map(conditions).sum();
        let unknown: BTreeSet<String> = told.iter().flat_map(|one| one.unknown.iter().cloned()).collect();
        let broken = document.diagnostics.iter().filter(|found| is_fault(found));
        Ok(PolicySummary {
            broken: broken.map(|found| Broken::new(found, &document.source)).collect(),
            total_statements: policy.statements.len(),
            allow_statements: policy.statements.iter().filter(|one| one.allows()).count(),
            deny_statements: policy.statements.iter().filter(|one| one.denies()).count(),
            services_used: services(&policy, &catalog),
            actions_count: written.len(),
            actions_expanded: expanded.len(),
            actions_allowed: reach.allowed.len(),
            has_wildcards: wildcards.written(),
            has_conditions: conditions_count > 0,
            action_wildcards: wildcards.actions,
            resource_wildcards: wildcards.resources,
            not_action_statements: wildcards.not_actions,
            not_resource_statements: wildcards.not_resources,
            conditions_count,
            condition_keys: condition_keys(&policy, &document.root),
            kind: kind.into(),
            unknown_actions: unknown.into_iter().collect(),
        })
    }
}

fn condition_keys(policy: &policy::tree::Policy, root: &policy::Node) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for key in keys_of_statements(policy, root).into_iter().flatten() {
        if !keys.iter().any(|other| other.eq_ignore_ascii_case(&key)) {
            keys.push(key);
        }
    }
    keys
}

/// The services that are named, in lower case as AWS spells them; with wildcards in the prefix those that fit.
fn services(policy: &policy::tree::Policy, catalog: &catalog::Catalog) -> Vec<String> {
    let mut named = BTreeSet::new();
    for statement in &policy.statements {
        if statement.not_action.is_some() {
            named.insert("*".to_owned());
        }
        for entry in statement.actions() {
            if entry.value.is_everything() {
                named.insert("*".to_owned());
                continue;
            }
            match entry.value.service().map(policy::Glob::as_literal) {
                Some(Some(prefix)) => {
                    named.insert(prefix.to_ascii_lowercase());
                }
                Some(None) => {
                    let set = catalog.expand(&entry.value);
                    named.extend(words::services(&set, catalog).map(|service| service.prefix().to_owned()));
                }
                None => {}
            }
        }
    }
    named.into_iter().collect()
}

impl Response for PolicySummary {
    fn text(&self, _: Style) -> String {
        let mut text = String::new();
        for place in &self.broken {
            let (path, at) = (&place.path, place.span.start);
            text.extend([format!("broken at {path}:{}:{}: {}\n", at.line, at.column, place.message)]);
        }
        text.extend([format!(
            "{} policy: {} statements ({} allow, {} deny), {} conditions\n\
             {} entries of actions stand for {} actions, of which {} are allowed\n\
             services: {}\n\
             wildcards: {} in actions, {} in resources; {} statements with NotAction, {} with NotResource\n",
            self.kind.name(),
            self.total_statements,
            self.allow_statements,
            self.deny_statements,
            self.conditions_count,
            self.actions_count,
            self.actions_expanded,
            self.actions_allowed,
            self.services_used.join(", "),
            self.action_wildcards,
            self.resource_wildcards,
            self.not_action_statements,
            self.not_resource_statements,
        )]);
        for entry in &self.unknown_actions {
            text.extend([format!("not counted: {entry}\n")]);
        }
        text.lines().map(|line| crate::render::plain(line).into_owned() + "\n").collect()
    }

    fn outcome(&self) -> Outcome {
        if self.broken.is_empty() { Outcome::Clean } else { Outcome::ReadInPart }
    }
}
