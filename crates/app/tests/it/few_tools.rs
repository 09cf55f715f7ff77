//! The few tools that stand for many: `query`, `describe_checks`, `get_config`, `set_config`, and `validate_policies` by policy.

use serde_json::{Value, json};

use crate::mcp::Client;

fn answer(client: &mut Client, tool: &str, request: &Value) -> Value {
    let result = client.call(tool, request);
    assert_eq!(result["isError"], false, "{tool} {request}: {result}");
    result["structuredContent"].clone()
}

fn refusal(client: &mut Client, tool: &str, request: &Value) -> String {
    let result = client.call(tool, request);
    assert_eq!(result["isError"], true, "{tool} {request}: {result}");
    result["content"][0]["text"].as_str().unwrap().to_owned()
}

#[test]
fn each_kind_of_query_answers_as_its_operation() {
    let mut client = Client::start();
    for (query, tool, request, ours, theirs) in [
        (
            json!({"kind": "service_actions", "service": "sqs", "access_level": "read", "name_filter": "Queue"}),
            "query_service_actions",
            json!({"service": "sqs", "access_level": "read", "name": "Queue"}),
            "/actions",
            "/actions",
        ),
        (
            json!({"kind": "condition_keys", "service": "s3", "limit": 5, "offset": 1}),
            "query_condition_keys",
            json!({"service": "s3", "limit": 5, "offset": 1}),
            "/condition_keys",
            "/result",
        ),
        (
            json!({"kind": "arn_formats", "service": "sqs"}),
            "query_arn_formats",
            json!({"service": "sqs"}),
            "/arn_formats/0/arn_formats",
            "/result/0/arn_formats",
        ),
        (
            json!({"kind": "expand_wildcard", "patterns": ["sqs:List*"], "limit": 1}),
            "expand_wildcard_action",
            json!({"pattern": "sqs:List*", "limit": 1}),
            "/results/0/actions",
            "/result",
        ),
        (
            json!({"kind": "action_details", "actions": ["iam:PassRole"]}),
            "query_action_details",
            json!({"action": "iam:PassRole"}),
            "/results/0/condition_keys",
            "/result/condition_keys",
        ),
    ] {
        let asked = answer(&mut client, "query", &query);
        let told = answer(&mut client, tool, &request);
        let found = asked.pointer(ours).unwrap();
        assert!(!found.as_array().unwrap().is_empty(), "{query}");
        assert_eq!(Some(found), told.pointer(theirs), "{query}");
    }
    let several = json!({"kind": "action_details", "actions": ["s3:GetObjet", "s3:getobject"]});
    let several = answer(&mut client, "query", &several)["results"].clone();
    assert_eq!((&several[0]["valid"], &several[0]["action"]), (&json!(false), &json!("s3:GetObjet")));
    assert!(several[0]["error"].as_str().unwrap().contains("did you mean `s3:GetObject`"), "{several}");
    assert_eq!((&several[1]["valid"], &several[1]["action"]), (&json!(true), &json!("s3:GetObject")));
    assert_eq!((&several[1]["service"], &several[1]["access_level"]), (&json!("s3"), &json!("read")));
    let grave = json!({"kind": "action_details", "actions": ["iam:PassRole", "ec2:DescribeRegions"]});
    let grave = answer(&mut client, "query", &grave)["results"].clone();
    assert_eq!((&grave[0]["sensitive"]["category"], grave[1].get("sensitive")), (&json!("priv_esc"), None));
    let patterns = json!({"kind": "expand_wildcard", "patterns": ["sqss:*", "sqs:*"], "limit": 1});
    let patterns = answer(&mut client, "query", &patterns);
    assert!(patterns["results"][0]["error"].as_str().unwrap().contains("`sqs`"), "{patterns}");
    assert_eq!((&patterns["results"][1]["truncated"], &patterns["truncated"]), (&json!(true), &json!(true)));
}

#[test]
fn a_query_says_what_it_needs() {
    let mut client = Client::start();
    for (query, says) in [
        (json!({"kind": "action_details"}), "`action_details` needs `actions`"),
        (json!({"kind": "expand_wildcard", "patterns": []}), "`expand_wildcard` needs `patterns`"),
        (
            json!({"kind": "arn_formats", "service": "s3", "access_level": "read"}),
            "`arn_formats` takes no `access_level`\nhelp: it takes `service`, `name_filter`",
        ),
        (json!({"kind": "service_actions", "service": "s33"}), "did you mean `s3`"),
        (json!({"kind": "services"}), "unknown value `services`"),
        (json!({"kind": "expand_wildcard", "patterns": vec!["s3:*"; 101]}), "101 names are more than 100"),
    ] {
        let told = refusal(&mut client, "query", &query);
        assert!(told.contains(says), "{query}: {told}");
    }
}

