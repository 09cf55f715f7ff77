//! `/openapi.json`: all that is served, as OpenAPI 3.1, whose schemas are those of the operations.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Map, Value, json};

use super::problem::Problem;
use super::router;
use super::routes::{Content, Parameter, Routes, Told};
use super::service::Service;

pub(super) fn routes() -> Router<Arc<Service>> {
    Router::new().route("/openapi.json", get(serve))
}

pub(super) fn told() -> Told {
    Told::get("/openapi.json", "describe", "Describes this API")
        .gives_as("application/json", json!({"type": "object"}))
}

/// Made when it is first asked for: schemas take longer than all the rest of a start.
static WRITTEN: OnceLock<Vec<u8>> = OnceLock::new();

async fn serve(State(service): State<Arc<Service>>) -> Result<Response, Problem> {
    let text = service.work(|_| Ok(WRITTEN.get_or_init(|| document().to_string().into_bytes()))).await?;
    Ok(([(CONTENT_TYPE, "application/json")], text.as_slice()).into_response())
}

/// The whole description.
pub fn document() -> Value {
    let routes: Routes = router::described();
    let mut paths: Map<String, Value> = Map::new();
    for told in routes.told.iter().map(|tell| tell()) {
        let path = paths.entry(told.path.clone()).or_insert_with(|| Map::new().into());
        if let Some(methods) = path.as_object_mut() {
            methods.insert(told.method.as_str().to_lowercase(), operation(&told));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Leastwise",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "The whole life of an AWS permission: observe, draft, check, decide, prove",
            "description": "The operations of the command line and of the MCP server, and what was kept of usage. No request names a file of the \
                            server; documents and policies come with it. Problems are `application/problem+json`.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"token": []}],
        "tags": SUBJECTS.iter().map(|(name, what)| json!({"name": name, "description": what})).collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {
                "type": "http", "scheme": "bearer",
                "description": "Needed where the server listens on more than this machine, or was given a token"
            }},
            "schemas": {"Problem": ops::schema::of_answer::<Problem>().to_value()},
            "responses": {"Problem": {
                "description": "Why the request was not answered",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
            }}
        }
    })
}

/// What routes are about.
const SUBJECTS: &[(&str, &str)] = &[
    ("operations", "What Leastwise can do, each operation at a path of its name"),
    ("usage", "What was kept of usage, and who used what"),
    ("policies", "Policies that were saved, with their versions"),
    ("jobs", "Files that are sent here, and what becomes of them"),
    ("service", "The server itself"),
];

fn operation(told: &Told) -> Value {
    let mut operation = Map::new();
    let mut say = |name: &str, value: Value| operation.insert(name.to_owned(), value);
    say("operationId", told.id.as_str().into());
    say("tags", json!([told.subject]));
    say("summary", told.title.as_str().into());
    if let Some(description) = &told.description {
        say("description", description.as_str().into());
    }
    if !told.parameters.is_empty() {
        say("parameters", told.parameters.iter().map(parameter).collect());
    }
    if let Some(body) = &told.body {
        say("requestBody", json!({"required": true, "content": content(body)}));
    }
    say(
        "responses",
        json!({
            told.status.to_string(): {"description": "The answer", "content": content(&told.answer)},
            "4XX": {"$ref": "#/components/responses/Problem"},
            "5XX": {"$ref": "#/components/responses/Problem"},
        }),
    );
    Value::Object(operation)
}

fn parameter(parameter: &Parameter) -> Value {
    let mut schema = parameter.schema.clone();
    let description = schema.as_object_mut().and_then(|schema| schema.remove("description"));
    let mut told = Map::new();
    let mut say = |name: &str, value: Value| told.insert(name.to_owned(), value);
    say("name", parameter.name.as_str().into());
    say("in", if parameter.is_path { "path" } else { "query" }.into());
    say("required", parameter.is_required.into());
    say("schema", schema);
    if let Some(description) = description {
        say("description", description);
    }
    Value::Object(told)
}

fn content(content: &Content) -> Value {
    json!({content.media: {"schema": content.schema}})
}
