//! `/api/v1/usage`, `/api/v1/generate` and `/api/v1/stats`: what was kept, as a table, as policies, and in numbers.

use std::sync::Arc;

use axum::extract::State;
use axum::routing::{get, post};
use ops::operations::{By, between};
use ops::{KEPT, OpError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use store::{Filter, Store};

use super::answer::{Answered, json, written};
use super::kept::{Part, fault};
use super::operations::{operation, request};
use super::query::Asked;
use super::routes::{Routes, Told};
use super::service::Service;
use super::whole::{Whole, WholeJson};

pub(super) fn routes() -> Routes {
    Routes::default()
        .on("/api/v1/usage", get(show), |path| {
            let answer = operation("show_usage").map(|operation| (operation.response_schema)());
            Told::get(
                path,
                "show_kept_usage",
                "Shows who used what, with which outcome, how often: of the store",
            )
            .of("usage")
            .asks::<Shown>()
            .gives(answer.unwrap_or_default())
        })
        .on("/api/v1/generate", post(generate), |path| {
            let of = operation("generate_policies");
            let asked = of.map(|operation| (operation.request_schema)().to_value()).unwrap_or_default();
            let answer = of.map(|operation| (operation.response_schema)());
            Told::new(
                axum::http::Method::POST,
                path,
                "generate",
                "Writes the policies that allow what was used, and nothing else",
            )
            .of("usage")
            .says("As `generate_policies`; of the store, where neither usage nor logs are given.")
            .takes("application/json", asked)
            .gives(answer.unwrap_or_default())
        })
        .on("/api/v1/stats", get(stats), |path| {
            Told::get(path, "stats", "Says how much is kept")
                .of("usage")
                .gives(ops::schema::of_answer::<Stats>())
        })
}

/// Which usage, and how it is shown
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Shown {
    /// Only this principal
    #[serde(default)]
    principal: Option<String>,
    /// Only use of this service, such as `s3`
    #[serde(default)]
    service: Option<String>,
    /// Only use from this time on: `2026-01-31`, or `2026-01-31T12:00:00Z`
    #[serde(default)]
    start: Option<String>,
    /// Only use up to this time: a day with all of its hours, or before a moment
    #[serde(default)]
    end: Option<String>,
    /// What the rows are about
    #[serde(default)]
    by: By,
    /// At most this many rows
    #[serde(default)]
    limit: Option<usize>,
    /// Pass over this many
    #[serde(default)]
    offset: usize,
}

async fn show(State(service): State<Arc<Service>>, Asked(asked): Asked<Shown>) -> Answered {
    let store = service.store.clone();
    let text = service.work(move |cx| {
        let (start, end) = between(asked.start.as_deref(), asked.end.as_deref())?;
        let filter = Filter { principal: asked.principal.clone(), service: asked.service, start, end };
        let cx = cx.clone().with_kept(Arc::new(Part { store, filter }));
        let request = json!({"inputs": [KEPT], "principal": asked.principal, "by": asked.by, "limit": asked.limit, "offset": asked.offset});
        let show = operation("show_usage").ok_or_else(|| OpError::internal("no operation `show_usage`"))?;
        written(&(show.run_json)(request, &cx)?.json()?)
    });
    Ok(json(text.await?))
}

async fn generate(State(service): State<Arc<Service>>, WholeJson(body): WholeJson) -> Answered {
    let Whole { bytes, taken } = body;
    let text = service.work(move |cx| {
        let mut request = request(&bytes)?;
        drop(taken);
        if let Some(members) = request.as_object_mut() {
            of_the_store(members);
        }
        let generate = operation("generate_policies");
        let generate = generate.ok_or_else(|| OpError::internal("no operation `generate_policies`"))?;
        written(&(generate.run_json)(request, cx)?.json()?)
    });
    Ok(json(text.await?))
}

/// Where a request says nothing of what policies are to be made of, it is what was kept; of one principal, if only that is asked for.
fn of_the_store(request: &mut Map<String, Value>) {
    let is_given = |name: &&str| match request.get(*name) {
        None | Some(Value::Null) => false,
        Some(Value::Array(list)) => !list.is_empty(),
        Some(_) => true,
    };
    if ["trail", "usage", "actions", "template"].iter().any(is_given) {
        return;
    }
    let named = match request.get("principal") {
        Some(Value::String(name)) => Some(name.as_str()),
        Some(Value::Array(names)) => names.first().and_then(Value::as_str).filter(|_| names.len() == 1),
        _ => None,
    };
    let one = named.filter(|name| !name.contains(['*', '?'])).unwrap_or_default();
    request.insert("usage".to_owned(), json!([format!("{KEPT}{one}")]));
}

/// What is kept
#[derive(Debug, Serialize, JsonSchema)]
struct Stats {
    principals: usize,
    /// Files and objects that usage came from
    objects: u64,
    /// Records that came in
    r#in: u64,
    /// API calls counted
    used: u64,
    /// Policies that were saved
    policies: usize,
}

async fn stats(State(service): State<Arc<Service>>) -> Answered {
    let store = service.store.clone();
    Ok(json(service.work(move |cx| written(&counted(store.as_ref(), cx)?)).await?))
}

/// Entries of the ledger that are read at a time.
const LEDGER: usize = 10_000;

fn counted(store: &dyn Store, cx: &ops::Context) -> Result<Stats, OpError> {
    let mut stats = Stats {
        principals: store.principals().map_err(fault)?.len(),
        objects: 0,
        r#in: 0,
        used: 0,
        policies: store.policies().map_err(fault)?.len(),
    };
    let mut after: Option<String> = None;
    loop {
        cx.check_cancelled()?;
        let entries = store.ledger(after.as_deref(), LEDGER).map_err(fault)?;
        for entry in &entries {
            stats.objects += 1;
            stats.r#in = stats.r#in.saturating_add(entry.records);
            stats.used = stats.used.saturating_add(entry.used);
        }
        match entries.last() {
            Some(last) if entries.len() == LEDGER => after = Some(last.object.name.clone()),
            _ => return Ok(stats),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_the_usage_holds_and_the_store_otherwise() {
        let of = |request: Value| {
            let mut request = request.as_object().cloned().unwrap_or_default();
            of_the_store(&mut request);
            request.get("usage").cloned()
        };
        assert_eq!(of(json!({})), Some(json!(["store:"])));
        assert_eq!(of(json!({"usage": [], "principal": ["a", "b"]})), Some(json!(["store:"])));
        assert_eq!(
            of(json!({"principal": "arn:aws:iam::1:role/a"})),
            Some(json!(["store:arn:aws:iam::1:role/a"]))
        );
        assert_eq!(of(json!({"principal": ["*role*"]})), Some(json!(["store:"])));
        assert_eq!(of(json!({"actions": ["s3:GetObject"]})), None);
        assert_eq!(of(json!({"usage": ["u.json"]})), Some(json!(["u.json"])));
    }
}