#[test]
fn checks_are_described_as_they_are_set() {
    let mut client = Client::start();
    let all = answer(&mut client, "describe_checks", &json!({"limit": 3}));
    let listed = answer(&mut client, "list_checks", &json!({"limit": 3}));
    assert_eq!((&all["total"], &all["truncated"]), (&listed["total"], &json!(true)));
    assert!(all["checks"][0].get("docstring").is_none(), "a list of all is short");

    let config =
        json!({"checks": {"admin-access": {"severity": "low"}, "old-policy-version": {"enabled": false}}});
    let request = json!({"check_ids": ["admin-access", "old-policy-version"], "config": config});
    let told = answer(&mut client, "describe_checks", &request)["checks"].clone();
    let (admin, old) = (&told[0], &told[1]);
    assert_eq!((&admin["severity"], &admin["enabled"]), (&json!("low"), &json!(true)));
    assert_ne!(admin["default_severity"], admin["severity"]);
    let superseded = admin["supersedes"].as_array().unwrap();
    assert!(superseded.contains(&json!("wildcard-resource")) && !superseded.contains(&json!("admin-access")));
    assert!(admin["docstring"].as_str().unwrap().len() > 100);
    assert_eq!((&old["enabled"], &old["config"]["enabled"]), (&json!(false), &json!(false)));
    assert!(old.get("supersedes").is_none());
    let told = refusal(&mut client, "describe_checks", &json!({"check_ids": ["admin-acess"]}));
    assert!(told.contains("did you mean `admin-access`?"), "{told}");
}

#[test]
fn both_are_set_or_neither() {
    let mut client = Client::start();
    let config = json!({"checks": {"admin-access": {"severity": "low"}}});
    for (request, says) in [
        (json!({}), "nothing is to be set"),
        (
            json!({"config": config, "clear_config": true}),
            "give one of `config`, `yaml_content` and `clear_config`",
        ),
        (json!({"instructions": "a", "clear_instructions": true}), "give one of `instructions`"),
        (json!({"config": config, "instructions": " "}), "the instructions are empty"),
        (json!({"config": {"cheks": {}}, "instructions": "Demand TLS."}), "did you mean `checks`?"),
    ] {
        let told = refusal(&mut client, "set_config", &request);
        assert!(told.contains(says), "{request}: {told}");
    }
    let before = answer(&mut client, "get_config", &json!({}));
    assert_eq!((&before["has_config"], &before["config_digest"]), (&json!(false), &json!(null)));
    assert_eq!(before["custom_instructions"]["has_instructions"], false);

    let request = json!({"config": config, "instructions": "Demand TLS."});
    let set = answer(&mut client, "set_config", &request);
    assert_eq!(set["config_result"]["success"], true);
    assert_eq!(set["config_result"]["applied_config"]["checks"]["admin-access"]["severity"], "low");
    assert_eq!(set["instructions_result"]["in_effect"], true);
    let held = answer(&mut client, "get_config", &json!({}));
    assert_eq!((&held["config"], &held["source"]), (&config, &json!("session")));
    assert_eq!(held["custom_instructions"]["instructions"], "Demand TLS.");
    assert_eq!((&held["mode"], &held["profile"]), (&json!("local"), &json!("full")));
    let tools = client.ask("tools/list", &json!({}))["result"]["tools"].clone();
    let names: Vec<_> = tools.as_array().unwrap().iter().map(|tool| tool["name"].clone()).collect();
    assert_eq!((&held["tool_names"], &held["tool_count"]), (&json!(names), &json!(names.len())));

    let cleared = answer(&mut client, "set_config", &json!({"clear_config": true}));
    assert_eq!(
        (&cleared["config_result"]["status"], cleared.get("instructions_result")),
        (&json!("cleared"), None)
    );
    let yaml =
        json!({"yaml_content": "checks: {admin-access: {enabled: false}}", "clear_instructions": true});
    let set = answer(&mut client, "set_config", &yaml);
    assert_eq!(set["instructions_result"]["status"], "cleared");
    let held = answer(&mut client, "get_organization_config", &json!({}));
    assert_eq!(held["config"], json!({"checks": {"admin-access": {"enabled": false}}}));
}

/// A policy with an error, one with a risk, one with nothing.
fn policies() -> Value {
    let of = |action: &str, resource: &str| json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": action, "Resource": resource}});
    json!([
        of("s3:GetObjet", "arn:aws:s3:::acme/*"),
        of("*", "*").to_string(),
        {"policy": of("s3:GetObject", "arn:aws:s3:::acme/*")},
    ])
}

