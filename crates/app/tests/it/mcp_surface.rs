//! What the server offers beside calls: prompts, resources, completions, and the list of tools itself.

use std::collections::BTreeSet;

use ops::resources::{RESOURCES, WORKFLOWS};
use serde_json::{Value, json};

use crate::mcp::Client;
use crate::run::workspace;

fn tools(client: &mut Client) -> Vec<Value> {
    client.ask("tools/list", &json!({}))["result"]["tools"].as_array().unwrap().clone()
}

/// Calls `see` with every schema below `schema` and the way to it.
fn walk(schema: &Value, way: &str, see: &mut dyn FnMut(&Value, &str)) {
    see(schema, way);
    for (name, part) in schema["properties"].as_object().into_iter().flatten() {
        walk(part, &format!("{way}.{name}"), see);
    }
    for key in ["items", "additionalProperties"] {
        if schema[key].is_object() {
            walk(&schema[key], &format!("{way}[]"), see);
        }
    }
    for part in ["anyOf", "oneOf"].into_iter().filter_map(|key| schema[key].as_array()).flatten() {
        walk(part, way, see);
    }
}

#[test]
fn every_tool_says_what_it_is_for_and_what_it_takes() {
    let mut client = Client::start();
    for tool in tools(&mut client) {
        let name = tool["name"].as_str().unwrap();
        let description = tool["description"].as_str().unwrap();
        let words = description.split_whitespace().count();
        assert!(words <= 65, "{name}: {words} words");
        assert_eq!(
            description.split("\n\n").count(),
            2,
            "{name} says what, and when to use it: {description}"
        );
        assert!(!description.contains("Exits with") && !description.contains("--"), "{name}: {description}");
        assert_eq!(tool["inputSchema"]["type"], "object", "{name}");
        walk(&tool["inputSchema"], name, &mut |schema, way| {
            for (property, part) in schema["properties"].as_object().into_iter().flatten() {
                let text = part["description"].as_str().unwrap_or_default();
                assert!(text.len() > 5, "{way}.{property} has no description");
                let is_typed = ["standard input", "repeated", "--", "`leastwise ", "flags"]
                    .iter()
                    .any(|word| text.contains(word));
                assert!(!is_typed, "{way}.{property} speaks of the command line: {text}");
            }
        });
    }
}

#[test]
fn annotations_are_right() {
    let mut client = Client::start();
    for tool in tools(&mut client) {
        let name = tool["name"].as_str().unwrap();
        let hints = &tool["annotations"];
        let of = |hint: &str| hints[hint].as_bool().unwrap_or_else(|| panic!("{name}: {hint}"));
        let writes_files = [
            "analyze_cloudtrail",
            "fix_policies",
            "generate_policies",
            "merge_usage",
            "minimize_policy",
            "report_policies",
            "tighten_policy",
        ]
        .contains(&name);
        let is_session = name.starts_with("set_") || name.starts_with("clear_") || name.starts_with("load_");
        let fetches = name == "catalog_update";
        assert_eq!(of("readOnlyHint"), !(writes_files || is_session || fetches), "{name}");
        assert_eq!(of("destructiveHint"), writes_files, "{name}");
        assert_eq!(of("openWorldHint"), fetches, "{name}");
        assert!(of("idempotentHint"), "{name}");
        let title = hints["title"].as_str().unwrap();
        assert!(title.starts_with(char::is_uppercase) && !title.contains('_'), "{name}: {title}");
    }
}

/// The list stands in the context of every conversation. Answers are described by names and types alone.
#[test]
fn the_list_of_tools_is_small() {
    let mut client = Client::start();
    let tools = tools(&mut client);
    let bytes = Value::Array(tools.clone()).to_string().len();
    assert!(bytes <= 2_000 * tools.len(), "{bytes} bytes for {} tools", tools.len());
    for tool in &tools {
        assert_eq!(tool["outputSchema"]["type"], "object", "{}", tool["name"]);
        walk(&tool["outputSchema"], tool["name"].as_str().unwrap(), &mut |schema, way| {
            let known =
                ["type", "properties", "items", "enum", "const", "anyOf", "additionalProperties", "required"];
            let members = schema.as_object().into_iter().flatten();
            let others: Vec<_> =
                members.map(|(key, _)| key).filter(|key| !known.contains(&key.as_str())).collect();
            assert!(others.is_empty(), "{way}: {others:?}");
        });
    }
}

#[test]
fn the_server_says_what_it_can_and_how_to_write_policies() {
    let client = Client::start();
    let capabilities = client.welcome["capabilities"].as_object().unwrap();
    let known: BTreeSet<_> = capabilities.keys().map(String::as_str).collect();
    assert_eq!(known, BTreeSet::from(["completions", "prompts", "resources", "tools"]));
    let instructions = client.welcome["instructions"].as_str().unwrap();
    for rule in
        ["2012-10-17", "`service:Action`", "letters and digits", "not `StringEqual`", "Follow no instruction"]
    {
        assert!(instructions.contains(rule), "{rule}");
    }
}

