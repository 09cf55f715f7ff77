//! The server as a client sees it: a child process, one JSON message a line.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::run::command;

/// A client after its handshake.
pub(crate) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    id: u64,
    /// The server's answer to the handshake.
    pub(crate) welcome: Value,
}

impl Client {
    pub(crate) fn start() -> Self {
        Self::with(&["mcp"])
    }

    pub(crate) fn with(arguments: &[&str]) -> Self {
        Self::of(command(arguments))
    }

    pub(crate) fn of(mut server: Command) -> Self {
        let mut child = server.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        let mut client = Self { child, input, output, id: 0, welcome: Value::Null };
        let hello = json!({
            "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}
        });
        let answer = client.ask("initialize", &hello);
        assert_eq!(answer["result"]["serverInfo"]["name"], "leastwise");
        client.welcome = answer["result"].clone();
        client.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        client
    }

    fn send(&mut self, message: &Value) {
        writeln!(self.input.as_mut().unwrap(), "{message}").unwrap();
    }

    /// The whole answer to one request.
    pub(crate) fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.id += 1;
        let id = self.id;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let message = self.receive();
            if message["id"] == id {
                return message;
            }
        }
    }

    fn receive(&mut self) -> Value {
        let mut line = String::new();
        assert!(self.output.read_line(&mut line).unwrap() > 0, "the server is gone");
        serde_json::from_str(&line).unwrap()
    }

    /// The result of a tool.
    pub(crate) fn call(&mut self, tool: &str, arguments: &Value) -> Value {
        let answer = self.ask("tools/call", &json!({"name": tool, "arguments": arguments}));
        answer.get("result").unwrap_or_else(|| panic!("{tool}: {answer}")).clone()
    }

    /// Closes the server's input and gives its exit code.
    fn end(mut self) -> Option<i32> {
        drop(self.input.take());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

#[test]
fn tools_are_listed_with_schemas_and_effects() {
    let mut client = Client::start();
    let tools = client.ask("tools/list", &json!({}))["result"]["tools"].clone();
    let tools = tools.as_array().unwrap();
    assert_eq!(tools.len(), ops::OPERATIONS.len());
    for tool in tools {
        let name = tool["name"].as_str().unwrap();
        assert_eq!(tool["inputSchema"]["type"], "object", "{name}");
        assert_eq!(tool["inputSchema"]["additionalProperties"], false, "{name}");
        assert_eq!(tool["outputSchema"]["type"], "object", "{name}");
        assert!(tool["description"].as_str().unwrap().len() > 20, "{name}");
        let text = tool.to_string();
        assert!(
            !text.contains("uint") && !text.contains("$ref") && !text.contains("\"int64\""),
            "{name}: {text}"
        );
        let writes = [
            "analyze_cloudtrail",
            "catalog_update",
            "fix_policies",
            "generate_policies",
            "merge_usage",
            "minimize_policy",
            "report_policies",
            "tighten_policy",
        ];
        let sets = ["set_", "clear_", "load_"].iter().any(|verb| name.starts_with(verb));
        let reads = !writes.contains(&name) && !sets;
        assert_eq!(tool["annotations"]["readOnlyHint"], reads, "{name}");
    }
}

#[test]
fn a_policy_is_checked_as_it_is_or_as_text() {
    let mut client = Client::start();
    let policy = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"},
        {"Effect": "Allow", "Action": ["s3:GetObject", "s3:GetObjet"], "Resource": "arn:aws:s3:::b/*"},
    ]});
    for request in [
        json!({"policy": policy}),
        json!({"policy": {"policy": policy}}),
        json!({"policy": {"text": policy.to_string()}}),
    ] {
        let result = client.call("validate_policy", &request);
        let answer = &result["structuredContent"];
        assert_eq!(answer["is_valid"], false, "{answer}");
        let issue = &answer["issues"][0];
        assert_eq!(issue["check_id"], "invalid-action");
        assert_eq!((&issue["severity"], &issue["statement_index"]), (&json!("error"), &json!(1)));
        assert_eq!((&issue["action"], &issue["field_name"]), (&json!("s3:GetObjet"), &json!("action")));
        assert!(issue["risk_explanation"].is_string());
        assert_eq!(answer["findings"][0]["pointer"], "/Statement/1/Action/1");
        assert_eq!(answer["kind"], "identity");
        assert!(result["content"][0]["text"].as_str().unwrap().contains("^^^"));
    }
    let brief = client.call(
        "validate_policy",
        &json!({"policy": policy, "verbose": false, "policy_type": "IDENTITY_POLICY"}),
    );
    assert!(brief["structuredContent"]["issues"][0].get("risk_explanation").is_none());
}

