//! The operations over REST: the same answers as over MCP and on the command line, and the same refusals.

use ops::{Effect, OPERATIONS};
use serde_json::{Value, json};

use crate::http_client::Served;
use crate::rest_client::Rest;
use crate::run::{command, finish, workspace};
use crate::samples;

/// Each sample twice: as it is, which may name files that nobody over the network may name, and with what stands in them.
#[test]
fn every_operation_answers_as_over_mcp_and_on_the_command_line() {
    let (rest, mcp) = (Rest::start(&[]), Served::start(&[]));
    let (mut answered, mut refused) = (0, 0);
    for (name, _, request) in samples::all() {
        let operation = OPERATIONS.iter().find(|operation| operation.name == name).unwrap();
        for request in [request.clone(), brought(request)] {
            let reply = rest.ask(name, &request);
            let called = mcp.call(name, &request);
            if reply.status != 200 {
                refused += 1;
                let problem = reply.json();
                let told = called["content"][0]["text"].as_str().unwrap();
                assert_eq!(called["isError"], true, "{name}: {reply:?}");
                assert_eq!(told.split("\nhelp: ").next(), problem["detail"].as_str(), "{name}");
                assert_eq!(told.split("\nhelp: ").nth(1), problem["hint"].as_str(), "{name}");
                continue;
            }
            answered += 1;
            assert_eq!(reply.headers["content-type"], "application/json");
            assert_eq!(called["structuredContent"], reply.json(), "{name}: {request}");
            if !operation.command.is_empty() {
                let by_request = [operation.command, &["--request", "-", "--format", "json"]].concat();
                let by_request = finish(command(&by_request), &request.to_string());
                assert_eq!(by_request.json(), reply.json(), "{name}: {request}");
            }
        }
    }
    assert!(answered > 100 && refused > 10, "{answered} answered, {refused} refused");
}

/// What a document's path stands for, in its place.
fn brought(request: Value) -> Value {
    match request {
        Value::Object(members) => {
            let path = members.get("path").and_then(Value::as_str).filter(|_| members.len() == 1);
            let file = path.map(|path| workspace().join(path)).filter(|path| path.is_file());
            match file {
                Some(file) => json!({"text": std::fs::read_to_string(file).unwrap()}),
                None => members.into_iter().map(|(name, value)| (name, brought(value))).collect(),
            }
        }
        Value::Array(items) => items.into_iter().map(brought).collect(),
        other => other,
    }
}

#[test]
fn errors_are_problems_of_five_kinds() {
    let rest = Rest::start(&[]);
    let large = json!({"policy": {"text": " ".repeat(2_000_000)}}).to_string();
    let cases = [
        ("validate_policy", "{\"polic\": {}}", 400, "invalid", "unknown field `polic`"),
        ("validate_policy", "{\"policy\":", 400, "invalid", "the body is not JSON"),
        ("validate_policy", "[]", 400, "invalid", "a request is a JSON object"),
        ("validate_policy", "\u{1}", 400, "invalid", "the body is not JSON"),
        ("query_action_details", "{\"action\": \"s3:GetObjet\"}", 404, "notFound", "s3:GetObjet"),
        ("validate_policy", "{\"policy\": {\"path\": \"/etc/passwd\"}}", 403, "forbidden", "no files"),
        ("validate_policies", "{\"path\": \"/etc\"}", 403, "forbidden", "no files"),
        ("show_usage", "{\"inputs\": [\"/etc/passwd\"]}", 403, "forbidden", "no files"),
        ("validate_policy", &large, 413, "tooLarge", "over the limit of 1000000 bytes"),
        ("set_config", "{\"config\": {}}", 400, "invalid", "there is no session here"),
        ("clear_custom_instructions", "", 400, "invalid", "there is no session here"),
        ("catalog_update", "{}", 403, "forbidden", "is not offered over the network"),
        ("validate_polic", "{}", 404, "notFound", "there is no operation `validate_polic`"),
    ];
    for (name, body, status, kind, says) in cases {
        let problem = rest.post(&format!("/api/v1/{name}"), body, &[]).problem();
        assert_eq!((problem.0, problem.1.as_str()), (status, kind), "{name}: {problem:?}");
        assert!(problem.2.contains(says), "{name}: {problem:?}");
    }
    let hint = rest.ask("set_organization_config", &json!({"config": {}})).json()["hint"].clone();
    assert_eq!(hint, "pass `config` with each request instead");
    let near = rest.ask("validate_polic", &json!({})).json()["hint"].clone();
    assert_eq!(near, "did you mean `validate_policy`?");
    rest.lives();
}

#[test]
fn what_is_not_there_and_what_is_asked_otherwise_is_told() {
    let rest = Rest::start(&[]);
    assert_eq!(rest.get("/nothing").problem().0, 404);
    let wrong = rest.get("/api/v1/validate_policy");
    assert_eq!((wrong.problem().0, &wrong.headers["allow"]), (405, &"POST".parse().unwrap()));
    assert_eq!(rest.post("/api/v1/operations", "{}", &[]).problem().0, 405);
    assert_eq!(rest.post("/healthz", "", &[]).problem().0, 405);
    let text = [("content-type", "text/plain")];
    assert_eq!(rest.post("/api/v1/validate_policy", "{}", &text).problem().0, 415);
    for path in ["/healthz", "/readyz"] {
        assert_eq!(rest.get(path).status, 200, "{path}");
    }
}

#[test]
fn operations_are_listed_with_what_they_change() {
    let listed = Rest::start(&[]).get("/api/v1/operations").json();
    let listed = listed.as_array().unwrap();
    let offered: Vec<_> = OPERATIONS.iter().filter(|operation| operation.effect != Effect::Fetches).collect();
    assert_eq!(listed.len(), offered.len());
    for (listed, operation) in listed.iter().zip(offered) {
        assert_eq!(listed["name"], operation.name);
        assert!(
            !listed["title"].as_str().unwrap().is_empty()
                && !listed["description"].as_str().unwrap().is_empty()
        );
        let effect = match operation.effect {
            Effect::Read => "read",
            Effect::WritesFiles => "writesFiles",
            Effect::WritesState => "writesState",
            Effect::Fetches => unreachable!("none is offered"),
        };
        assert_eq!(listed["effect"], effect);
    }
}
