//! What a configuration says, once it is read.

use std::collections::BTreeMap;

use crate::suppress::Suppressions;
use crate::wire::{Failing, ScpLanguage, Severity};

/// A configuration. What it does not say is as without one.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// What the file is called in answers; nothing for what came with the request.
    pub name: Option<String>,
    pub failing: Option<Failing>,
    pub scp_language: Option<ScpLanguage>,
    /// By the check's id.
    pub checks: BTreeMap<&'static str, CheckSettings>,
    /// What the house demands of its policies.
    pub house: lint::house::Rules,
    pub suppressions: Option<Suppressions>,
}

/// How a check is set.
#[derive(Debug, Clone, Default)]
pub struct CheckSettings {
    pub enabled: Option<bool>,
    /// The severity of all that it finds.
    pub severity: Option<Severity>,
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
}
