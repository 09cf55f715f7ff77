//! What was denied, why, and what would allow it?

use std::collections::BTreeSet;

use catalog::Catalog;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use trail::{ActionUse, Layer, Reason};

use super::books::RowBooks;
use super::denied_reason::DeniedReason;
use super::usage_inputs::UsageInputs;
use crate::operation::part;
use crate::render::plain;
use crate::wire::{JsonObject, page};
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Lists what was denied: action, resources, how often, which kind of policy denied it, and what would allow it
///
/// Reasons are those of the error messages.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeniedUsage {
    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    of: UsageInputs,

    /// At most this many rows
    #[arg(long, value_name = "N")]
    #[serde(default)]
    limit: Option<usize>,

    /// Pass over this many
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[serde(default)]
    offset: usize,
}

/// What was denied, the most often denied first
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DeniedRows {
    rows: Vec<DeniedRow>,
    #[serde(flatten)]
    books: RowBooks,
    #[serde(skip)]
    text: String,
}

/// An action that a caller was denied
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct DeniedRow {
    principal: String,
    /// None if neither the event nor its message says which
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<String>,
    /// The service that called with the caller's permissions
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<String>,
    resources: Vec<String>,
    /// Whether there were more resources
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    more_resources: bool,
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    /// `SOURCE:NAME` of the events
    events: Vec<String>,
    /// Ids of some of the events
    event_ids: Vec<String>,
    reasons: Vec<DeniedReason>,
    /// The statement that the principal's own policies lack, where the log says all of it
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<JsonObject>,
    /// Whether the same action was authorized at another time or on something else
    granted_otherwise: bool,
}

/// Resources of one row that the text names: enough to know of what sort they are.
const SHOWN: usize = 5;

/// Ids of events shown for one row.
const EVENT_IDS: usize = 3;

impl Operation for DeniedUsage {
    const NAME: &'static str = "denied_usage";
    const COMMAND: &'static [&'static str] = &["usage", "denied"];
    const EFFECT: Effect = Effect::Read;
    type Response = DeniedRows;

    fn run(self, cx: &Context) -> Result<DeniedRows, OpError> {
        let (usage, problems, principals) = self.of.read(cx)?;
        let catalog = cx.catalog();
        let mut rows = Vec::new();
        for principal in &principals {
            let uses = usage.actions_of(principal.name());
            let denied = uses.iter().filter(|used| used.outcome.is_refusal());
            rows.extend(denied.map(|used| DeniedRow::of(used, &uses, &catalog)));
            let calls = usage.uses(principal.name()).into_iter().flatten();
            let nameless = calls.filter(|(key, calls)| {
                let says = |denial: &trail::Denial| denial.action.is_some();
                key.outcome.is_refusal() && key.mapped.actions().is_empty() && !calls.denials.iter().any(says)
            });
            rows.extend(nameless.map(|(key, calls)| DeniedRow::nameless(principal, key, calls)));
        }
        // Stable: what was denied equally often stays in the order of callers and actions.
        rows.sort_by_key(|row| std::cmp::Reverse(row.count));
        let page = page(rows, self.limit, self.offset, cx.limits());
        let books = RowBooks::of(&page, &usage, &problems);
        Ok(DeniedRows {
            text: page.items.iter().map(DeniedRow::text).collect::<String>() + &books.text,
            rows: page.items,
            books,
        })
    }
}

impl Response for DeniedRows {
    fn text(&self, _: Style) -> String {
        self.text.clone()
    }
}