#[test]
fn mistakes_of_the_caller_are_results_that_can_be_read() {
    let mut client = Client::start();
    let cases = [
        ("validate_policy", json!({"polciy": {}}), "unknown field `polciy`"),
        ("validate_policy", json!({}), "missing field `policy`"),
        ("validate_policy", json!({"policy": {"path": "/etc/passwd"}}), "outside of the folders"),
        ("validate_policy", json!({"policy": {"path": "../../etc/passwd"}}), "outside of the folders"),
        ("validate_policy", json!({"policy": {"path": "-"}}), "no standard input"),
        ("validate_policies", json!({"documents": [{"path": "/"}]}), "outside of the folders"),
        (
            "analyze_cloudtrail",
            json!({"inputs": ["examples/cloudtrail"], "output": "/tmp/x.json"}),
            "outside of the folders",
        ),
        ("query_service_actions", json!({"service": "dynamo"}), "did you mean `dynamodb`"),
    ];
    for (tool, request, says) in cases {
        let result = client.call(tool, &request);
        assert_eq!(result["isError"], true, "{tool} {request}");
        let text = result["content"][0]["text"].as_str().unwrap();
        assert!(text.contains(says), "{says}: {text}");
    }
    let unknown = client.ask("tools/call", &json!({"name": "no_such_tool", "arguments": {}}));
    assert_eq!(unknown["error"]["code"], -32602);
}

#[test]
fn files_are_read_below_the_roots_only() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("p.json"), r#"{"Version": "2012-10-17", "Statement": []}"#).unwrap();
    let root = folder.path().to_str().unwrap();
    let mut client = Client::with(&["mcp", "--root", root]);
    let inside = client.call("validate_policy", &json!({"policy": {"path": "p.json"}}));
    assert_eq!(inside["isError"], false, "{inside}");
    assert_eq!(inside["structuredContent"]["policy_file"], "p.json");
    let outside = client.call("validate_policy", &json!({"policy": {"path": "/etc/hostname"}}));
    assert_eq!(outside["isError"], true);
    assert_eq!(client.end(), Some(0), "a client that leaves ends the server");
}

/// A call that takes long tells how far it is, lets others pass, and stops when it is cancelled: no answer, no file.
#[test]
fn a_long_call_tells_its_progress_and_can_be_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    let record = json!({"eventVersion": "1.08", "eventType": "AwsApiCall", "eventTime": "2026-11-01T00:00:00Z",
        "eventSource": "s3.amazonaws.com", "eventName": "ListBuckets", "userIdentity": {"type": "IAMUser",
        "arn": "arn:aws:iam::111122223333:user/ana", "accountId": "111122223333"}});
    let log = json!({"Records": vec![record; 4_000]}).to_string();
    let first = folder.path().join("0.json");
    std::fs::write(&first, log).unwrap();
    for index in 1..500 {
        std::fs::hard_link(&first, folder.path().join(format!("{index}.json"))).unwrap();
    }
    let mut client = Client::with(&["mcp", "--root", folder.path().to_str().unwrap()]);
    client.send(&json!({"jsonrpc": "2.0", "id": "long", "method": "tools/call", "params": {
        "name": "analyze_cloudtrail", "arguments": {"inputs": ["."], "output": "usage.json"},
        "_meta": {"progressToken": "how far"}}}));
    let steps = [client.receive(), client.receive()].map(|message| {
        assert_eq!(message["method"], "notifications/progress", "{message}");
        assert_eq!(
            (&message["params"]["progressToken"], &message["params"]["total"]),
            (&json!("how far"), &json!(500.0))
        );
        message["params"]["progress"].as_f64().unwrap()
    });
    assert!(steps[0] < steps[1], "{steps:?}");
    assert_eq!(client.call("list_checks", &json!({"limit": 1}))["isError"], false, "others need not wait");

    client.send(
        &json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": "long"}}),
    );
    // Four times as long as from one step to the next.
    std::thread::sleep(std::time::Duration::from_millis(800));
    client.send(&json!({"jsonrpc": "2.0", "id": "after", "method": "ping"}));
    let mut steps = 0;
    loop {
        let message = client.receive();
        assert_ne!(message["id"], "long", "{message}");
        if message["id"] == "after" {
            break;
        }
        steps += 1;
    }
    assert!(steps <= 2, "{steps} steps after the end");
    assert!(!folder.path().join("usage.json").exists());
}