#[test]
fn every_resource_is_listed_and_read() {
    let mut client = Client::start();
    let listed = client.ask("resources/list", &json!({}))["result"]["resources"].clone();
    let templates = client.ask("resources/templates/list", &json!({}))["result"]["resourceTemplates"].clone();
    let (listed, templates) = (listed.as_array().unwrap(), templates.as_array().unwrap());
    assert_eq!(listed.len() + templates.len(), RESOURCES.len());
    let mut uris: Vec<(String, &Value)> =
        listed.iter().map(|resource| (resource["uri"].as_str().unwrap().to_owned(), resource)).collect();
    for template in templates {
        let uri = template["uriTemplate"].as_str().unwrap();
        let (start, variable) = uri.split_once('{').unwrap();
        let variable = variable.trim_end_matches('}');
        let request =
            json!({"ref": {"type": "ref/resource", "uri": uri}, "argument": {"name": variable, "value": ""}});
        let values = client.ask("completion/complete", &request)["result"]["completion"]["values"].clone();
        let values = values.as_array().unwrap();
        assert!(values.len() >= 4, "{uri}");
        uris.extend(values.iter().map(|value| (format!("{start}{}", value.as_str().unwrap()), template)));
    }
    for (uri, resource) in &uris {
        let answer = client.ask("resources/read", &json!({"uri": uri}));
        let contents = &answer["result"]["contents"][0];
        assert_eq!(
            (&contents["uri"], &contents["mimeType"]),
            (&json!(uri), &resource["mimeType"]),
            "{answer}"
        );
        let text = contents["text"].as_str().unwrap();
        match resource["mimeType"].as_str().unwrap() {
            "application/json" => assert!(serde_json::from_str::<Value>(text).unwrap().is_object(), "{uri}"),
            "text/markdown" => assert!(text.starts_with("# "), "{uri}"),
            other => panic!("{other}"),
        }
        for member in ["name", "title", "description"] {
            assert!(resource[member].as_str().is_some_and(|text| text.len() > 3), "{uri}: {member}");
        }
        assert!(
            resource["annotations"]["audience"].as_array().unwrap().contains(&json!("assistant")),
            "{uri}"
        );
    }
}

/// A page is what the tools and the documents say of the same thing.
#[test]
fn pages_are_equal_to_what_else_says_it() {
    let mut client = Client::start();
    let mut read = |uri: &str| {
        let answer = client.ask("resources/read", &json!({"uri": uri}));
        answer["result"]["contents"][0]["text"].as_str().unwrap().to_owned()
    };
    let docs = |path: &str| std::fs::read_to_string(workspace().join("docs").join(path)).unwrap();
    assert_eq!(read("iam://checks/admin-access"), docs("checks/admin-access.md"));
    assert_eq!(read("iam://templates/s3-read-only"), docs("templates/s3-read-only.md"));
    let schema: Value = serde_json::from_str(&read("iam://config-schema")).unwrap();
    assert_eq!(schema, serde_json::from_str::<Value>(&docs("leastwise.schema.json")).unwrap());
    assert_eq!(read("iam://org-config-schema"), read("iam://config-schema"));
    assert_eq!(read("iam://workflow-examples"), docs("mcp-workflows.md"));
    let templates: Value = serde_json::from_str(&read("iam://templates")).unwrap();
    let checks: Value = serde_json::from_str(&read("iam://checks")).unwrap();
    assert_eq!(templates, client.call("list_templates", &json!({}))["structuredContent"]);
    assert_eq!(checks, client.call("list_checks", &json!({}))["structuredContent"]);
    assert_eq!(checks["truncated"], false);
}

#[test]
fn what_there_is_not_is_refused_with_the_nearest() {
    let mut client = Client::start();
    let generate = json!({"type": "ref/prompt", "name": "generate_secure_policy"});
    let cases = [
        ("resources/read", json!({"uri": "iam://chekcs"}), -32002, "did you mean `iam://checks`?"),
        (
            "resources/read",
            json!({"uri": "iam://checks/admin-acces"}),
            -32002,
            "did you mean `admin-access`?",
        ),
        ("resources/read", json!({"uri": "file:///etc/passwd"}), -32002, "there is no resource"),
        ("resources/read", json!({}), -32602, "`uri`"),
        ("resources/list", json!({"cursor": "2"}), -32602, "leave `cursor` out"),
        ("resources/templates/list", json!({"cursor": "2"}), -32602, "leave `cursor` out"),
        ("prompts/list", json!({"cursor": ""}), -32602, "leave `cursor` out"),
        ("tools/list", json!({"cursor": "x"}), -32602, "leave `cursor` out"),
        ("prompts/get", json!({"name": "review_acount"}), -32602, "did you mean `review_account`?"),
        ("prompts/get", json!({"name": "review_account"}), -32602, "needs `policies`"),
        (
            "prompts/get",
            json!({"name": "review_account", "arguments": {"polices": "x"}}),
            -32602,
            "did you mean `policies`?",
        ),
        ("prompts/get", json!({"name": "review_account", "arguments": [1]}), -32602, "`arguments`"),
        (
            "completion/complete",
            json!({"ref": generate, "argument": {"name": "servic", "value": ""}}),
            -32602,
            "did you mean `service`?",
        ),
        (
            "completion/complete",
            json!({"ref": {"type": "ref/tool"}, "argument": {"name": "a", "value": ""}}),
            -32602,
            "`ref/prompt`",
        ),
    ];
    for (method, params, code, says) in cases {
        let answer = client.ask(method, &params);
        assert_eq!(answer["error"]["code"], code, "{method} {params}: {answer}");
        assert!(answer["error"]["message"].as_str().unwrap().contains(says), "{method} {params}: {answer}");
    }
    let missing = client.ask("resources/read", &json!({"uri": "iam://nothing"}));
    assert_eq!(missing["error"]["data"]["uri"], "iam://nothing");
}

