//! Instructions of the user's own: whose hold, and where they are told.

use serde_json::{Value, json};

use crate::mcp::Client;

fn answer(client: &mut Client, tool: &str, request: &Value) -> Value {
    let result = client.call(tool, request);
    assert_eq!(result["isError"], false, "{tool} {request}: {result}");
    result["structuredContent"].clone()
}

/// The text that holds, and whose it is.
fn held(client: &mut Client) -> (Value, Value) {
    let held = answer(client, "get_custom_instructions", &json!({}));
    assert_eq!(held["has_instructions"], held["instructions"].is_string());
    (held["instructions"].clone(), held["source"].clone())
}

#[test]
fn a_session_sets_and_clears_its_own() {
    let (mut client, mut other) = (Client::start(), Client::start());
    assert_eq!(held(&mut client), (json!(null), json!("none")));
    let long = format!("Demand TLS. {}", "x".repeat(300));
    let set = answer(&mut client, "set_custom_instructions", &json!({"instructions": long}));
    assert_eq!((&set["success"], &set["previous_source"]), (&json!(true), &json!("none")));
    assert_eq!((&set["in_effect"], &set["source"]), (&json!(true), &json!("session")));
    let preview = set["instructions_preview"].as_str().unwrap();
    assert!(preview.starts_with("Demand TLS. x") && preview.chars().count() == 201, "{preview}");
    assert_eq!(held(&mut client), (json!(long), json!("session")));
    assert_eq!(held(&mut other), (json!(null), json!("none")), "another client's are its own");

    let set = answer(&mut client, "set_custom_instructions", &json!({"instructions": "Name the owner."}));
    assert_eq!(
        (&set["previous_source"], &set["instructions_preview"]),
        (&json!("session"), &json!("Name the owner."))
    );
    let cleared = answer(&mut client, "clear_custom_instructions", &json!({}));
    assert_eq!(cleared, json!({"status": "cleared", "source": "none"}));
    assert_eq!(held(&mut client), (json!(null), json!("none")));
    let again = answer(&mut client, "clear_custom_instructions", &json!({}));
    assert_eq!(again["status"], "nothing_was_set");
}

#[test]
fn those_that_cannot_be_handed_on_are_refused() {
    let mut client = Client::start();
    for (text, says) in [
        ("x".repeat(10_001), "the instructions have 10001 characters, more than 10000"),
        ("a\u{1b}[2Jb".to_owned(), "the instructions hold the control character U+001B"),
        (" \n".to_owned(), "the instructions are empty"),
    ] {
        let result = client.call("set_custom_instructions", &json!({"instructions": text}));
        assert_eq!(result["isError"], true, "{result}");
        assert!(result["content"][0]["text"].as_str().unwrap().starts_with(says), "{result}");
    }
    assert_eq!(held(&mut client), (json!(null), json!("none")));
}

/// A configuration that the session sets may bring instructions, which go before those that the session set by themselves.
#[test]
fn those_of_a_configuration_go_first() {
    let mut client = Client::start();
    answer(&mut client, "set_custom_instructions", &json!({"instructions": "Ours."}));
    answer(&mut client, "set_organization_config", &json!({"config": {"instructions": "The house's."}}));
    assert_eq!(held(&mut client), (json!("The house's."), json!("config")));
    let set = answer(&mut client, "set_custom_instructions", &json!({"instructions": "Ours, again."}));
    assert_eq!((&set["in_effect"], &set["source"]), (&json!(false), &json!("config")));
    assert!(set["warning"].as_str().unwrap().contains("those of the configuration go first"), "{set}");
    answer(&mut client, "clear_organization_config", &json!({}));
    assert_eq!(held(&mut client), (json!("Ours, again."), json!("session")), "they were kept");
}
