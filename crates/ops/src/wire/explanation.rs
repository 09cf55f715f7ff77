//! A policy in words and numbers, as it looks on the wire.

use catalog::Catalog;
use policy::tree::{Condition, Policy};
use policy::{Diagnostic, Source};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Finding, Page, Place, PolicyType, Severity};
use crate::words::{self, Access, Levels, Reach, Reading, Told, When};

/// A policy in words and numbers
#[derive(Debug, Serialize, JsonSchema)]
pub struct PolicyExplanation {
    /// Where the text is broken, so that all else tells only what could be read of it
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub broken: Vec<Broken>,
    /// What the policy allows and denies as a whole
    pub summary: String,
    #[schemars(with = "PolicyType")]
    pub kind: PolicyType,
    /// What such a policy does by its kind, where that is less than granting
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind_note: Option<String>,
    pub statements: Vec<StatementExplanation>,
    services_accessed: Vec<ServiceAccessed>,
    /// The risks in words, the worst first
    security_concerns: Vec<String>,
    /// What to do about them
    recommendations: Vec<String>,
    has_wildcards: bool,
    has_conditions: bool,
    /// What is allowed in all
    pub allowed: Sum,
    /// Actions that an Allow names and a Deny takes out altogether
    denied_outright: usize,
    /// Allowed actions that some Deny may take out: under its conditions, on its resources, or for its callers
    denied_in_part: usize,
    /// By service, those with the most power first
    pub services: Vec<ServiceAccess>,
    /// How many services there are in all
    pub total: usize,
    /// Whether there are more services than shown
    pub truncated: bool,
    /// Entries that name no action in the catalogue
    pub unknown_actions: Vec<String>,
    /// How old the catalogue is that counts the actions
    catalog_date: String,
    /// What our checks find of risks, the worst first
    pub risks: Vec<Risk>,
    /// What makes AWS refuse the policy, or keeps a part of it from working
    pub errors: Vec<Risk>,
}

/// A place where the text is broken
#[derive(Debug, Serialize, JsonSchema)]
pub struct Broken {
    /// The name of the text
    pub path: String,
    pub message: String,
    pub span: Place,
}

/// One statement in words
#[derive(Debug, Serialize, JsonSchema)]
pub struct StatementExplanation {
    /// Counted from 0
    pub index: usize,
    pub sid: Option<String>,
    effect: String,
    /// Who may, or may not, do what on what, and when
    pub explanation: String,
    /// How many actions it is about
    action_count: usize,
    has_conditions: bool,
}

/// What is done with a service, in short
#[derive(Debug, Serialize, JsonSchema)]
struct ServiceAccessed {
    /// Its prefix, such as `s3`
    service: String,
    access_types: Vec<&'static str>,
}

/// How many actions are allowed, by access level
#[derive(Debug, Serialize, JsonSchema)]
pub struct Sum {
    pub services: usize,
    pub actions: usize,
    pub list: usize,
    pub read: usize,
    pub write: usize,
    pub permissions_management: usize,
    pub tagging: usize,
}

/// What is allowed of a service
#[derive(Debug, Serialize, JsonSchema)]
pub struct ServiceAccess {
    /// Its prefix, such as `s3`
    pub service: String,
    pub title: String,
    /// How many of its actions are allowed
    pub actions: usize,
    /// How many it has
    pub of: usize,
    pub list: usize,
    pub read: usize,
    pub write: usize,
    pub permissions_management: usize,
    pub tagging: usize,
    /// How many of its actions are denied without conditions on everything
    pub denied: usize,
    /// How many of those allowed some Deny may take out
    pub denied_in_part: usize,
    /// Whether the conditions of the Allows must hold: for none, some or all of the actions
    pub when: Granted,
    /// On which resources, at most 20
    pub resources: Vec<String>,
    pub resource_count: usize,
    /// Their names, when asked for
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_names: Option<Vec<String>>,
}

/// Whether what is allowed hangs on conditions
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum Granted {
    Always,
    Partly,
    UnderConditions,
    Never,
}

/// A finding, in short
#[derive(Debug, Serialize, JsonSchema)]
pub struct Risk {
    /// The check's id
    pub id: String,
    pub severity: Severity,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// JSON pointer to the place
    pub pointer: String,
}

/// All that an explanation is made from.
pub(crate) struct Whole<'a> {
    pub(crate) broken: Vec<Broken>,
    pub(crate) policy: &'a Policy,
    pub(crate) reading: &'a Reading<'a>,
    pub(crate) told: &'a [Told<'a>],
    pub(crate) reach: &'a Reach<'a, 'a>,
    pub(crate) services: &'a Page<Access<'a>>,
    pub(crate) findings: &'a [Finding],
    pub(crate) verbose: bool,
}

