//! The configuration of a session: set, held to by later requests, and gone with the session or when it is cleared.

use serde_json::{Value, json};

use crate::http_client::{Served, Session};
use crate::mcp::Client;

/// What the house would rather not see: `wildcard-resource` finds it.
fn wide() -> Value {
    json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}})
}

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

/// The severity of what is said about the resource, if anything is.
fn severity(client: &mut Client, request: Value) -> Option<String> {
    let mut request = request;
    request["policy"] = wide();
    let found = answer(client, "validate_policy", &request);
    let issues = found["issues"].as_array().unwrap();
    let issue = issues.iter().find(|issue| issue["check_id"] == "wildcard-resource")?;
    Some(issue["severity"].as_str().unwrap().to_owned())
}

/// A server whose file sets the check to `low`.
fn with_file(file: &str) -> (Client, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("leastwise.yaml");
    std::fs::write(&path, file).unwrap();
    (Client::with(&["mcp", "--config", path.to_str().unwrap()]), folder)
}

#[test]
fn the_request_goes_before_the_session_and_the_session_before_the_file() {
    let (mut client, _folder) = with_file("checks: {wildcard-resource: {severity: low}}\n");
    let file = Some("low".to_owned());
    assert_eq!(severity(&mut client, json!({})), file);
    let own = severity(&mut client, json!({"use_org_config": false})).unwrap();
    assert_ne!(Some(&own), file.as_ref(), "without a configuration the check has its own severity");

    let high = json!({"config": {"checks": {"wildcard-resource": {"severity": "critical"}}}});
    let set = answer(&mut client, "set_organization_config", &high);
    assert_eq!((&set["success"], &set["replaced"]), (&json!(true), &json!(false)));
    assert_eq!(set["applied_config"]["checks"]["wildcard-resource"]["severity"], "critical");
    assert_eq!(
        set["applied_config"]["settings"]["fail_on"], "high",
        "what it does not say is as without one"
    );
    assert_eq!(severity(&mut client, json!({})).unwrap(), "critical");
    assert_eq!(severity(&mut client, json!({"use_org_config": false})).unwrap(), own);
    let request = json!({"config": {"checks": {"wildcard-resource": {"severity": "warning"}}}});
    assert_eq!(severity(&mut client, request).unwrap(), "warning");

    let off = json!({"yaml_content": "checks: {wildcard-resource: {enabled: false}}\n"});
    let set = answer(&mut client, "load_organization_config_from_yaml", &off);
    assert_eq!((&set["success"], &set["replaced"]), (&json!(true), &json!(true)));
    assert_eq!(severity(&mut client, json!({})), None);
    let details = answer(&mut client, "get_check_details", &json!({"check_id": "wildcard-resource"}));
    assert_eq!(details["configuration"]["enabled"], false, "others than validate_policy see it too");
    let all = answer(&mut client, "validate_policies", &json!({"documents": [wide()]}));
    assert!(!all.to_string().contains("wildcard-resource"), "{all}");

    let cleared = answer(&mut client, "clear_organization_config", &json!({}));
    assert_eq!(cleared, json!({"status": "cleared", "source": "file"}));
    assert_eq!(severity(&mut client, json!({})), file);
    let again = answer(&mut client, "clear_organization_config", &json!({}));
    assert_eq!(again, json!({"status": "nothing_was_set", "source": "file"}));
}

#[test]
fn what_holds_is_told_with_whose_it_is() {
    let mut client = Client::start();
    let none = answer(&mut client, "get_organization_config", &json!({}));
    assert_eq!(
        (&none["has_config"], &none["config"], &none["source"]),
        (&json!(false), &json!(null), &json!("none"))
    );

    let config = json!({"settings": {"fail_on": "medium"}, "checks": {"CKV_AWS_63": {"enabled": false}}});
    answer(&mut client, "set_organization_config", &json!({"config": config}));
    let held = answer(&mut client, "get_organization_config", &json!({}));
    assert_eq!(
        (&held["has_config"], &held["config"], &held["source"]),
        (&json!(true), &config, &json!("session"))
    );
    answer(&mut client, "set_organization_config", &json!({"config": config}));
    let same = answer(&mut client, "get_organization_config", &json!({}));
    assert_eq!(same["config_digest"], held["config_digest"]);
    answer(&mut client, "set_organization_config", &json!({"config": {}}));
    let other = answer(&mut client, "get_organization_config", &json!({}));
    assert_ne!(other["config_digest"], held["config_digest"]);

    let (mut client, _folder) = with_file("# ours\nsettings: {fail_on: low}\n");
    let held = answer(&mut client, "get_organization_config", &json!({}));
    assert_eq!(held["config"], json!({"settings": {"fail_on": "low"}}));
    assert_eq!(held["source"], "file");
    assert!(held["config_file"].as_str().unwrap().ends_with("leastwise.yaml"));
}

