//! Configuration files from outside: where they are found, what wins, and what they do on every surface.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::mcp::Client;
use crate::run::{Ran, command, finish};

const POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Read", "Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders" },
    { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/app" }
  ]
}
"#;

/// A repository with a policy in a folder of its own.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join(".git")).unwrap();
    fs::create_dir_all(folder.path().join("team")).unwrap();
    fs::write(folder.path().join("team/policy.json"), POLICY).unwrap();
    folder
}

fn run_in(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = command(arguments);
    command.current_dir(folder);
    finish(command, "")
}

/// The findings by check and severity.
fn found(folder: &Path, arguments: &[&str]) -> Vec<(String, String)> {
    let report = run_in(folder, &[arguments, &["--format", "json"]].concat()).json();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let findings = report["documents"][0]["findings"].as_array().unwrap().clone();
    findings.iter().map(|finding| (word(&finding["id"]), word(&finding["severity"]))).collect()
}

fn pair(id: &str, severity: &str) -> (String, String) {
    (id.to_owned(), severity.to_owned())
}

#[test]
fn a_file_above_holds_and_is_named() {
    let repository = repository();
    let team = repository.path().join("team");
    let plain = found(&team, &["validate", "policy.json"]);
    assert!(plain.contains(&pair("service-wildcard-action", "medium")), "{plain:?}");
    fs::write(
        repository.path().join("leastwise.yaml"),
        "settings: {fail_on: critical}\nchecks: {service-wildcard-action: {severity: critical}}\n",
    )
    .unwrap();
    let ran = run_in(&team, &["validate", "policy.json"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("critical[service-wildcard-action]"), "{}", ran.out);
    assert!(ran.out.ends_with("; configured by ../leastwise.yaml\n"), "{}", ran.out);
    let summary = run_in(&team, &["validate", "policy.json", "--format", "json"]).json()["summary"].clone();
    assert_eq!((&summary["config"], &summary["failOn"]), (&json!("../leastwise.yaml"), &json!("critical")));
    // The call wins over the file, and a file that is named over one that is found.
    assert_eq!(run_in(&team, &["validate", "policy.json", "--fail-on", "never"]).code, Some(0));
    fs::write(team.join("other.yaml"), "checks: {service-wildcard-action: {enabled: false}}\n").unwrap();
    let other = found(&team, &["validate", "policy.json", "--config", "other.yaml"]);
    assert!(other.iter().all(|(id, _)| id != "service-wildcard-action"), "{other:?}");
    let only = ["validate", "policy.json", "--config", "other.yaml", "--only", "service-wildcard-action"];
    assert_eq!(
        found(&team, &only),
        [pair("service-wildcard-action", "medium")],
        "asked for by name, it runs"
    );
}

#[test]
fn every_part_of_the_file_has_its_effect() {
    let repository = repository();
    let told = |config: &str| {
        fs::write(repository.path().join("leastwise.yaml"), config).unwrap();
        found(repository.path(), &["validate", "team/policy.json"])
    };
    let has = |findings: &[(String, String)], id: &str| findings.iter().any(|(found, _)| found == id);
    for (config, is_told) in [
        ("", true),
        ("settings: {hide: medium}", false),
        ("checks: {service-wildcard-action: {options: {allowed_services: sqs}}}", false),
        ("checks: {service-wildcard-action: {options: {allowed_services: s3}}}", true),
        ("checks: {service-wildcard-action: {ignore: [{sid: R*}]}}", false),
        ("checks: {service-wildcard-action: {ignore: [{path: team, action: \"sqs:*\"}]}}", false),
        ("checks: {service-wildcard-action: {ignore: [{path: other}]}}", true),
        ("suppressions: [{check: service-wildcard-action, reason: it is theirs}]", false),
        ("policy_types: [{path: team, type: boundary}]", false),
        ("policy_types: [{path: \"*.yaml\", type: boundary}]", true),
    ] {
        assert_eq!(has(&told(config), "service-wildcard-action"), is_told, "{config}");
    }
    let rule = "rules: {required_conditions: [{name: r, severity: low, actions: \"iam:PassRole\", conditions: [{key: iam:PassedToService}]}]}";
    assert!(told(rule).contains(&pair("configured-required-condition", "low")));
}

#[test]
fn checks_are_listed_and_explained_as_they_are_set() {
    let repository = repository();
    fs::write(
        repository.path().join("leastwise.yaml"),
        "checks:\n  admin-access: {severity: low}\n  old-policy-version: {enabled: false}\n",
    )
    .unwrap();
    let list = run_in(repository.path(), &["checks", "list", "--format", "json"]).json();
    let of = |id: &str| {
        let checks = list["result"].as_array().unwrap();
        checks.iter().find(|check| check["check_id"] == id).unwrap().clone()
    };
    assert_eq!(
        (&of("admin-access")["severity"], &of("admin-access")["default_severity"]),
        (&json!("low"), &json!("critical"))
    );
    assert_eq!(of("old-policy-version")["enabled"], false);
    let text = run_in(repository.path(), &["checks", "list"]).out;
    assert!(
        text.lines().any(|line| line.starts_with("old-policy-version") && line.contains(" off ")),
        "{text}"
    );
    let explained = run_in(repository.path(), &["explain", "admin-access", "--format", "json"]).json();
    assert_eq!(explained["configuration"], json!({"enabled": true, "severity": "low"}));
}

#[test]
fn what_is_set_aside_is_not_mended() {
    let repository = repository();
    let policy = repository.path().join("policy.yaml");
    fs::write(
        &policy,
        "Version: 2012-10-17\nStatement:\n  Effect: Allow\n  Action: s3:GetObjet\n  Resource: \"*\"\n",
    )
    .unwrap();
    let changes = |config: &str| {
        fs::write(repository.path().join("leastwise.yaml"), config).unwrap();
        let fixes = run_in(repository.path(), &["fix", "policy.yaml", "--unsafe", "--format", "json"]).json();
        fixes["changes"].as_array().unwrap().len()
    };
    assert_eq!((changes(""), changes("checks: {invalid-action: {enabled: false}}")), (1, 0));
}

#[test]
fn a_faulty_file_ends_the_call() {
    let repository = repository();
    fs::write(repository.path().join("leastwise.yaml"), "check: {}\nsettings: {fail_on: hihg}\n").unwrap();
    for arguments in [&["validate", "team"][..], &["fix", "team"], &["checks", "list"], &["config", "check"]]
    {
        let ran = run_in(repository.path(), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert_eq!(
            ran.err,
            "error: leastwise.yaml:1:1: there is no key `check` here; did you mean `checks`?\n\
             error: leastwise.yaml:2:21: `hihg` is none of the values that may stand here; did you mean `high`?\n"
        );
    }
    let ran = run_in(repository.path(), &["validate", "team", "--config", "missing.yaml"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(2), "error: `missing.yaml` does not exist\n"));
    let ran = run_in(repository.path(), &["validate", "team", "--config", "team"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(2), "error: `team` is a folder\n"));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_ends_the_call() {
    use std::os::unix::fs::PermissionsExt;
    let repository = repository();
    let file = repository.path().join("leastwise.yaml");
    fs::write(&file, "checks: {}\n").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    let ran = run_in(repository.path(), &["validate", "team"]);
    // Whoever may read everything does.
    if fs::read(&file).is_err() {
        assert_eq!((ran.code, ran.err.as_str()), (Some(2), "error: no permission for `leastwise.yaml`\n"));
    }
}

#[test]
fn a_foreign_file_is_read_where_there_is_none_of_ours() {
    let repository = repository();
    let foreign = "settings:\n  parallel: true\nservice_wildcard:\n  severity: critical\n";
    fs::write(repository.path().join("iam-validator.yaml"), foreign).unwrap();
    let ran = run_in(repository.path(), &["validate", "team"]);
    assert!(ran.out.contains("critical[service-wildcard-action]"), "{}", ran.out);
    assert_eq!(ran.err, "warning: iam-validator.yaml:2:3: `parallel` has no effect here\n");
    fs::write(repository.path().join("leastwise.yaml"), "").unwrap();
    let ran = run_in(repository.path(), &["validate", "team"]);
    assert!(ran.out.contains("medium[service-wildcard-action]") && ran.err.is_empty(), "{}", ran.out);
}

#[test]
fn over_mcp_the_server_and_each_request_may_bring_one() {
    let repository = repository();
    let file = repository.path().join("ours.yaml");
    fs::write(
        &file,
        "instructions: Every bucket policy demands TLS.\nchecks: {service-wildcard-action: {severity: critical}}\n",
    )
    .unwrap();
    let root = repository.path().to_str().unwrap();
    let mut client = Client::with(&["mcp", "--root", root, "--config", file.to_str().unwrap()]);
    let instructions = client.welcome["instructions"].as_str().unwrap();
    assert!(instructions.ends_with("\n\nEvery bucket policy demands TLS."), "{instructions}");
    let policy: Value = serde_json::from_str(POLICY).unwrap();
    let mut severity = |config: Option<Value>| {
        let mut request = json!({"policy": {"policy": policy}});
        if let Some(config) = config {
            request["config"] = config;
        }
        let answer = client.call("validate_policy", &request);
        let findings = answer["structuredContent"]["findings"].as_array().unwrap().clone();
        let found = findings.iter().find(|finding| finding["id"] == "service-wildcard-action");
        found.map(|finding| finding["severity"].as_str().unwrap().to_owned())
    };
    assert_eq!(severity(None).as_deref(), Some("critical"));
    let low = json!({"checks": {"service-wildcard-action": {"severity": "low"}}});
    assert_eq!(severity(Some(low)).as_deref(), Some("low"));
    assert_eq!(severity(Some(json!({"text": "service_wildcard: {enabled: false}"}))), None);
    assert_eq!(severity(Some(json!({"path": "ours.yaml"}))).as_deref(), Some("critical"));
    let refused = client.call("validate_policy", &json!({"policy": policy, "config": {"chekcs": {}}}));
    assert_eq!(refused["isError"], true);
    assert_eq!(
        refused["content"][0]["text"],
        "`config/chekcs`: there is no key `chekcs` here; did you mean `checks`?"
    );
    let outside =
        client.call("validate_policy", &json!({"policy": policy, "config": {"path": "/etc/hostname"}}));
    assert_eq!(outside["isError"], true, "a request names files below the roots alone");
}

#[test]
fn a_server_does_not_start_with_a_faulty_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("c.yaml");
    fs::write(&file, "checks: []\n").unwrap();
    let ran = finish(command(&["mcp", "--config", file.to_str().unwrap()]), "");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("c.yaml:1:9: expected an object, found a list"), "{}", ran.err);
}

#[test]
fn the_schema_is_printed_for_editors() {
    let ran = finish(command(&["config", "schema"]), "");
    let schema = ran.json();
    assert_eq!(schema["additionalProperties"], false);
    let severities = &schema["$defs"]["check"]["properties"]["severity"]["enum"];
    assert_eq!(severities.as_array().unwrap().len(), 7);
    let checks = schema["properties"]["checks"]["properties"].as_object().unwrap();
    let options = &checks["service-wildcard-action"]["properties"]["options"]["properties"];
    assert!(options["allowed_services"].is_object());
    assert!(checks.contains_key("configured-required-condition"));
}

#[test]
fn the_configuration_of_the_readme_is_sound() {
    let readme = fs::read_to_string(crate::run::workspace().join("README.md")).unwrap();
    let mut blocks = readme.split("```yaml\n").skip(1).filter_map(|block| block.split("```").next());
    let shown = blocks.find(|block| block.starts_with("settings:")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("leastwise.yaml"), shown).unwrap();
    let checked = run_in(folder.path(), &["config", "check", "--format", "json"]).json();
    assert_eq!((&checked["set"], &checked["rules"]), (&json!(["service-wildcard-action"]), &json!(1)));
    assert_eq!(checked["notes"], json!([]));
}