impl DeniedRow {
    fn of(used: &ActionUse<'_>, all: &[ActionUse<'_>], catalog: &Catalog) -> Self {
        let denials = used.uses.iter().flat_map(|(_, calls)| calls.denials.iter());
        let meant =
            denials.filter(|denial| denial.action.as_deref().is_none_or(|action| action == used.action));
        let reasons: BTreeSet<Reason> = meant.map(|denial| denial.reason).collect();
        let events: BTreeSet<String> =
            used.uses.iter().map(|(key, _)| format!("{}:{}", key.event_source, key.event_name)).collect();
        let ids: BTreeSet<_> = used.uses.iter().flat_map(|(_, calls)| calls.evidence.iter()).collect();
        let is_same = |other: &&ActionUse<'_>| {
            !other.outcome.is_refusal() && other.action.eq_ignore_ascii_case(used.action)
        };
        Self {
            principal: used.principal.name().to_owned(),
            action: Some(used.action.to_owned()),
            via: used.via.map(str::to_owned),
            resources: used.resources.arns().collect(),
            more_resources: has_more(used),
            count: used.count,
            first: used.first.map(|time| time.to_string()),
            last: used.last.map(|time| time.to_string()),
            events: events.into_iter().collect(),
            event_ids: ids.into_iter().take(EVENT_IDS).map(ToString::to_string).collect(),
            statement: statement(used, &reasons, catalog),
            reasons: DeniedReason::all(&reasons),
            granted_otherwise: all.iter().any(|other| is_same(&other)),
        }
    }

    /// A denied call that neither stands for an action nor says which it lacked.
    fn nameless(principal: &trail::Principal, key: &trail::UseKey, calls: &trail::Use) -> Self {
        let reasons: BTreeSet<Reason> = calls.denials.iter().map(|denial| denial.reason).collect();
        Self {
            principal: principal.name().to_owned(),
            action: None,
            via: key.via.as_ref().map(ToString::to_string),
            resources: calls.resources.arns().collect(),
            more_resources: calls.resources.is_truncated()
                || calls.resources.crowded_stems().next().is_some(),
            count: calls.count(),
            first: calls.first.map(|time| time.to_string()),
            last: calls.last.map(|time| time.to_string()),
            events: vec![format!("{}:{}", key.event_source, key.event_name)],
            event_ids: calls.evidence.iter().map(ToString::to_string).collect(),
            reasons: DeniedReason::all(&reasons),
            statement: None,
            granted_otherwise: false,
        }
    }

    fn text(&self) -> String {
        let what = self.action.as_ref().or(self.events.first()).map(|text| plain(text)).unwrap_or_default();
        let via = self.via.as_ref().map(|via| format!(" via {}", plain(via))).unwrap_or_default();
        let times = if self.count == 1 { "once".to_owned() } else { format!("{} times", self.count) };
        let otherwise = if self.granted_otherwise { ", authorized otherwise" } else { "" };
        let mut text = format!("{what}{via}: denied {times}{otherwise}: {}\n", plain(&self.principal));
        for resource in self.resources.iter().take(SHOWN) {
            text.extend(["  on ", &plain(resource), "\n"]);
        }
        if let Some(more) = self.resources.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            text.extend(["  on ", &more.to_string(), " more: `--format json` names them\n"]);
        }
        if self.more_resources {
            text.push_str("  on others that are not named\n");
        }
        for reason in &self.reasons {
            text.extend(["  ", reason.reason(), ": ", reason.would_allow(), "\n"]);
        }
        if let Some(statement) = &self.statement {
            text.extend(["  ", &plain(&serde_json::Value::Object(statement.0.clone()).to_string()), "\n"]);
        }
        text
    }
}

fn has_more(used: &ActionUse<'_>) -> bool {
    used.resources.is_truncated() || used.resources.crowded_stems().next().is_some()
}

/// What the principal's policies lack; none if they are not what is missing, or the log does not say on what the action was denied.
fn statement(used: &ActionUse<'_>, reasons: &BTreeSet<Reason>, catalog: &Catalog) -> Option<JsonObject> {
    if !reasons.contains(&Reason::Implicit(Layer::Identity)) || has_more(used) {
        return None;
    }
    let action = catalog.action(used.action)?;
    let entries: BTreeSet<String> =
        used.resources.entries().map(|(arn, known)| draft::resource_entry(arn, known)).collect();
    let resource = match (action.targets().len(), entries.is_empty()) {
        (0, _) => json!("*"),
        (_, false) => json!(entries),
        (_, true) => return None,
    };
    let statement = json!({ "Effect": "Allow", "Action": action.full_name(), "Resource": resource });
    statement.as_object().cloned().map(JsonObject)
}
