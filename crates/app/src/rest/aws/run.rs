//! The operations behind the answers: nothing is decided here.

use ops::{Answer, Context, OPERATIONS, OpError};
use serde_json::{Value, json};

use super::fault::Fault;

/// Runs the operation of this name; what it refuses is said by `wrong`.
pub(super) fn run(
    name: &str,
    request: Value,
    wrong: fn(String) -> Fault,
    cx: &Context,
) -> Result<Box<dyn Answer>, Fault> {
    let operation = OPERATIONS.iter().find(|operation| operation.name == name);
    let run = |operation: &ops::Registered| (operation.run_json)(request, cx);
    let answer = operation.ok_or_else(|| OpError::internal(format!("no operation `{name}`"))).and_then(run);
    answer.map_err(|error| Fault::of(&error, wrong))
}

/// Gives an object a member.
pub(super) fn put(object: &mut Value, name: &str, value: impl Into<Value>) {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value.into());
    }
}

/// The answer as a value.
pub(super) fn value(answer: &dyn Answer) -> Result<Value, Fault> {
    answer.json().map_err(|error| Fault::of(&error, Fault::unprocessable))
}

/// The answer in a further form, which is JSON too.
pub(super) fn formatted(answer: &dyn Answer, form: &str, wrong: fn(String) -> Fault) -> Result<Value, Fault> {
    let written =
        answer.formatted(form).unwrap_or_else(|| Err(OpError::internal(format!("no form `{form}`"))));
    let parsed = written.and_then(|text| {
        serde_json::from_str(&text).map_err(|error| OpError::internal("a form is not JSON").because(error))
    });
    parsed.map_err(|error| Fault::of(&error, wrong))
}

/// What is in a policy, in figures; it is not read if it is no JSON, which AWS's policies are.
pub(super) fn summary(text: &str, wrong: fn(String) -> Fault, cx: &Context) -> Result<Value, Fault> {
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        return Err(wrong("the policy is no JSON object".to_owned()));
    }
    let request = json!({ "policy": { "text": text } });
    let summary = value(run("get_policy_summary", request, wrong, cx)?.as_ref())?;
    let Some(broken) = summary.pointer("/broken/0") else { return Ok(summary) };
    let text = |place: &str| match broken.pointer(place) {
        Some(Value::String(text)) => text.clone(),
        told => told.map(Value::to_string).unwrap_or_default(),
    };
    let (line, column) = (text("/span/start/line"), text("/span/start/column"));
    Err(wrong(format!("line {line}, column {column}: {}", text("/message"))))
}
