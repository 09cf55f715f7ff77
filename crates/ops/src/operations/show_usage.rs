//! Who used what, how often: usage as a table.

use std::collections::{BTreeMap, BTreeSet};

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trail::usage::Time;
use trail::{Outcome, Principal, Usage};

use super::books::RowBooks;
use super::usage_inputs::UsageInputs;
use crate::operation::part;
use crate::render::table;
use crate::wire::page;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Shows who used what, with which outcome, how often
///
/// From usage files or CloudTrail logs: a row for each caller and event, action, service or resource.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShowUsage {
    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    of: UsageInputs,

    /// What the rows are about
    #[arg(long, value_name = "WHAT", default_value = "event")]
    #[serde(default)]
    by: By,

    /// At most this many rows
    #[arg(long, value_name = "N")]
    #[serde(default)]
    limit: Option<usize>,

    /// Pass over this many
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[serde(default)]
    offset: usize,
}

/// What rows are about
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum By {
    /// Callers and the events that CloudTrail logged
    #[default]
    Event,
    /// Callers and the IAM actions that the events stand for
    Action,
    /// Callers
    Principal,
    /// Event sources
    Service,
    /// Callers and the resources that the logs name
    Resource,
}

/// Usage as a table, and the books
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Shown {
    rows: Vec<UsageRow>,
    #[serde(flatten)]
    books: RowBooks,
    #[serde(skip)]
    text: String,
}

/// One caller, event, action, service or resource with one outcome
#[derive(Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct UsageRow {
    #[serde(skip_serializing_if = "Option::is_none")]
    principal: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<String>,
    /// The service that called with the caller's permissions
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<String>,
    /// What was done on the resource
    #[serde(skip_serializing_if = "Vec::is_empty")]
    actions: Vec<String>,
    /// The row stands for resources that usage does not name: there were too many
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unnamed: bool,
    /// `ok`; `error`: authorized, and failed; `denied`
    outcome: String,
    /// Events; how many there were on one resource is not kept
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
}

impl Operation for ShowUsage {
    const NAME: &'static str = "show_usage";
    const COMMAND: &'static [&'static str] = &["usage", "show"];
    const EFFECT: Effect = Effect::Read;
    type Response = Shown;

    fn run(self, cx: &Context) -> Result<Shown, OpError> {
        let (usage, problems, principals) = self.of.read(cx)?;
        let rows = match self.by {
            By::Event => by_event(&usage, &principals),
            By::Action => by_action(&usage, &principals),
            By::Principal => summed(&usage, &principals, |principal, _| UsageRow {
                principal: Some(principal.name().to_owned()),
                ..UsageRow::default()
            }),
            By::Service => summed(&usage, &principals, |_, source| UsageRow {
                event_source: Some(source.to_owned()),
                ..UsageRow::default()
            }),
            By::Resource => by_resource(&usage, &principals),
        };
        let page = page(rows, self.limit, self.offset, cx.limits());
        let books = RowBooks::of(&page, &usage, &problems);
        let cells: Vec<_> = page.items.iter().map(|row| row.cells(self.by)).collect();
        Ok(Shown { text: table::rows(&cells) + &books.text, rows: page.items, books })
    }
}

impl Response for Shown {
    fn text(&self, _: Style) -> String {
        self.text.clone()
    }
}

fn by_event(usage: &Usage, principals: &[Principal]) -> Vec<UsageRow> {
    let wanted: BTreeSet<&str> = principals.iter().map(Principal::name).collect();
    let rows = usage.rows().into_iter().filter(|row| wanted.contains(row.principal));
    let row = |row: trail::EventRow<'_>| UsageRow {
        principal: Some(row.principal.to_owned()),
        event_source: Some(row.event_source.to_owned()),
        event_name: Some(row.event_name.to_owned()),
        outcome: row.outcome.name().to_owned(),
        count: Some(row.count),
        ..UsageRow::default()
    };
    rows.map(row).collect()
}