impl PolicyExplanation {
    pub(crate) fn new(whole: Whole<'_>) -> Self {
        let (catalog, reach, told) = (whole.reading.catalog, whole.reach, whole.told);
        let accesses = &whole.services.items;
        let mut risks: Vec<_> =
            whole.findings.iter().filter(|found| is_risk(found.severity)).map(Risk::of).collect();
        // Stable: risks of one severity stay in the order of their places.
        risks.sort_by_key(|risk| risk.severity);
        let errors = whole.findings.iter().filter(|found| found.severity == Severity::Error);
        let unknown = told.iter().flat_map(|told| told.unknown.iter().cloned());
        let reached = accesses.iter().filter(|access| !access.allowed.is_empty());
        Self {
            broken: whole.broken,
            summary: words::summary(reach, told, catalog),
            kind: whole.reading.kind.into(),
            kind_note: words::kind_note(whole.reading.kind).map(str::to_owned),
            statements: told.iter().map(StatementExplanation::of).collect(),
            services_accessed: reached.map(ServiceAccessed::of).collect(),
            security_concerns: risks.iter().map(Risk::words).collect(),
            recommendations: distinct(risks.iter().filter_map(|risk| risk.help.clone())),
            has_wildcards: words::Wildcards::of(&whole.policy.statements).written(),
            has_conditions: told.iter().any(has_conditions),
            allowed: Sum::of(reach, catalog),
            denied_outright: reach.taken_out.len(),
            denied_in_part: reach.restricted.len(),
            services: accesses
                .iter()
                .map(|access| ServiceAccess::of(access, whole.verbose, catalog))
                .collect(),
            total: whole.services.total,
            truncated: whole.services.truncated,
            unknown_actions: distinct(unknown),
            catalog_date: catalog.date().to_owned(),
            risks,
            errors: errors.map(Risk::of).collect(),
        }
    }
}

impl Broken {
    pub(crate) fn new(found: &Diagnostic, source: &Source) -> Self {
        Self {
            path: source.name().to_owned(),
            message: found.message.clone(),
            span: Place::new(source, found.span),
        }
    }
}

impl StatementExplanation {
    fn of(told: &Told<'_>) -> Self {
        let statement = told.statement;
        Self {
            index: statement.index,
            sid: statement.sid.as_ref().map(|sid| sid.value.clone()),
            effect: statement.effect.as_ref().map_or("", |effect| effect.value.text()).to_owned(),
            explanation: told.sentence.clone(),
            action_count: told.listed.len(),
            has_conditions: has_conditions(told),
        }
    }
}

impl ServiceAccessed {
    fn of(access: &Access<'_>) -> Self {
        let some = access.levels.named().into_iter().filter(|(_, count)| *count > 0);
        Self {
            service: access.service.prefix().to_owned(),
            access_types: some.map(|(name, _)| name).collect(),
        }
    }
}

impl Sum {
    fn of(reach: &Reach<'_, '_>, catalog: &Catalog) -> Self {
        let Levels { list, read, write, permissions_management, tagging } =
            words::levels(&reach.allowed, catalog);
        Self {
            services: words::services(&reach.allowed, catalog).count(),
            actions: reach.allowed.len(),
            list,
            read,
            write,
            permissions_management,
            tagging,
        }
    }
}

impl ServiceAccess {
    fn of(access: &Access<'_>, verbose: bool, catalog: &Catalog) -> Self {
        let Levels { list, read, write, permissions_management, tagging } = access.levels;
        let names = || access.allowed.actions(catalog).map(|action| action.name().to_owned()).collect();
        Self {
            service: access.service.prefix().to_owned(),
            title: access.service.title().to_owned(),
            actions: access.levels.total(),
            of: access.service.actions().len(),
            list,
            read,
            write,
            permissions_management,
            tagging,
            denied: access.denied,
            denied_in_part: access.restricted,
            when: access.when.into(),
            resources: access.resources.clone(),
            resource_count: access.resource_count,
            action_names: verbose.then(names),
        }
    }
}

impl From<When> for Granted {
    fn from(when: When) -> Self {
        match when {
            When::Always => Self::Always,
            When::Partly => Self::Partly,
            When::UnderConditions => Self::UnderConditions,
            When::Never => Self::Never,
        }
    }
}

impl Risk {
    fn of(finding: &Finding) -> Self {
        Self {
            id: finding.id.clone(),
            severity: finding.severity,
            message: finding.message.clone(),
            help: finding.help.clone(),
            pointer: finding.pointer.clone(),
        }
    }

    /// `high: …`
    pub(crate) fn words(&self) -> String {
        format!("{}: {}", self.severity.name(), self.message)
    }
}

fn is_risk(severity: Severity) -> bool {
    matches!(severity, Severity::Critical | Severity::High | Severity::Medium | Severity::Low)
}

fn has_conditions(told: &Told<'_>) -> bool {
    told.statement.condition.iter().flat_map(Condition::entries).next().is_some()
}

/// Each text once, where it first comes.
fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    texts.filter(|text| seen.insert(text.clone())).collect()
}
