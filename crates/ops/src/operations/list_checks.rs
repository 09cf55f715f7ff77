//! Which checks are there?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::operation::part;
use crate::render::table;
use crate::wire::{Configuration, Paging, Severity};
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Lists the checks that policies are put through, as the configuration sets them
///
/// To find a check's id; `get_check_details` explains one.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListChecks {
    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    paging: Paging,

    /// The configuration; else the `leastwise.yaml` found from the working directory on
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    config: Option<Configuration>,
}

/// Checks, by id
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Checks {
    result: Vec<CheckSummary>,
    /// How many there are in all
    total: usize,
    /// Whether more follow
    truncated: bool,
}

/// A check in short
#[derive(Debug, Serialize, JsonSchema)]
struct CheckSummary {
    /// Its name, which never changes
    check_id: String,
    description: String,
    default_severity: Severity,
    /// As the configuration has it
    severity: Severity,
    /// Whether the configuration lets it run
    enabled: bool,
    category: String,
    /// What other tools, and earlier versions, call it
    aliases: Vec<String>,
    /// The version that first had it
    since: String,
}

impl Operation for ListChecks {
    const NAME: &'static str = "list_checks";
    const COMMAND: &'static [&'static str] = &["checks", "list"];
    const EFFECT: Effect = Effect::Read;
    type Response = Checks;

    fn run(self, cx: &Context) -> Result<Checks, OpError> {
        let config = cx.configuration(self.config.as_ref())?;
        let page = self.paging.of(lint::CHECKS.to_vec(), cx);
        let result = page.items.iter().map(|check| CheckSummary {
            check_id: check.id.to_owned(),
            description: check.summary.to_owned(),
            default_severity: check.severity.into(),
            severity: config.severity(check.id).unwrap_or(check.severity.into()),
            enabled: config.is_enabled(check.id),
            category: check.category.name().to_owned(),
            aliases: check.aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            since: check.since.to_owned(),
        });
        Ok(Checks { result: result.collect(), total: page.total, truncated: page.truncated })
    }
}

impl Response for Checks {
    fn text(&self, _: Style) -> String {
        let row = |check: &CheckSummary| {
            let severity = if check.enabled { check.severity.name() } else { "off" };
            [check.check_id.clone(), severity.to_owned(), check.description.clone()]
        };
        let rows: Vec<_> = self.result.iter().map(row).collect();
        table::rows(&rows) + &table::rest(self.result.len(), self.total, self.truncated)
    }
}