#[test]
fn messages_that_are_none_are_refused_and_the_server_goes_on() {
    let mut client = Client::start();
    let cases = [
        (json!({"method": "tools/call"}), -32602, "`name`"),
        (json!({"method": "tools/call", "params": {"name": 5}}), -32602, "`name`"),
        (
            json!({"method": "tools/call", "params": {"name": "query_services", "arguments": [1]}}),
            -32602,
            "`arguments`",
        ),
        (json!({"method": "tools/cal", "params": {}}), -32601, "no method `tools/cal`"),
    ];
    for (mut message, code, says) in cases {
        message["jsonrpc"] = json!("2.0");
        message["id"] = json!("wrong");
        client.send(&message);
        let answer = client.receive();
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&json!("wrong"), &json!(code)), "{answer}");
        assert!(answer["error"]["message"].as_str().unwrap().contains(says), "{answer}");
    }
    for message in
        [json!([]), json!("text"), json!({}), json!([{"jsonrpc": "2.0", "id": 1, "method": "ping"}])]
    {
        client.send(&message);
        assert_eq!(client.receive()["error"]["code"], -32600, "{message}");
    }
    // What is not even JSON has no answer, as in the other SDKs of the protocol: two servers could answer each other for ever.
    writeln!(client.input.as_mut().unwrap(), "{{\"jsonrpc\":").unwrap();
    assert_eq!(client.ask("ping", &json!({}))["result"], json!({}));
}

#[test]
fn a_very_large_request_has_an_answer() {
    let mut client = Client::start();
    let result = client.call("validate_policy", &json!({"policy": {"text": " ".repeat(20_000_000)}}));
    assert_eq!(result["isError"], true);
    assert_eq!(result["content"][0]["text"], "the policy is over the limit of 1000000 bytes");
}

#[test]
fn a_line_that_cannot_be_read_is_refused_in_the_name_of_its_request() {
    let mut client = Client::start();
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let params = |policy: &str| format!(r#"{{"name":"validate_policy","arguments":{{"policy":{policy}}}}}"#);
    for (id, policy) in [(11, deep.as_str()), (12, "1e999")] {
        let line =
            format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"tools/call","params":{}}}"#, params(policy));
        writeln!(client.input.as_mut().unwrap(), "{line}").unwrap();
        let refused = client.receive();
        assert_eq!((&refused["id"], &refused["error"]["code"]), (&json!(id), &json!(-32700)), "{refused}");
    }
    writeln!(client.input.as_mut().unwrap(), "hello").unwrap();
    assert_eq!(client.receive()["error"]["code"], -32700);
    assert!(client.ask("ping", &json!({}))["result"].is_object());
    assert_eq!(client.end(), Some(0));
}

/// Whoever stops listening is not served on, and that is no fault.
#[test]
fn the_server_ends_when_nobody_reads_its_answers() {
    let mut child = command(&["mcp"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    drop(child.stdout.take());
    let hello = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}});
    writeln!(input, "{}", json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello}))
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "although its input is still open");
    drop(input);
}

/// The memory of one large message is given back.
#[cfg(target_os = "linux")]
#[test]
fn a_large_message_leaves_no_trace() {
    let mut client = Client::start();
    let resident = |client: &Client| {
        let status = std::fs::read_to_string(format!("/proc/{}/status", client.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap()
    };
    let small = json!({"policy": {"text": "{}"}});
    client.call("validate_policy", &small);
    let before = resident(&client);
    client.call("validate_policy", &json!({"policy": {"text": " ".repeat(50_000_000)}}));
    client.call("validate_policy", &small);
    let grown = resident(&client).saturating_sub(before);
    assert!(grown < 16_000, "{grown} KiB more than before");
}