/// Another tool's form is known by its keys, whether it comes as an object or as text.
#[test]
fn another_tools_form_is_taken_too() {
    let mut client = Client::start();
    let theirs = json!({
        "settings": {"fail_on_severity": ["error", "medium"]},
        "wildcard_resource": {"severity": "critical"},
        "policy_size": {"size_limits": {"managed": 1}},
    });
    let set = answer(&mut client, "set_organization_config", &json!({"config": theirs}));
    assert_eq!(set["applied_config"]["settings"]["fail_on_severities"], json!(["error", "medium"]));
    let warnings = set["warnings"].to_string();
    assert!(warnings.contains("`size_limits` has no effect here"), "{warnings}");
    assert_eq!(severity(&mut client, json!({})).unwrap(), "critical");

    let yaml = "wildcard_resource_check:\n  enabled: false\n";
    answer(&mut client, "load_organization_config_from_yaml", &json!({"yaml_content": yaml}));
    assert_eq!(severity(&mut client, json!({})), None);
}

#[test]
fn a_faulty_configuration_is_refused_with_its_places_and_changes_nothing() {
    let mut client = Client::start();
    let sound = json!({"config": {"checks": {"wildcard-resource": {"severity": "critical"}}}});
    answer(&mut client, "set_organization_config", &sound);
    for (config, says) in [
        (
            json!({"checks": {"wildcard-resorce": {}}}),
            "`config/checks/wildcard-resorce`: there is no check `wildcard-resorce`; did you mean `wildcard-resource`?",
        ),
        (
            json!({"wildcard-resource": {"severity": "low"}}),
            "there is no key `wildcard-resource` here; the check `wildcard-resource` is set under `checks`",
        ),
        (
            json!({"wildcard-resorce": {"severity": "low"}}),
            "there is no key `wildcard-resorce` here; the check `wildcard-resource` is set under `checks`",
        ),
        (json!({"cheks": {}}), "there is no key `cheks` here; did you mean `checks`?"),
        (
            json!({"checks": {"wildcard-resource": {"severity": "hihg"}}}),
            "`config/checks/wildcard-resource/severity`: `hihg` is none of the values that may stand here; did you mean `high`?",
        ),
        (json!({"instructions": "\u{7}"}), "the instructions hold the control character U+0007"),
    ] {
        let told = refusal(&mut client, "set_organization_config", &json!({"config": config}));
        assert!(told.contains(says), "{config}: {told}");
    }
    for (text, says) in [
        ("checks:\n  wildcard-resource:\n    severty: low\n", "config:3:5: there is no key `severty` here"),
        ("checks: [\n", "config:"),
        ("- a\n", "config:1:1: expected an object, found a list"),
    ] {
        let told = refusal(&mut client, "load_organization_config_from_yaml", &json!({"yaml_content": text}));
        assert!(told.contains(says), "{text}: {told}");
    }
    let told = refusal(&mut client, "set_organization_config", &json!({"config": "a.yaml"}));
    assert!(told.contains("expected an object"), "{told}");
    assert_eq!(severity(&mut client, json!({})).unwrap(), "critical");
}

#[test]
fn two_clients_share_nothing() {
    let (mut one, mut other) = (Client::start(), Client::start());
    let own = severity(&mut other, json!({}));
    let config = json!({"config": {"checks": {"wildcard-resource": {"enabled": false}}}});
    answer(&mut one, "set_organization_config", &config);
    assert_eq!(severity(&mut one, json!({})), None);
    assert!(own.is_some());
    assert_eq!(severity(&mut other, json!({})), own);
    assert_eq!(answer(&mut other, "get_organization_config", &json!({}))["has_config"], false);
}

