//! What a configuration says, once it is read.

use std::collections::BTreeMap;

use lint::house::{PathPattern, Rules};
use policy::{ActionPattern, Glob};

use super::foreign::Ignored;
use super::options::Defaults;
use crate::suppress::Suppressions;
use crate::wire::{Failing, PolicyType, ScpLanguage, Severity};

/// A configuration. What it does not say is as without one.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// What the file is called in answers; nothing for what came with the request.
    pub name: Option<String>,
    pub failing: Option<Failing>,
    /// Findings of these severities are not reported.
    pub hidden: Vec<Severity>,
    pub scp_language: Option<ScpLanguage>,
    pub policy_types: Vec<TypeOfFiles>,
    /// By the check's id.
    pub checks: BTreeMap<&'static str, CheckSettings>,
    pub suppressions: Option<Suppressions>,
    /// What the house demands of its policies.
    pub house: Rules,
    /// What an AI assistant is told beside our own words.
    pub instructions: Option<String>,
    /// The defaults of commands; nothing where they are looked for elsewhere.
    pub(crate) defaults: Option<Defaults>,
    /// What of it has no effect, or hardly the one that was meant.
    pub notes: Vec<String>,
}

/// The type of the policies in some files.
#[derive(Debug, Clone)]
pub struct TypeOfFiles {
    pub paths: Vec<PathPattern>,
    pub kind: PolicyType,
    pub resource_type: Option<String>,
}

/// How a check is set.
#[derive(Debug, Clone, Default)]
pub struct CheckSettings {
    pub enabled: Option<bool>,
    /// The severity of all that it finds.
    pub severity: Option<Severity>,
    /// Findings of these severities are not reported, rather than those of the settings.
    pub hidden: Option<Vec<Severity>>,
    pub allowed: Vec<Allowed>,
    /// What it finds there is not reported.
    pub ignored: Vec<Ignored>,
    /// What is wrong, and what to do about it, in the author's words.
    pub message: Option<String>,
    pub help: Option<String>,
}

/// What a check does not object to.
#[derive(Debug, Clone)]
pub enum Allowed {
    /// Services by prefix.
    Services(Vec<Glob>),
    Actions(Vec<ActionPattern>),
    /// Ids of accounts.
    Accounts(Vec<String>),
}

impl Config {
    /// Whether the check runs, unless the request asks for it by name.
    pub fn is_enabled(&self, check: &str) -> bool {
        self.checks.get(check).and_then(|settings| settings.enabled).unwrap_or(true)
    }

    /// The severity that the check's findings are given, if it is another than their own.
    pub fn severity(&self, check: &str) -> Option<Severity> {
        self.checks.get(check)?.severity
    }

    /// The type of the policies in the file of that name.
    pub fn type_of(&self, name: &str) -> Option<&TypeOfFiles> {
        self.policy_types.iter().find(|each| each.paths.iter().any(|pattern| pattern.matches(name)))
    }
}
