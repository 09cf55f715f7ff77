//! MCP over HTTP: sessions and requests that stand alone, who is let in, what is served.

use std::io::{BufRead, BufReader};

use serde_json::{Value, json};

use crate::http_client::{Served, Session, alone, alone_headers, event};
use crate::run::leastwise;

const ACTION: &str = "query_action_details";

/// All but `catalog_update`.
const OFFERED: usize = ops::OPERATIONS.len() - 1;

fn names(tools: &Value) -> Vec<String> {
    let tools = tools["result"]["tools"].as_array().unwrap_or_else(|| panic!("{tools}"));
    tools.iter().map(|tool| tool["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_session_lasts_from_its_handshake_until_it_is_deleted() {
    let server = Served::start(&[]);
    for version in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"] {
        let session = Session::begin(&server, version);
        assert_eq!(names(&session.ask("tools/list", &json!({}))).len(), OFFERED);
        let call = json!({"name": ACTION, "arguments": {"action": "s3:GetObject"}});
        let answer = session.ask("tools/call", &call);
        assert_eq!(answer["result"]["structuredContent"]["result"]["action"], "s3:GetObject", "{answer}");

        session.delete();
        let late = session.post(&json!({"jsonrpc": "2.0", "id": 8, "method": "ping"}));
        assert_eq!(late.status, 404, "{late:?}");
    }
}

#[test]
fn only_clients_that_know_it_get_the_event_that_begins_a_stream() {
    let server = Served::start(&[]);
    for (version, has_it) in [("2025-06-18", false), ("2025-11-25", true)] {
        let reply =
            Session::begin(&server, version).post(&json!({"jsonrpc": "2.0", "id": 8, "method": "ping"}));
        let is_empty = |line: &str| line.trim() == "data:";
        assert_eq!(reply.text.lines().any(is_empty), has_it, "{version}: {reply:?}");
    }
}

#[test]
fn requests_of_the_current_revision_stand_alone() {
    let server = Served::start(&[]);
    let discovered = server.ask("server/discover", &json!({}));
    let versions =
        discovered["result"]["supportedVersions"].as_array().unwrap_or_else(|| panic!("{discovered}"));
    assert!(
        versions.contains(&json!("2026-07-28")) && versions.contains(&json!("2024-11-05")),
        "{discovered}"
    );
    assert_eq!(names(&server.ask("tools/list", &json!({}))).len(), OFFERED);
    let answer = server.call(ACTION, &json!({"action": "s3:GetObject"}));
    assert_eq!(answer["structuredContent"]["result"]["action"], "s3:GetObject");
    let params = json!({"name": ACTION, "arguments": {"action": "s3:GetObject"}});
    let reply = server.post(&alone("tools/call", &params), &alone_headers("tools/call", &params));
    assert!(!reply.headers.contains_key("mcp-session-id"));
}

#[test]
fn a_tool_that_is_not_there_is_answered_with_those_that_are() {
    let server = Served::start(&[]);
    let answer = server.ask("tools/call", &json!({"name": "query_action_detail", "arguments": {}}));
    assert_eq!(answer["error"]["code"], -32602);
    let told = answer["error"]["message"].as_str().unwrap();
    assert!(told.contains("did you mean `query_action_details`?") && told.contains("`tools/list`"), "{told}");
    let stranger = server.ask("tools/call", &json!({"name": "make_coffee", "arguments": {}}));
    assert!(stranger["error"]["message"].as_str().unwrap().starts_with("there is no tool `make_coffee`\n"));
    assert_eq!(server.ask("tools/cal", &json!({}))["error"]["code"], -32601);
}

#[test]
fn a_profile_offers_its_tools_and_no_others() {
    let server = Served::start(&["--profile", "query"]);
    let listed = names(&server.ask("tools/list", &json!({})));
    assert!(
        listed.contains(&ACTION.to_owned()) && !listed.contains(&"validate_policy".to_owned()),
        "{listed:?}"
    );
    let refused = server.ask("tools/call", &json!({"name": "validate_policy", "arguments": {"policy": {}}}));
    assert_eq!(refused["error"]["code"], -32602, "{refused}");
    let told = refused["error"]["message"].as_str().unwrap();
    assert!(told.starts_with("the tool `validate_policy` is not offered here"), "{told}");
}

/// An assistant that cannot take a step must not act as if it had.
#[test]
fn a_prompt_says_which_of_its_tools_are_not_offered() {
    let request = json!({"name": "review_policy_security", "arguments": {"policy_json": "{}"}});
    let text = |arguments: &[&str]| {
        let answer = Served::start(arguments).ask("prompts/get", &request);
        answer["result"]["messages"][0]["content"]["text"].as_str().unwrap().to_owned()
    };
    let all = text(&[]);
    assert!(!all.contains("Not offered are"), "{all}");
    let few = text(&["--profile", "validate-only"]);
    let (task, given) = few.split_once("## What the user gave").unwrap();
    let told = task.split_once("Not offered are ").unwrap().1;
    for missing in ["explain_policy", "check_sensitive_actions", "minimize_policy", "compare_policies"] {
        assert!(told.contains(&format!("`{missing}`")), "{missing}: {told}");
    }
    assert!(!told.contains("`validate_policy`") && given.contains("{}"), "{few}");
}

#[test]
fn no_files_are_read_unless_a_root_is_given() {
    let request = json!({"policy": {"path": "examples/policies/reader.json"}});
    let refused = Served::start(&[]).call("validate_policy", &request);
    assert_eq!(refused["isError"], true);
    assert!(
        refused["content"][0]["text"].as_str().unwrap().contains("no files over this transport"),
        "{refused}"
    );
    let read = Served::start(&["--root", "."]).call("validate_policy", &request);
    assert_eq!(read["structuredContent"]["policy_file"], "examples/policies/reader.json", "{read}");
}

#[test]
fn other_names_and_other_pages_are_refused() {
    let server =
        Served::start(&["--allowed-host", "mcp.example.com", "--allowed-origin", "https://app.example.com"]);
    let ping = alone("tools/list", &json!({}));
    let asked = |name: &'static str, value: &'static str| {
        let headers = [alone_headers("tools/list", &Value::Null), vec![(name, value)]].concat();
        server.post(&ping, &headers).status
    };
    for (name, value, status) in [
        ("host", "evil.example", 403),
        ("host", "localhost:1", 200),
        ("host", "mcp.example.com", 200),
        ("origin", "https://evil.example", 403),
        ("origin", "null", 403),
        ("origin", "http://localhost:6274", 200),
        ("origin", "https://app.example.com", 200),
    ] {
        assert_eq!(asked(name, value), status, "{name}: {value}");
    }
    let preflight = |origin: &str| {
        let request = server.agent.options(format!("{}/mcp", server.base)).header("origin", origin);
        let response = request.header("access-control-request-method", "POST").call().unwrap();
        response
            .headers()
            .get("access-control-allow-origin")
            .map(|allowed| allowed.to_str().unwrap().to_owned())
    };
    assert_eq!(preflight("https://app.example.com").as_deref(), Some("https://app.example.com"));
    assert_eq!(preflight("https://evil.example"), None);
}

#[test]
fn with_a_token_nobody_else_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "0123456789abcdef\n").unwrap();
    let from_file = Served::start(&["--token-file", file.to_str().unwrap()]);
    let from_environment =
        Served::with(&["--transport", "http", "--host", "0.0.0.0"], Some("0123456789abcdef"));
    for mut server in [from_file, from_environment] {
        server.base = server.base.replace("0.0.0.0", "127.0.0.1");
        let asked = |headers: &[(&'static str, &'static str)]| {
            server.post(
                &alone("tools/list", &json!({})),
                &[&alone_headers("tools/list", &Value::Null), headers].concat(),
            )
        };
        let none = asked(&[]);
        assert_eq!(
            (none.status, &none.headers["www-authenticate"]),
            (401, &"Bearer realm=\"leastwise\"".parse().unwrap())
        );
        let wrong = asked(&[("authorization", "Bearer 0123456789abcdeX")]);
        assert_eq!(wrong.status, 401);
        assert!(wrong.headers["www-authenticate"].to_str().unwrap().contains("invalid_token"));
        assert_eq!(asked(&[("authorization", "Bearer 0123456789abcdef")]).status, 200);
        let health = server.agent.get(format!("{}/health", server.base)).call().unwrap();
        assert_eq!(health.status(), 200, "health is asked by machines that know no secret");
    }
}

