//! Tools that need something of the client before they can answer, in the way of revision 2026-07-28: the call is
//! answered with questions, and made again with their answers.

use std::hash::{BuildHasher, RandomState};

use rmcp::ErrorData;
use rmcp::model::{CallToolRequestParams, CallToolResponse, ClientCapabilities, InputRequiredResult};
use serde_json::{Map, Value, json};

use crate::{said, typed};

/// Answers the tools of this file; none for the name of another.
pub(crate) fn call(
    request: &CallToolRequestParams,
    client: Option<&ClientCapabilities>,
    seal: &Seal,
) -> Option<Result<CallToolResponse, ErrorData>> {
    let kind = request.name.strip_prefix("test_input_required_result_")?;
    let given = Given(request);
    Some(match kind {
        "elicitation" => one(&given, "user_name", &name("What is your name?"), "/content/name", "Hello, "),
        "sampling" => {
            let asked = sampling("What is the capital of France?", 100);
            one(&given, "capital_question", &asked, "/content/text", "The model says: ")
        }
        "list_roots" => one(&given, "client_roots", &roots(), "/roots/0/uri", "The first root: "),
        "request_state" => stateful(&given, "confirm", seal, "state-ok"),
        "tampered_state" => stateful(&given, "confirm", seal, "the state is whole"),
        "multiple_inputs" => several(&given, seal),
        "multi_round" => rounds(&given, seal),
        "capabilities" => for_capabilities(client),
        _ => return None,
    })
}

/// Marks states as ours: the client carries them, and must not be able to change them.
pub(crate) struct Seal(RandomState);

impl Seal {
    pub(crate) fn new() -> Self {
        Self(RandomState::new())
    }

    fn close(&self, text: &str) -> String {
        format!("{text}.{:016x}", self.0.hash_one(text))
    }

    /// What was sealed; an error for what was not.
    fn open<'s>(&self, sealed: &'s str) -> Result<&'s str, ErrorData> {
        let text = sealed.rsplit_once('.').map_or(sealed, |(text, _)| text);
        let whole = self.close(text) == sealed;
        whole.then_some(text).ok_or_else(|| ErrorData::invalid_params("the request state was changed", None))
    }
}

pub(crate) fn required(questions: &Value, state: Option<&str>) -> Result<InputRequiredResult, ErrorData> {
    let result = json!({ "resultType": "input_required", "inputRequests": questions, "requestState": state });
    typed(result)
}

/// A question to the user with one field.
pub(crate) fn elicitation(message: &str, field: &str, kind: &str) -> Value {
    let schema = json!({ "type": "object", "properties": { field: { "type": kind } }, "required": [field] });
    let params = json!({ "mode": "form", "message": message, "requestedSchema": schema });
    json!({ "method": "elicitation/create", "params": params })
}

fn name(message: &str) -> Value {
    elicitation(message, "name", "string")
}

fn sampling(text: &str, most: u32) -> Value {
    let message = json!({ "role": "user", "content": { "type": "text", "text": text } });
    json!({ "method": "sampling/createMessage", "params": { "messages": [message], "maxTokens": most } })
}

fn roots() -> Value {
    json!({ "method": "roots/list", "params": {} })
}

struct Given<'r>(&'r CallToolRequestParams);

impl Given<'_> {
    fn answer(&self, question: &str) -> Option<&Value> {
        self.0.input_responses.as_ref()?.get(question)
    }

    fn state(&self) -> Option<&str> {
        self.0.request_state.as_deref()
    }
}

fn ask(questions: &Value, state: Option<&str>) -> Result<CallToolResponse, ErrorData> {
    Ok(required(questions, state)?.into())
}

/// One question, asked again until `place` of its answer holds a text.
fn one(
    given: &Given,
    key: &str,
    question: &Value,
    place: &str,
    before: &str,
) -> Result<CallToolResponse, ErrorData> {
    match given.answer(key).and_then(|answer| answer.pointer(place)).and_then(Value::as_str) {
        Some(answer) => said(&format!("{before}{answer}")),
        None => ask(&json!({ key: question }), None),
    }
}

fn stateful(given: &Given, key: &str, seal: &Seal, done: &str) -> Result<CallToolResponse, ErrorData> {
    if let (Some(state), Some(_)) = (given.state(), given.answer(key)) {
        seal.open(state)?;
        return said(done);
    }
    ask(&json!({ key: elicitation("Please confirm", "ok", "boolean") }), Some(&seal.close("asked")))
}

fn several(given: &Given, seal: &Seal) -> Result<CallToolResponse, ErrorData> {
    let questions = json!({
        "user_name": name("What is your name?"),
        "greeting": sampling("Generate a greeting", 50),
        "client_roots": roots(),
    });
    if let Some(state) = given.state() {
        seal.open(state)?;
        if ["user_name", "greeting", "client_roots"].iter().all(|key| given.answer(key).is_some()) {
            return said("all three are answered");
        }
    }
    ask(&questions, Some(&seal.close("asked")))
}

fn rounds(given: &Given, seal: &Seal) -> Result<CallToolResponse, ErrorData> {
    match given.state().map(|state| seal.open(state)).transpose()? {
        Some("named") if given.answer("step2").is_some() => said("both steps are done"),
        Some("begun") if given.answer("step1").is_some() => {
            let question = elicitation("Step 2: What is your favorite color?", "color", "string");
            ask(&json!({ "step2": question }), Some(&seal.close("named")))
        }
        _ => ask(&json!({ "step1": name("Step 1: What is your name?") }), Some(&seal.close("begun"))),
    }
}

/// Asks only in the ways that the client said it can answer.
fn for_capabilities(client: Option<&ClientCapabilities>) -> Result<CallToolResponse, ErrorData> {
    let Some(client) = client else { return said("the client can be asked nothing") };
    let questions: Map<_, _> = [
        (client.sampling.is_some(), "greeting", sampling("Generate a greeting", 50)),
        (client.elicitation.is_some(), "user_name", name("What is your name?")),
        (client.roots.is_some(), "client_roots", roots()),
    ]
    .into_iter()
    .filter(|(able, ..)| *able)
    .map(|(_, key, question)| (key.to_owned(), question))
    .collect();
    if questions.is_empty() {
        return said("the client can be asked nothing");
    }
    ask(&Value::Object(questions), None)
}