fn by_action(usage: &Usage, principals: &[Principal]) -> Vec<UsageRow> {
    let uses = principals.iter().flat_map(|principal| usage.actions_of(principal.name()));
    let row = |used: trail::ActionUse<'_>| UsageRow {
        principal: Some(used.principal.name().to_owned()),
        action: Some(used.action.to_owned()),
        via: used.via.map(str::to_owned),
        outcome: used.outcome.name().to_owned(),
        count: Some(used.count),
        first: used.first.map(|time| time.to_string()),
        last: used.last.map(|time| time.to_string()),
        ..UsageRow::default()
    };
    uses.map(row).collect()
}

/// One row for each caller or each event source, as `of` makes them, and outcome.
fn summed(
    usage: &Usage,
    principals: &[Principal],
    of: impl Fn(&Principal, &str) -> UsageRow,
) -> Vec<UsageRow> {
    let mut sums: BTreeMap<_, (UsageRow, u64, Option<Time>, Option<Time>)> = BTreeMap::new();
    for principal in principals {
        for (key, used) in usage.uses(principal.name()).into_iter().flatten() {
            let row = of(principal, &key.event_source);
            let place = (row.principal.clone(), row.event_source.clone(), key.outcome.shown());
            let sum = sums.entry(place).or_insert((row, 0, None, None));
            sum.1 = sum.1.saturating_add(used.count());
            sum.2 = [sum.2, used.first].into_iter().flatten().min();
            sum.3 = sum.3.max(used.last);
        }
    }
    let outcomes = sums.into_iter().map(|((.., outcome), sum)| (outcome, sum));
    let row =
        |(outcome, (row, count, first, last)): (Outcome, (UsageRow, u64, Option<Time>, Option<Time>))| {
            UsageRow {
                outcome: outcome.name().to_owned(),
                count: Some(count),
                first: first.map(|time| time.to_string()),
                last: last.map(|time| time.to_string()),
                ..row
            }
        };
    outcomes.map(row).collect()
}

fn by_resource(usage: &Usage, principals: &[Principal]) -> Vec<UsageRow> {
    let mut rows = Vec::new();
    for principal in principals {
        let mut found: BTreeMap<(String, bool, Outcome), BTreeSet<String>> = BTreeMap::new();
        for used in usage.actions_of(principal.name()) {
            let named = used.resources.arns().map(|arn| (arn, false));
            let crowded = used.resources.crowded_stems().map(|stem| (format!("{stem}*"), true));
            let others = used.resources.is_truncated().then(|| ("*".to_owned(), true));
            for (resource, unnamed) in named.chain(crowded).chain(others) {
                let actions = found.entry((resource, unnamed, used.outcome.shown())).or_default();
                actions.insert(used.action.to_owned());
            }
        }
        rows.extend(found.into_iter().map(|((resource, unnamed, outcome), actions)| UsageRow {
            principal: Some(principal.name().to_owned()),
            resource: Some(resource),
            unnamed,
            actions: actions.into_iter().collect(),
            outcome: outcome.name().to_owned(),
            ..UsageRow::default()
        }));
    }
    rows
}

impl UsageRow {
    fn cells(&self, by: By) -> Vec<String> {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        let count = self.count.map(|count| count.to_string()).unwrap_or_default();
        let outcome = self.outcome.clone();
        let span = || [text(&self.first), text(&self.last)];
        match by {
            By::Event => {
                vec![count, outcome, text(&self.event_source), text(&self.event_name), text(&self.principal)]
            }
            By::Action => {
                let via = self.via.as_ref().map(|via| format!("via {via}")).unwrap_or_default();
                vec![count, outcome, text(&self.action), text(&self.principal), via]
            }
            By::Principal | By::Service => {
                let name = self.principal.as_ref().or(self.event_source.as_ref()).cloned();
                [count, outcome, name.unwrap_or_default()].into_iter().chain(span()).collect()
            }
            By::Resource => {
                let note = if self.unnamed { " (and others not named)" } else { "" };
                let resource = text(&self.resource) + note;
                vec![outcome, resource, self.actions.join(", "), text(&self.principal)]
            }
        }
    }
}
