//! One request in one sentence.

use policy::tree::PolicyKind;
use serde_json::Value;

use super::list::{joined, quoted};
use crate::wire::{PolicyType, WitnessRequest};

/// `a may do b on c, where d is e and f is absent`; without a name it is the caller who may.
pub(crate) fn request(request: &WitnessRequest, who: Option<&str>) -> String {
    let who = match (who, request.principal.as_str()) {
        (Some(who), _) => who.to_owned(),
        (None, "anonymous") => "anyone, without credentials,".to_owned(),
        (None, principal) => quoted(principal),
    };
    let mut text = format!("{who} may do {} on {}", quoted(&request.action), quoted(&request.resource));
    let given = request.context.iter().map(|(key, value)| format!("{} is {}", quoted(key), shown(value)));
    let absent = request.absent.iter().map(|key| format!("{} is absent", quoted(key)));
    let clauses: Vec<_> = given.chain(absent).collect();
    if !clauses.is_empty() {
        text.push_str(&format!(", where {}", joined(&clauses, "and")));
    }
    text
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), quoted)).collect();
            format!("the list [{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}

/// `the caller`, where the policies do not ask who calls; the witness then has some name.
pub(crate) fn subject(request: &WitnessRequest, kind: Option<PolicyType>) -> Option<&'static str> {
    let attached = kind.is_some_and(|kind| !PolicyKind::from(kind).has_principal());
    let asks_who = request.context.keys().any(|key| {
        let key = key.to_ascii_lowercase();
        key.starts_with("aws:principal") || key.starts_with("aws:user")
    });
    (attached && !asks_who && request.principal.ends_with(":role/Example")).then_some("the caller")
}
