//! Instructions of the user's own: whose hold, and where they are told.

use serde_json::{Value, json};

use crate::mcp::Client;
use crate::run::{command, leastwise};

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

/// The command line's go before the configuration's, those before the environment's, and those before the session's.
#[test]
fn of_several_the_first_hold() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let file = write("words.txt", "Of a file.\n");
    let config = write("leastwise.yaml", "instructions: Of the configuration.\n");
    let theirs = write("iam-validator.yaml", "custom_instructions: Of their configuration.\n");
    let silent = write("silent.yaml", "settings: {fail_on: low}\n");
    let ours = ("LEASTWISE_MCP_INSTRUCTIONS", "Of the environment.");
    let other = ("IAM_VALIDATOR_MCP_INSTRUCTIONS", "Of their environment.");
    for (arguments, variables, text, source) in [
        (vec!["--instructions", "Of the flag.", "--config", &config], vec![ours], "Of the flag.", "flag"),
        (vec!["--instructions-file", &file, "--config", &config], vec![ours], "Of a file.\n", "flag"),
        (vec!["--config", &config], vec![ours], "Of the configuration.", "config"),
        (vec!["--config", &theirs], vec![ours], "Of their configuration.", "config"),
        (vec!["--config", &silent], vec![other, ours], "Of the environment.", "environment"),
        (vec!["--config", &silent], vec![other], "Of their environment.", "environment"),
        (vec!["--config", &silent], vec![("LEASTWISE_MCP_INSTRUCTIONS", "")], "Of the session.", "session"),
    ] {
        let mut server = command(&[&["mcp"], &arguments[..]].concat());
        server.envs(variables.clone());
        let mut client = Client::of(server);
        let welcome = client.welcome["instructions"].as_str().unwrap().to_owned();
        let is_told = welcome.ends_with(&format!("\n\n{}", text.trim()));
        assert_eq!(is_told, source != "session", "{arguments:?}: {welcome}");
        let set = answer(&mut client, "set_custom_instructions", &json!({"instructions": "Of the session."}));
        assert_eq!(set["in_effect"], source == "session", "{arguments:?}");
        assert_eq!(held(&mut client), (json!(text), json!(source)), "{arguments:?} {variables:?}");
        let cleared = answer(&mut client, "clear_custom_instructions", &json!({}));
        let left = if source == "session" { "none" } else { source };
        assert_eq!(cleared, json!({"status": "cleared", "source": left}), "{arguments:?}");
    }
}

#[test]
fn a_server_does_not_start_with_those_that_cannot_be_handed_on() {
    for (arguments, says) in [
        (vec!["--instructions", " "], "`--instructions`: the instructions are empty"),
        (vec!["--instructions-file", "no-such-file"], "`no-such-file` does not exist"),
        (vec!["--instructions", "a", "--instructions-file", "b"], "cannot be used with"),
    ] {
        let ran = leastwise(&[&["mcp"], &arguments[..]].concat());
        assert_eq!(ran.code, Some(2), "{arguments:?}");
        assert!(ran.err.contains(says), "{arguments:?}: {}", ran.err);
    }
    let mut server = command(&["mcp"]);
    server.env("LEASTWISE_MCP_INSTRUCTIONS", "a\u{1b}b");
    let ran = crate::run::finish(server, "");
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("`LEASTWISE_MCP_INSTRUCTIONS`: the instructions hold the control character U+001B")
    );
}
