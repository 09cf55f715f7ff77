//! The configuration of a session: setting it, and saying what a configuration sets.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::config::{CheckSettings, Config};
use crate::context::Organization;
use crate::fingerprint::fnv1a;
use crate::render::table::counted;
use crate::wire::{Configuration, FailOn, JsonObject, ScpLanguage, Severity};
use crate::{Context, OpError, Response, Style};

/// What was set
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Set {
    success: bool,
    applied_config: Applied,
    /// What of it has no effect, or perhaps not the one that was meant
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    /// Whether it took the place of one that the session had
    replaced: bool,
}

/// What a configuration sets, in the words of `leastwise.yaml`
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Applied {
    settings: AppliedSettings,
    /// By the ids of the checks
    checks: BTreeMap<String, AppliedCheck>,
    /// How many entries of `policy_types`
    policy_types: usize,
    suppressions: usize,
    rules: usize,
    /// Whether it has instructions for AI assistants
    instructions: bool,
}

/// What holds for every run
#[derive(Debug, Serialize, JsonSchema)]
struct AppliedSettings {
    /// The lowest severity that fails a run
    fail_on: FailOn,
    /// The severities that fail a run, where they are not all above the lowest
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fail_on_severities: Vec<Severity>,
    /// Severities whose findings are not reported
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hide: Vec<Severity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scp_language: Option<ScpLanguage>,
}

/// How a check is set
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct AppliedCheck {
    enabled: bool,
    /// The severity of all that it finds, where it is another than its own
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<Severity>,
    /// Whether some of what it finds is let pass or hidden
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    narrowed: bool,
}

/// Reads a configuration and keeps it for the session's later requests; a faulty one changes nothing.
pub(super) fn set(config: &Configuration, cx: &Context) -> Result<Set, OpError> {
    let session = cx.session()?;
    let held = cx.held_configuration(Some(config))?;
    let applied_config = Applied::of(&held.config);
    let warnings = held.config.notes.clone();
    let new = Organization { config: held.config, written: held.written };
    let replaced = session.set_organization(Some(new)).is_some();
    Ok(Set { success: true, applied_config, warnings, replaced })
}

impl Response for Set {
    fn text(&self, _: Style) -> String {
        let notes: String = self.warnings.iter().flat_map(|note| ["note: ", note, "\n"]).collect();
        let instead = if self.replaced { ", instead of the one before" } else { "" };
        format!(
            "{notes}the configuration holds for this session{instead}: {}\n",
            self.applied_config.sentence()
        )
    }
}

impl Applied {
    pub(super) fn of(config: &Config) -> Self {
        let failing = config.failing.clone().unwrap_or_default();
        let rules = &config.house;
        Self {
            settings: AppliedSettings {
                fail_on: failing.lowest(),
                fail_on_severities: failing.set().to_vec(),
                hide: config.hidden.clone(),
                scp_language: config.scp_language,
            },
            checks: config
                .checks
                .iter()
                .map(|(id, settings)| ((*id).to_owned(), AppliedCheck::of(settings)))
                .collect(),
            policy_types: config.policy_types.len(),
            suppressions: config.suppressions.as_ref().map_or(0, |all| all.list.len()),
            rules: rules.conditions.len() + rules.actions.len() + rules.principals.len(),
            instructions: config.instructions.is_some(),
        }
    }

    /// What it sets, counted.
    pub(super) fn sentence(&self) -> String {
        let off = self.checks.values().filter(|check| !check.enabled).count();
        format!(
            "{} off, {} set, {}, {}",
            counted(off, "check"),
            self.checks.len() - off,
            counted(self.suppressions, "suppression"),
            counted(self.rules, "rule")
        )
    }
}

impl AppliedCheck {
    pub(super) fn of(settings: &CheckSettings) -> Self {
        let narrows =
            !settings.allowed.is_empty() || !settings.ignored.is_empty() || settings.hidden.is_some();
        Self { enabled: settings.enabled.unwrap_or(true), severity: settings.severity, narrowed: narrows }
    }
}

/// The blocks of checks in what was written, by the names they have there.
pub(super) fn blocks(written: &Value) -> JsonObject {
    let below = written.get("checks").and_then(Value::as_object);
    let beside = written.as_object();
    let is_block = |(name, value): &(&String, &Value)| value.is_object() && lint::named(name).is_some();
    let members = below.into_iter().chain(beside).flatten().filter(is_block);
    JsonObject(members.map(|(name, block)| (name.clone(), block.clone())).collect::<Map<_, _>>())
}

/// A name for what was written, which changes with it.
pub(super) fn digest(written: &Value) -> String {
    format!("{:016x}", fnv1a(written.to_string().bytes()))
}
