//! What do these checks look at, and how are they set?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known;
use super::organization::AppliedCheck;
use crate::config::Config;
use crate::operation::part;
use crate::render::table;
use crate::wire::{Configuration, Paging, Severity};
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Describes checks, as the configuration sets them
///
/// Those that are named are described in full, all others in short. `get_check_details` has examples as well.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DescribeChecks {
    /// Ids of checks, ours or another tool's; all checks if left out
    #[serde(default)]
    check_ids: Option<Vec<String>>,

    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    paging: Paging,

    /// The configuration; else the one that holds
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    config: Option<Configuration>,
}

/// Checks
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Descriptions {
    checks: Vec<Described>,
    /// How many there are in all
    total: usize,
    /// Whether more follow
    truncated: bool,
}

/// A check
#[derive(Debug, Serialize, JsonSchema)]
struct Described {
    check_id: String,
    description: String,
    default_severity: Severity,
    /// Why it matters and what to do about it (Markdown), where it was asked for by name
    #[serde(skip_serializing_if = "Option::is_none")]
    docstring: Option<String>,
    /// Checks that say nothing more of a statement in which this one found something
    #[serde(skip_serializing_if = "Vec::is_empty")]
    supersedes: Vec<String>,
    /// How the configuration sets it, where it does
    config: Option<AppliedCheck>,
    enabled: bool,
    /// As the configuration has it
    severity: Severity,
    category: String,
    source: Source,
}

/// Where a check comes from
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
enum Source {
    Builtin,
}

impl Operation for DescribeChecks {
    const NAME: &'static str = "describe_checks";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::Read;
    type Response = Descriptions;

    fn run(self, cx: &Context) -> Result<Descriptions, OpError> {
        let config = cx.configuration(self.config.as_ref())?;
        let is_named = self.check_ids.is_some();
        let checks = match self.check_ids {
            None => lint::CHECKS.to_vec(),
            Some(names) => {
                let mut checks: Vec<&'static lint::Check> = Vec::new();
                for name in names {
                    for check in known::checks(&name)?.all() {
                        if checks.iter().all(|other| other.id != check.id) {
                            checks.push(check);
                        }
                    }
                }
                checks
            }
        };
        let page = self.paging.of(checks, cx);
        let checks = page.items.iter().map(|check| Described::of(check, &config, is_named));
        Ok(Descriptions { checks: checks.collect(), total: page.total, truncated: page.truncated })
    }
}

impl Described {
    fn of(check: &lint::Check, config: &Config, is_named: bool) -> Self {
        let docstring = || format!("{}\n\n{}", check.why.trim(), check.fix.trim());
        Self {
            check_id: check.id.to_owned(),
            description: check.summary.to_owned(),
            default_severity: check.severity.into(),
            docstring: is_named.then(docstring),
            supersedes: lint::superseded_by(check).iter().map(|other| other.id.to_owned()).collect(),
            config: config.checks.get(check.id).map(AppliedCheck::of),
            enabled: config.is_enabled(check.id),
            severity: config.severity(check.id).unwrap_or(check.severity.into()),
            category: check.category.name().to_owned(),
            source: Source::Builtin,
        }
    }
}

impl Response for Descriptions {
    fn text(&self, _: Style) -> String {
        let row = |check: &Described| {
            let severity = if check.enabled { check.severity.name() } else { "off" };
            [check.check_id.clone(), severity.to_owned(), check.description.clone()]
        };
        let rows: Vec<_> = self.checks.iter().map(row).collect();
        let told = self.checks.iter().filter_map(|check| {
            let docstring = check.docstring.as_ref()?;
            Some(format!("\n{}\n\n{docstring}\n", check.check_id))
        });
        let rest = table::rest(self.checks.len(), self.total, self.truncated);
        table::rows(&rows) + &told.collect::<String>() + &rest
    }
}
