//! `/api/v1/principals` and `/api/v1/principal`: who used what, beside what they may do.

use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

use axum::extract::State;
use axum::routing::get;
use ops::callers::{CallerPage, CallerRow};
use ops::operations::between;
use ops::{Context, Granted, OpError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use store::{Filter, Store};
use trail::Principal;

use super::answer::{Answered, json, written};
use super::kept::Current;
use super::operations::operation;
use super::paging::Paged;
use super::query::Asked;
use super::remembered::Remembered;
use super::routes::{Routes, Told};
use super::service::Service;

pub(super) fn routes() -> Routes {
    Routes::default()
        .on("/api/v1/principals", get(list), |path| {
            Told::get(path, "list_principals", "Lists who used what of the store, beside what they may do")
                .of("usage")
                .asks::<Listing>()
                .gives(ops::schema::of_answer::<Paged<CallerRow>>())
        })
        .on("/api/v1/principal", get(one), |path| {
            Told::get(
                path,
                "show_principal",
                "Shows what a principal used, what it may do, and the policy drafted for it",
            )
            .of("usage")
            .asks::<One>()
            .gives(ops::schema::of_answer::<Page>())
        })
}

/// Which principals
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Listing {
    /// Only use of this service, such as `s3`
    #[serde(default)]
    service: Option<String>,
    /// Only use from this time on: `2026-01-31`, or `2026-01-31T12:00:00Z`
    #[serde(default)]
    start: Option<String>,
    /// Only use up to this time: a day with all of its hours, or before a moment
    #[serde(default)]
    end: Option<String>,
    /// What the rows are sorted by: names ascending, all else descending
    #[serde(default)]
    sort: Sort,
    /// At most this many rows
    #[serde(default)]
    limit: Option<usize>,
    /// Pass over this many
    #[serde(default)]
    offset: usize,
}

/// What rows are sorted by
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(inline)]
enum Sort {
    #[default]
    Principal,
    Calls,
    Denied,
    UsedActions,
    GrantedActions,
    UnusedActions,
    SensitiveUsed,
    SensitiveUnused,
    FirstSeen,
    LastSeen,
}

impl Sort {
    fn order(self, one: &CallerRow, other: &CallerRow) -> Ordering {
        let by = |key: fn(&CallerRow) -> Option<u64>| Reverse(key(one)).cmp(&Reverse(key(other)));
        let count = |count: Option<usize>| count.map(|count| count as u64);
        match self {
            Self::Principal => Ordering::Equal,
            Self::Calls => by(|row| Some(row.calls)),
            Self::Denied => by(|row| Some(row.denied)),
            Self::UsedActions => by(|row| Some(row.used_actions as u64)),
            Self::GrantedActions => count(other.granted_actions).cmp(&count(one.granted_actions)),
            Self::UnusedActions => count(other.unused_actions).cmp(&count(one.unused_actions)),
            Self::SensitiveUsed => by(|row| Some(row.sensitive_used as u64)),
            Self::SensitiveUnused => count(other.sensitive_unused).cmp(&count(one.sensitive_unused)),
            Self::FirstSeen => other.first_seen.cmp(&one.first_seen),
            Self::LastSeen => other.last_seen.cmp(&one.last_seen),
        }
    }
}

async fn list(State(service): State<Arc<Service>>, Asked(asked): Asked<Listing>) -> Answered {
    let (store, usage) = (service.store.clone(), service.usage.clone());
    let text = service.work(move |cx| {
        let (start, end) = between(asked.start.as_deref(), asked.end.as_deref())?;
        let filter = Filter { principal: None, service: asked.service, start, end };
        let usage = usage.usage(&filter)?;
        let current = Current::of(store.as_ref())?;
        let mut rows = CallerRow::all(&usage, &|principal| current.granted(principal, cx), cx);
        rows.sort_by(|one, other| asked.sort.order(one, other));
        written(&Paged::of(rows, asked.limit, asked.offset, cx))
    });
    Ok(json(text.await?))
}

/// Which principal
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct One {
    /// Its name, as the usage spells it
    principal: String,
}

/// A principal in full
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Page {
    #[serde(flatten)]
    of: CallerPage,
    /// Use by days, of what began and ended on one
    days: Vec<OnDay>,
    /// Calls of which only is known that they lie between two days
    undated: u64,
    /// The policy in place; null if none is known. Several are put together
    current: Option<Value>,
    /// Why it is not known what the current policies allow
    #[serde(skip_serializing_if = "Option::is_none")]
    current_problem: Option<String>,
    /// What `generate_policies` drafts for it; null where nothing can be drafted
    draft: Option<Value>,
}

/// A day in UTC
#[derive(Serialize, JsonSchema)]
struct OnDay {
    day: String,
    calls: u64,
    /// Of these, calls that were denied
    denied: u64,
}

async fn one(State(service): State<Arc<Service>>, Asked(asked): Asked<One>) -> Answered {
    let (store, usage) = (service.store.clone(), service.usage.clone());
    let page = service.work(move |cx| written(&page(store.as_ref(), &usage, &asked.principal, cx)?));
    Ok(json(page.await?))
}

fn page(store: &dyn Store, kept: &Remembered, name: &str, cx: &Context) -> Result<Page, OpError> {
    let filter = Filter::of_principal(name);
    let policies = Current::of(store)?.policies(name);
    // What a trail logs at all, which tells unused from unknown, shows in everybody's use.
    let looked_at = if policies.is_empty() { filter.clone() } else { Filter::default() };
    let usage = kept.usage(&looked_at)?;
    let granted = (!policies.is_empty()).then(|| Granted::of(&policies, cx));
    let current_problem =
        granted.as_ref().and_then(|granted| granted.as_ref().err()).map(ToString::to_string);
    let granted = granted.and_then(Result::ok);
    let page = CallerPage::of(&usage, name, granted.as_ref(), cx)?;
    let days = kept.days(&filter)?;
    let day = |day: &store::Day| OnDay { day: day.day.clone(), calls: day.calls, denied: day.denied };
    Ok(Page {
        of: page,
        undated: days.undated,
        days: days.days.iter().map(day).collect(),
        current: together(&policies),
        current_problem,
        draft: draft(&Principal::new(name), cx),
    })
}

/// The policies as one.
fn together(policies: &[(String, String)]) -> Option<Value> {
    let mut read = policies.iter().filter_map(|(_, text)| serde_json::from_str::<Map<_, _>>(text).ok());
    let mut whole = read.next()?;
    for mut policy in read {
        let mut statements = as_list(whole.remove("Statement"));
        statements.extend(as_list(policy.remove("Statement")));
        whole.insert("Statement".to_owned(), statements.into());
    }
    Some(Value::Object(whole))
}

fn as_list(statements: Option<Value>) -> Vec<Value> {
    match statements {
        Some(Value::Array(list)) => list,
        one => one.into_iter().collect(),
    }
}

fn draft(principal: &Principal, cx: &Context) -> Option<Value> {
    let name = principal.name();
    // Wildcards in a name would stand for others.
    let request = json!({"usage": [format!("{}{name}", ops::KEPT)], "principal": [name]});
    let drafted = (operation("generate_policies")?.run_json)(request, cx).ok()?.json().ok()?;
    drafted.pointer("/principals/0").cloned()
}
