//! One request, three ways: arguments, a JSON request, a call over MCP. The answers are equal.

use std::collections::BTreeSet;

use ops::OPERATIONS;
use serde_json::{Value, json};

use crate::mcp::Client;
use crate::run::{command, finish, leastwise};
use crate::samples;

#[test]
fn every_surface_gives_the_same_answer() {
    let mut client = Client::start();
    for (name, arguments, request) in samples::all() {
        let operation = OPERATIONS.iter().find(|operation| operation.name == name).unwrap();
        let called = client.call(name, &request);
        assert_eq!(called["isError"], false, "{name}: {called}");
        fits(&(operation.response_schema)().to_value(), &called["structuredContent"], name);
        assert_eq!(operation.command.is_empty(), arguments.is_empty(), "{name}");
        if operation.command.is_empty() {
            continue;
        }
        let by_arguments = leastwise(&[&arguments[..], &["--format", "json"]].concat());
        let by_request = [operation.command, &["--request", "-", "--format", "json"]].concat();
        let by_request = finish(command(&by_request), &request.to_string());
        assert_eq!(by_arguments.out, by_request.out, "{name}");
        assert_eq!(by_arguments.code, by_request.code, "{name}");
        assert_eq!(called["structuredContent"], by_arguments.json(), "{name}");
    }
}

/// What the schema promises is there, and what is there the schema knows.
fn fits(schema: &Value, value: &Value, place: &str) {
    if let (Some(known), Some(members)) = (schema["properties"].as_object(), value.as_object()) {
        for name in schema["required"].as_array().into_iter().flatten() {
            assert!(members.contains_key(name.as_str().unwrap()), "{place} lacks {name}");
        }
        for (name, member) in members {
            let place = format!("{place}.{name}");
            // Names that the request chooses.
            let any = schema.get("additionalProperties").filter(|any| any.is_object());
            let known = known.get(name).or(any);
            fits(known.unwrap_or_else(|| panic!("{place} is not in the schema")), member, &place);
        }
    }
    for item in value.as_array().into_iter().flatten() {
        fits(&schema["items"], item, place);
    }
    if let Some(words) = schema["enum"].as_array() {
        assert!(words.contains(value), "{place}: {value}");
    }
}

/// `explain` stands for two operations, which have no command of their own.
#[test]
fn explain_answers_as_the_operation_that_it_stands_for() {
    let policy = "examples/policies/deploy.json";
    let mut client = Client::start();
    for (name, subject, request) in [
        ("get_check_details", "invalid-action", json!({"check_id": "invalid-action"})),
        ("explain_policy", policy, json!({"policy": {"path": policy}})),
    ] {
        let by_arguments = leastwise(&["explain", subject, "--format", "json"]);
        let by_request = json!({"subject": {"path": subject}}).to_string();
        let by_request = finish(command(&["explain", "--request", "-", "--format", "json"]), &by_request);
        assert_eq!((&by_arguments.out, by_arguments.code), (&by_request.out, Some(0)), "{name}");
        let called = client.call(name, &request);
        assert_eq!(called["structuredContent"], by_arguments.json(), "{name}");
        let operation = OPERATIONS.iter().find(|operation| operation.name == name).unwrap();
        fits(&(operation.response_schema)().to_value(), &called["structuredContent"], name);
    }
}

/// `catalog_update` asks the network and has a test of its own.
#[test]
fn every_operation_has_a_sample() {
    let sampled: BTreeSet<_> = samples::all().into_iter().map(|sample| sample.0).collect();
    let missing: Vec<_> =
        OPERATIONS.iter().map(|operation| operation.name).filter(|name| !sampled.contains(name)).collect();
    assert_eq!(missing, ["catalog_update"]);
}

#[test]
fn refusals_are_the_same_too() {
    let mut client = Client::start();
    let called = client.call("query_action_details", &json!({"action": "s3:GetObjet"}));
    assert_eq!(called["isError"], true);
    let told = called["content"][0]["text"].as_str().unwrap().replace("\nhelp: ", "; ");
    assert_eq!(leastwise(&["query", "action", "s3:GetObjet"]).err, format!("error: {told}\n"));
}

#[test]
fn actions_are_not_suggested_of_a_service_that_is_not_there() {
    let told = leastwise(&["suggest", "send messages", "--service", "sqss"]).err;
    assert!(told.contains("no service `sqss`") && told.contains("`sqs`"), "{told}");
}