#[test]
fn what_is_not_safe_is_not_started() {
    let folder = tempfile::tempdir().unwrap();
    let short = folder.path().join("token");
    std::fs::write(&short, "short").unwrap();
    let cases: [(&[&str], &str); 7] = [
        (&["--transport", "http", "--host", "0.0.0.0"], "there is no token"),
        (&["--transport", "sse", "--host", "::"], "there is no token"),
        (&["--transport", "http", "--token-file", short.to_str().unwrap()], "16 or more"),
        (&["--transport", "http", "--allowed-host", "https://mcp.example.com"], "not the name of a host"),
        (&["--transport", "http", "--allowed-origin", "app.example.com"], "not an origin"),
        (&["--transport", "http", "--host", "no such host"], "neither an address nor a name"),
        (&["--port", "9000"], "add `--transport http`"),
    ];
    for (arguments, says) in cases {
        let ran = leastwise(&[&["mcp"], arguments].concat());
        assert_eq!((ran.code, ran.err.lines().count()), (Some(2), 1), "{ran:?}");
        assert!(ran.err.contains(says) && ran.out.is_empty(), "{ran:?}");
    }
}

#[test]
fn old_clients_hear_at_one_address_and_speak_at_another() {
    let server = Served::with(&["--transport", "sse"], None);
    assert_eq!(server.path, "/sse");
    let mut stream = server.agent.get(format!("{}/sse", server.base)).call().unwrap();
    let mut lines = BufReader::new(stream.body_mut().as_reader()).lines().map(Result::unwrap);
    assert_eq!(lines.next().unwrap().trim(), "event: endpoint");
    let address = lines.next().unwrap().strip_prefix("data:").unwrap().trim().to_owned();
    let say = |message: &Value| {
        let request =
            server.agent.post(format!("{}{address}", server.base)).header("content-type", "application/json");
        assert_eq!(request.send(message.to_string()).unwrap().status(), 202);
    };
    let mut ask = |id: u64, method: &str, params: Value| {
        say(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        lines.find_map(|line| event(&line).filter(|message| message["id"] == id)).unwrap()
    };
    let hello = json!({"protocolVersion": "2024-11-05", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}});
    assert_eq!(ask(1, "initialize", hello)["result"]["protocolVersion"], "2024-11-05");
    say(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
    assert_eq!(names(&ask(2, "tools/list", json!({}))).len(), OFFERED);
    let call = json!({"name": ACTION, "arguments": {"action": "s3:GetObject"}});
    assert_eq!(ask(3, "tools/call", call)["result"]["structuredContent"]["result"]["action"], "s3:GetObject");

    // What is too large for an operation, the operation says.
    let large = json!({"name": "validate_policy", "arguments": {"policy": {"text": " ".repeat(5_000_000)}}});
    let large = ask(4, "tools/call", large)["result"]["content"][0]["text"].clone();
    assert_eq!(large, "the policy is over the limit of 1000000 bytes");

    let stranger = server.agent.post(format!("{}/messages?session_id=1", server.base));
    let stranger = stranger.header("content-type", "application/json").send("{\"jsonrpc\":\"2.0\"}").unwrap();
    assert_eq!(stranger.status(), 404);
}

#[test]
fn what_one_session_sets_no_other_sees() {
    let server = Served::start(&[]);
    let (one, two) = (Session::begin(&server, "2025-11-25"), Session::begin(&server, "2025-11-25"));
    let set = |instructions: &str| json!({"name": "set_custom_instructions", "arguments": {"instructions": instructions}});
    let holds = |answer: Value| answer["result"]["structuredContent"]["instructions"].clone();
    let get = json!({"name": "get_custom_instructions", "arguments": {}});
    assert_eq!(one.ask("tools/call", &set("of one"))["result"]["isError"], false);
    assert_eq!(holds(two.ask("tools/call", &get)), Value::Null);
    assert_eq!(two.ask("tools/call", &set("of two"))["result"]["isError"], false);
    assert_eq!(holds(one.ask("tools/call", &get)), "of one");
    assert_eq!(holds(two.ask("tools/call", &get)), "of two");

    // A request that stands alone has nothing to remember in, even if it names a session.
    let alone_in_name =
        alone_headers("tools/call", &get).into_iter().chain([("mcp-session-id", one.id.as_str())]);
    let alone_in_name = server.post(&alone("tools/call", &get), &alone_in_name.collect::<Vec<_>>());
    assert_eq!(holds(alone_in_name.messages().pop().unwrap()), Value::Null);
    let refused = server.ask("tools/call", &set("of nobody"));
    assert_eq!(refused["result"]["isError"], true, "{refused}");
    assert_eq!(holds(Session::begin(&server, "2025-11-25").ask("tools/call", &get)), Value::Null);
}

/// Who asks over the network must not choose what this machine fetches, nor what other clients are answered from.
#[test]
fn nobody_makes_the_server_fetch_over_the_network() {
    let server = Served::start(&["--profile", "full"]);
    assert!(!names(&server.ask("tools/list", &json!({}))).contains(&"catalog_update".to_owned()));
    let config = server.call("get_config", &json!({}));
    let told = config["structuredContent"]["tool_names"].as_array().unwrap();
    assert_eq!(told.len(), OFFERED);
    let call = json!({"name": "catalog_update", "arguments": {"from": "http://127.0.0.1:9/"}});
    let refused = server.ask("tools/call", &call);
    assert_eq!(refused["error"]["code"], -32602, "{refused}");
    assert!(
        refused["error"]["message"]
            .as_str()
            .unwrap()
            .starts_with("the tool `catalog_update` is not offered here")
    );
}