#[test]
fn prompts_are_listed_and_filled_in() {
    let mut client = Client::start();
    let listed = client.ask("prompts/list", &json!({}))["result"]["prompts"].clone();
    let names: Vec<_> =
        listed.as_array().unwrap().iter().map(|prompt| prompt["name"].as_str().unwrap()).collect();
    let peers = ["generate_secure_policy", "fix_policy_issues_workflow", "review_policy_security"];
    assert_eq!(names[..3], peers);
    assert_eq!(names[3..], ["least_privilege_from_cloudtrail", "review_account"]);
    for prompt in listed.as_array().unwrap() {
        let required =
            prompt["arguments"].as_array().unwrap().iter().filter(|argument| argument["required"] == true);
        let arguments: Value = required
            .map(|argument| (argument["name"].as_str().unwrap().to_owned(), json!("Ünïque-7")))
            .collect::<serde_json::Map<_, _>>()
            .into();
        let answer = client.ask("prompts/get", &json!({"name": prompt["name"], "arguments": arguments}));
        let message = &answer["result"]["messages"][0];
        assert_eq!(
            (&message["role"], &message["content"]["type"]),
            (&json!("user"), &json!("text")),
            "{answer}"
        );
        let text = message["content"]["text"].as_str().unwrap();
        assert_eq!(text.matches("Ünïque-7").count(), arguments.as_object().unwrap().len(), "{text}");
        assert!(prompt["title"].is_string() && answer["result"]["description"].is_string());
    }
    let object = json!({"policy_json": {"Version": "2012-10-17"}});
    let answer = client.ask("prompts/get", &json!({"name": "review_policy_security", "arguments": object}));
    let text = answer["result"]["messages"][0]["content"]["text"].as_str().unwrap();
    assert!(text.contains("\n```\n{\"Version\":\"2012-10-17\"}\n```\n"), "{text}");
}

#[test]
fn arguments_are_completed() {
    let mut client = Client::start();
    let mut complete = |name: &str, value: &str, given: Value| {
        let reference = json!({"type": "ref/prompt", "name": "generate_secure_policy"});
        let request = json!({"ref": reference, "argument": {"name": name, "value": value}, "context": {"arguments": given}});
        client.ask("completion/complete", &request)["result"]["completion"].clone()
    };
    let services = complete("service", "", json!({}));
    assert_eq!((services["values"].as_array().unwrap().len(), &services["hasMore"]), (100, &json!(true)));
    assert!(services["total"].as_u64().unwrap() > 300);
    assert_eq!(complete("service", "dynamo", json!({}))["values"], json!(["dynamodb"]));
    assert_eq!(complete("principal_type", "lam", json!({}))["values"], json!(["Lambda function"]));
    let operations = complete("operations", "GetItem, putit", json!({"service": "dynamodb"}));
    assert_eq!(operations, json!({"values": ["GetItem, PutItem"], "total": 1, "hasMore": false}));
    assert_eq!(complete("resources", "arn:", json!({}))["values"], json!([]));
}

/// The worked examples as an assistant would make them: over the wire, one after the other.
#[test]
fn worked_examples_hold_over_the_wire() {
    let root = workspace();
    let mut client = Client::with(&["mcp", "--root", root.to_str().unwrap()]);
    for workflow in WORKFLOWS {
        let mut answers = Vec::new();
        for step in workflow.steps {
            let result = client.call(step.tool, &step.filled(&answers).unwrap());
            let answer = result["structuredContent"].clone();
            for (pointer, value) in step.answers {
                let value: Value = serde_json::from_str(value).unwrap();
                assert_eq!(answer.pointer(pointer), Some(&value), "{}: {result}", workflow.title);
            }
            answers.push(answer);
        }
    }
}

#[test]
fn a_prompt_says_which_of_its_tools_are_not_offered() {
    let ask = json!({"name": "review_policy_security", "arguments": {"policy_json": "{}"}});
    for (profile, told) in [("full", false), ("read-only", true)] {
        let mut client = Client::with(&["mcp", "--profile", profile]);
        let prompt = client.ask("prompts/get", &ask)["result"]["messages"][0]["content"]["text"].clone();
        let prompt = prompt.as_str().unwrap();
        assert_eq!(prompt.contains("does not offer"), told, "{profile}: {prompt}");
        assert_eq!(prompt.contains("Not offered are `minimize_policy`."), told, "{profile}: {prompt}");
    }
}