#[test]
fn policies_are_told_of_one_by_one() {
    let mut client = Client::start();
    let told = answer(
        &mut client,
        "validate_policies",
        &json!({"policies": policies(), "policy_type": "IDENTITY_POLICY"}),
    );
    let results = told["results"].as_array().unwrap();
    let of = |key: &str| results.iter().map(|result| result[key].clone()).collect::<Vec<_>>();
    assert_eq!(of("name"), ["policy 1", "policy 2", "policy 3"]);
    assert_eq!(of("is_valid"), [false, true, true]);
    assert_eq!(of("fails_policy"), [true, true, false]);
    assert_eq!(of("policy_type"), ["identity", "identity", "identity"]);
    assert_eq!(of("policy_type_source"), ["request", "request", "request"]);
    assert_eq!(results[0]["issues"][0]["check_id"], "invalid-action");
    assert_eq!(results[0]["severity_counts"]["error"], 1);
    assert_eq!(results[2]["issues"], json!([]));
    assert_eq!(told["documents"], json!([]), "nothing is told twice");
    assert_eq!((&told["truncated"], &told["truncated_count"]), (&json!(false), &json!(0)));
    assert_eq!(told["summary"]["documents"], 3);
    assert!(told.get("config_digest").is_none() && told.get("report").is_none());

    let config = json!({"checks": {"invalid-action": {"severity": "low"}}});
    let request = json!({"policies": policies(), "detail": "full", "limit": 1, "config": config});
    let full = answer(&mut client, "validate_policies", &request);
    assert_eq!(full["documents"][0]["findings"][0]["pointer"], "/Statement/Action");
    assert_eq!(full["results"][0]["issues"][0]["severity"], "low");
    let all: u64 = full["summary"]["findings"].as_u64().unwrap();
    assert_eq!((&full["truncated"], &full["truncated_count"]), (&json!(true), &json!(all - 1)));
    assert_eq!(full["results"][0]["policy_type_source"], "content");
    assert!(full["config_digest"].is_string());

    let short =
        answer(&mut client, "validate_policies", &json!({"policies": policies(), "detail": "summary"}));
    assert_eq!(short["results"][0]["issues"], json!([]));
    assert_eq!(short["results"][0]["summary"], "not valid, fails: 1 finding");
    assert_eq!(short["results"][0]["severity_counts"], json!({"error": 1}));

    let plain = answer(&mut client, "validate_policies", &json!({"documents": [policies()[0]]}));
    assert_eq!(plain.as_object().unwrap().keys().collect::<Vec<_>>(), ["documents", "summary"]);
}

#[test]
fn a_report_comes_in_the_form_that_is_asked_for() {
    let mut client = Client::start();
    for (form, begins) in [("markdown", "#"), ("html", "<!"), ("csv", ""), ("sarif", "{")] {
        let request = json!({"policies": policies(), "format": form});
        let result = client.call("validate_policies", &request);
        let told = &result["structuredContent"];
        let report = told["report"].as_str().unwrap();
        assert!(report.starts_with(begins) && report.contains("invalid-action"), "{form}: {report}");
        assert_eq!(result["content"][0]["text"], report);
        assert_eq!((&told["documents"], &told["results"][0]["issues"]), (&json!([]), &json!([])), "{form}");
    }
    let json = answer(&mut client, "validate_policies", &json!({"policies": policies(), "format": "json"}));
    assert_eq!(json["results"][0]["issues"][0]["check_id"], "invalid-action");
}

#[test]
fn files_are_chosen_by_path_and_pattern() {
    let folder = tempfile::tempdir().unwrap();
    for (name, action) in
        [("prod/a.json", "s3:GetObjet"), ("prod/sub/b.json", "s3:GetObject"), ("dev/c.json", "s3:Get")]
    {
        let file = folder.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        let policy = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": action, "Resource": "*"}});
        std::fs::write(file, policy.to_string()).unwrap();
    }
    let mut client = Client::with(&["mcp", "--root", folder.path().to_str().unwrap()]);
    for (request, expected) in [
        (json!({"path": "prod"}), vec!["prod/a.json", "prod/sub/b.json"]),
        (json!({"path": "dev/c.json"}), vec!["dev/c.json"]),
        (json!({"glob": "prod/**/*.json"}), vec!["./prod/a.json", "./prod/sub/b.json"]),
        (json!({"path": "prod", "glob": "b.json"}), vec!["prod/sub/b.json"]),
        (json!({"documents": [{"path": "dev"}], "path": "prod/a.json"}), vec!["dev/c.json", "prod/a.json"]),
    ] {
        let told = answer(&mut client, "validate_policies", &request);
        let results = told["results"].as_array().unwrap();
        assert_eq!(results.iter().map(|result| &result["name"]).collect::<Vec<_>>(), expected, "{request}");
    }
    for (request, says) in [
        (json!({}), "no document is given"),
        (json!({"policies": []}), "no document is given"),
        (json!({"policies": ["prod/a.json"]}), "a file or folder goes into `path`"),
        (json!({"glob": "*.tf"}), "no policy"),
        (json!({"path": "/etc"}), "outside of the folders"),
        (json!({"path": "prod", "detail": "all"}), "unknown value `all`"),
    ] {
        let told = refusal(&mut client, "validate_policies", &request);
        assert!(told.contains(says), "{request}: {told}");
    }
}
