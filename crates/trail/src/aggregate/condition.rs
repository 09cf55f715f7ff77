//! What of a request decides which permissions a call needs: a few parameters of S3 and STS, by name.

use serde_json::{Map, Value};

use crate::map::{CONDITIONAL_SOURCES, SOURCE_VERSION, WORDS, conditional_events, conditional_parameters};

/// Names of the parameters that a request of the column `requestparameters` has, each with a blank behind it; empty without any.
pub(super) fn expression() -> String {
    let events: Vec<String> = conditional_events().iter().map(|event| format!("'{event}'")).collect();
    let has = |name: &str| {
        let pattern = match (name, name.strip_suffix('*')) {
            (SOURCE_VERSION, _) => "%\"x-amz-copy-source\"%?versionId=%".to_owned(),
            (_, Some(prefix)) => format!("%\"{prefix}%"),
            _ => format!("%\"{name}\"%"),
        };
        format!("CASE WHEN requestparameters LIKE '{pattern}' THEN '{name} ' ELSE '' END")
    };
    let names: Vec<String> = conditional_parameters().iter().map(|name| has(name)).collect();
    let sources = CONDITIONAL_SOURCES.map(|source| format!("'{source}.amazonaws.com'"));
    let words = WORDS.map(|word| format!("requestparameters LIKE '%{word}%'"));
    format!(
        "CASE WHEN event_source IN ({}) AND event_name IN ({})
         AND ({}) THEN
        {}
      ELSE '' END",
        sources.join(", "),
        events.join(", "),
        words.join(" OR "),
        names.join("\n        || ")
    )
}

/// A request that has the parameters of these names.
pub(super) fn request(names: &str) -> String {
    let parameter = |name: &str| match name {
        SOURCE_VERSION => ("x-amz-copy-source".to_owned(), Value::from("?versionId=")),
        _ => (name.trim_end_matches('*').to_owned(), Value::from("")),
    };
    let request: Map<String, Value> = names.split_whitespace().map(parameter).collect();
    Value::Object(request).to_string()
}