/// Two sessions of one server have a state each, and requests that stand alone have none and see none.
#[test]
fn sessions_over_http_share_nothing() {
    let server = Served::start(&[]);
    let call = |session: &Session<'_>, tool: &str, arguments: Value| {
        let answer = session.ask("tools/call", &json!({"name": tool, "arguments": arguments}));
        assert_eq!(answer["result"]["isError"], false, "{tool}: {answer}");
        answer["result"]["structuredContent"].clone()
    };
    let (one, other) = (Session::begin(&server, "2025-06-18"), Session::begin(&server, "2025-11-25"));
    let config = json!({"checks": {"wildcard-resource": {"enabled": false}}});
    call(&one, "set_config", json!({"config": config, "instructions": "Demand TLS."}));
    let held = call(&one, "get_config", json!({}));
    assert_eq!((&held["config"], &held["mode"]), (&config, &json!("hosted")));
    assert_eq!(held["custom_instructions"]["source"], "session");
    let alone = server.call("get_config", &json!({}))["structuredContent"].clone();
    for none in [call(&other, "get_config", json!({})), alone] {
        assert_eq!((&none["has_config"], &none["source"]), (&json!(false), &json!("none")), "{none}");
        assert_eq!(none["custom_instructions"]["has_instructions"], false, "{none}");
    }
    let set = server.call("set_organization_config", &json!({"config": config}));
    assert_eq!(set["isError"], true);
    let told = set["content"][0]["text"].as_str().unwrap();
    assert!(told.ends_with("\nhelp: pass `config` with each request instead"), "{told}");
    let found = server.call("validate_policy", &json!({"policy": wide(), "config": config}));
    assert!(!found["structuredContent"].to_string().contains("wildcard-resource"), "{found}");
}

#[test]
fn a_policy_keeps_to_the_configuration_or_not() {
    let mut client = Client::start();
    let secure = json!({"rules": {"required_conditions": [{
        "actions": ["s3:*"], "severity": "low",
        "conditions": [{"key": "aws:SecureTransport", "values": "true"}],
    }]}});
    let statement = json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/*"});
    let bare = json!({"Version": "2012-10-17", "Statement": statement});
    let mut safe = bare.clone();
    safe["Statement"]["Condition"] = json!({"Bool": {"aws:SecureTransport": "true"}});

    let before = answer(&mut client, "check_org_compliance", &json!({"policy": bare}));
    assert_eq!((&before["compliant"], &before["has_org_config"]), (&json!(true), &json!(false)));
    answer(&mut client, "set_organization_config", &json!({"config": secure}));
    let broken = answer(&mut client, "check_org_compliance", &json!({"policy": bare, "verbose": true}));
    assert_eq!((&broken["compliant"], &broken["has_org_config"]), (&json!(false), &json!(true)));
    let violation = &broken["violations"][0];
    // Of a rule's severity that fails no run: a rule is a rule.
    assert_eq!(
        (&violation["type"], &violation["severity"]),
        (&json!("configured-required-condition"), &json!("low"))
    );
    assert!(violation["message"].as_str().unwrap().contains("aws:SecureTransport"), "{violation}");
    assert!(!broken["suggestions"].as_array().unwrap().is_empty(), "{broken}");
    assert_eq!(broken["findings"][0]["id"], "configured-required-condition");
    let kept = answer(&mut client, "check_org_compliance", &json!({"policy": safe}));
    assert_eq!((&kept["compliant"], &kept["violations"]), (&json!(true), &json!([])));
    assert!(kept.get("findings").is_none());

    let error = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObjet", "Resource": "*"}});
    let failed = answer(&mut client, "check_org_compliance", &json!({"policy": error, "config": {}}));
    assert_eq!((&failed["compliant"], &failed["config_source"]), (&json!(false), &json!("request")));
}

#[test]
fn a_configuration_is_tried_for_one_request() {
    let mut client = Client::start();
    let off = json!({"config": {"checks": {"wildcard-resource": {"enabled": false}}}});
    answer(&mut client, "set_organization_config", &off);
    let config = json!({"wildcard_resource": {"severity": "critical"}});
    let tried = answer(&mut client, "validate_with_config", &json!({"policy": wide(), "config": config}));
    assert_eq!(tried["config_applied"], config);
    assert_eq!(tried["applied_config"]["checks"]["wildcard-resource"]["severity"], "critical");
    let issues = tried["issues"].as_array().unwrap();
    let issue = issues.iter().find(|issue| issue["check_id"] == "wildcard-resource").unwrap();
    assert_eq!(issue["severity"], "critical");
    assert_eq!(tried["is_valid"], true, "a risk, and no error");
    assert_eq!(severity(&mut client, json!({})), None, "the session's stays");
}
