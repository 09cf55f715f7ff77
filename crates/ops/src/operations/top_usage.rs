//! What is used most, and what hardly ever?

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
use crate::wire::{page, usual};
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Ranks actions, events, services or callers by how often they were used
///
/// What was never used is in no log: see `find_unused_permissions`.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TopUsage {
    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    of: UsageInputs,

    /// What is ranked
    #[arg(long, value_name = "WHAT", default_value = "action")]
    #[serde(default)]
    by: Ranked,

    /// The least used first
    #[arg(long)]
    #[serde(default)]
    least: bool,

    /// At most this many rows
    #[arg(long, value_name = "N", default_value_t = ROWS)]
    #[serde(default = "usual::<ROWS>")]
    limit: usize,

    /// Pass over this many
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[serde(default)]
    offset: usize,
}

/// How many rows are shown if the request does not say.
const ROWS: usize = 20;

/// What is ranked
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
enum Ranked {
    /// The IAM actions that the events stand for
    #[default]
    Action,
    /// The events that CloudTrail logged
    Event,
    /// Callers
    Principal,
    /// Event sources
    Service,
}

/// What was used, ranked
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RankedUsage {
    rows: Vec<RankedRow>,
    #[serde(flatten)]
    books: RowBooks,
    #[serde(skip)]
    text: String,
}

/// How often something was used
#[derive(Debug, Serialize, JsonSchema)]
struct RankedRow {
    /// An action, `SOURCE:NAME` of an event, a caller or an event source
    name: String,
    /// Events: `ok` plus `error` plus `denied`
    count: u64,
    ok: u64,
    /// Authorized, and failed
    error: u64,
    denied: u64,
    /// By how many callers
    principals: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
}

impl Operation for TopUsage {
    const NAME: &'static str = "top_usage";
    const COMMAND: &'static [&'static str] = &["usage", "top"];
    const EFFECT: Effect = Effect::Read;
    type Response = RankedUsage;

    fn run(self, cx: &Context) -> Result<RankedUsage, OpError> {
        let (usage, problems, principals) = self.of.read(cx)?;
        let mut rows = ranked(&usage, &principals, self.by);
        // Stable: what is used equally often stays in the order of the names.
        if self.least {
            rows.sort_by_key(|row| row.count);
        } else {
            rows.sort_by_key(|row| std::cmp::Reverse(row.count));
        }
        let page = page(rows, Some(self.limit), self.offset, cx.limits());
        let books = RowBooks::of(&page, &usage, &problems);
        Ok(RankedUsage { text: text(&page.items, self.by) + &books.text, rows: page.items, books })
    }
}

impl Response for RankedUsage {
    fn text(&self, _: Style) -> String {
        self.text.clone()
    }
}

#[derive(Default)]
struct Sum<'a> {
    counts: BTreeMap<Outcome, u64>,
    principals: BTreeSet<&'a str>,
    first: Option<Time>,
    last: Option<Time>,
}

impl<'a> Sum<'a> {
    fn add(
        &mut self,
        principal: &'a Principal,
        outcome: Outcome,
        count: u64,
        [first, last]: [Option<Time>; 2],
    ) {
        let sum = self.counts.entry(outcome.shown()).or_default();
        *sum = sum.saturating_add(count);
        self.principals.insert(principal.name());
        self.first = [self.first, first].into_iter().flatten().min();
        self.last = self.last.max(last);
    }

    fn row(self, name: String) -> RankedRow {
        let of = |outcome| self.counts.get(&outcome).copied().unwrap_or_default();
        RankedRow {
            name,
            count: self.counts.values().fold(0, |sum, count| sum.saturating_add(*count)),
            ok: of(Outcome::Ok),
            error: of(Outcome::Error),
            denied: of(Outcome::Denied),
            principals: self.principals.len(),
            first: self.first.map(|time| time.to_string()),
            last: self.last.map(|time| time.to_string()),
        }
    }
}

/// One row for each name, in the order of the names.
fn ranked(usage: &Usage, principals: &[Principal], by: Ranked) -> Vec<RankedRow> {
    let mut sums: BTreeMap<String, Sum<'_>> = BTreeMap::new();
    for principal in principals {
        if by == Ranked::Action {
            for used in usage.actions_of(principal.name()) {
                let sum = sums.entry(used.action.to_owned()).or_default();
                sum.add(principal, used.outcome, used.count, [used.first, used.last]);
            }
            continue;
        }
        for (key, used) in usage.uses(principal.name()).into_iter().flatten() {
            let name = match by {
                Ranked::Event => format!("{}:{}", key.event_source, key.event_name),
                Ranked::Service => key.event_source.to_string(),
                Ranked::Principal | Ranked::Action => principal.name().to_owned(),
            };
            let sum = sums.entry(name).or_default();
            sum.add(principal, key.outcome, used.count(), [used.first, used.last]);
        }
    }
    sums.into_iter().map(|(name, sum)| sum.row(name)).collect()
}

fn text(rows: &[RankedRow], by: Ranked) -> String {
    let cells = |row: &RankedRow| {
        let failed = |count: u64, word| if count == 0 { String::new() } else { format!("{count} {word}") };
        [
            row.count.to_string(),
            row.name.clone(),
            if by == Ranked::Principal { String::new() } else { table::counted(row.principals, "principal") },
            failed(row.error, "failed"),
            failed(row.denied, "denied"),
        ]
    };
    table::rows(&rows.iter().map(cells).collect::<Vec<_>>())
}
