//! Drafted policies as they are written: languages, files, defaults of the configuration, and other sources than usage.

use std::path::Path;

use serde_json::{Value, json};

use crate::mcp::Client;
use crate::run::{Ran, command, finish};

const ROLE: &str = "arn:aws:iam::111122223333:role/app/web";
const OTHER: &str = "arn:aws:iam::444455556666:role/web";
/// Object keys are chosen by whoever may write to the bucket.
const HOSTILE: &str = "a'b\"c\\d ${x} $${y} %{z} `id` $(id)\n# e é \u{1F600}";

/// A folder with a log in which two roles read objects of these names.
fn logs() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let call = |id: usize, role: &str, key: &str| {
        json!({
            "eventVersion": "1.11", "eventType": "AwsApiCall", "eventTime": "2026-11-20T08:00:00Z",
            "eventSource": "s3.amazonaws.com", "eventName": "GetObject", "awsRegion": "eu-west-1",
            "eventID": format!("00000000-0000-4000-a000-{id:012}"), "recipientAccountId": &role[13..25],
            "userIdentity": { "type": "AssumedRole", "accountId": &role[13..25],
                "sessionContext": { "sessionIssuer": { "type": "Role", "arn": role } } },
            "resources": [{ "ARN": format!("arn:aws:s3:::data/{key}") }]
        })
    };
    let events = [call(1, ROLE, HOSTILE), call(2, ROLE, "plain.csv"), call(3, OTHER, "other.csv")];
    std::fs::create_dir(folder.path().join("logs")).unwrap();
    std::fs::write(folder.path().join("logs/log.json"), json!({ "Records": events }).to_string()).unwrap();
    folder
}

/// Runs in that folder, which is the root of a repository.
fn run_in(folder: &Path, arguments: &[&str]) -> Ran {
    std::fs::create_dir_all(folder.join(".git")).unwrap();
    let mut command = command(arguments);
    command.current_dir(folder);
    finish(command, "")
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

const GENERATE: &[&str] = &["generate", "--trail", "logs"];

fn generate(folder: &Path, more: &[&str]) -> Ran {
    run_in(folder, &[GENERATE, more].concat())
}

/// The policies as the plain answer has them.
fn policies(folder: &Path) -> Vec<Value> {
    let answer = generate(folder, &["--format", "json"]).json();
    let principals = answer["principals"].as_array().unwrap().iter();
    principals.map(|of| of["policies"][0]["document"].clone()).collect()
}

#[test]
fn json_is_the_policies_and_nothing_else() {
    let folder = logs();
    let ran = generate(folder.path(), &["--as", "json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let read: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(&ran.out).into_iter().collect();
    assert_eq!(read.unwrap(), policies(folder.path()));
    assert!(policies(folder.path())[0].to_string().contains("data/a'b"));
}

#[test]
fn every_language_is_the_same_from_run_to_run_and_has_its_notes_as_comments() {
    let folder = logs();
    for (language, part) in [
        ("yaml", "Version: \"2012-10-17\"\n"),
        ("terraform", "resource \"aws_iam_role_policy_attachment\" \"web_used_"),
        ("terraform-document", "data \"aws_iam_policy_document\" \"web_used_"),
        ("cloudformation", "    Type: AWS::IAM::ManagedPolicy\n"),
        ("cli", "aws iam attach-role-policy --role-name 'web' --policy-arn \"$arn\"\n"),
    ] {
        let ran = generate(folder.path(), &["--as", language]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.out.contains(part), "{language}: {}", ran.out);
        assert!(ran.out.contains("\n# 3 records in 1 file: 3 used, 0 skipped\n"), "{language}: {}", ran.out);
        assert_eq!(generate(folder.path(), &["--as", language]).out, ran.out);
    }
    let answer = generate(folder.path(), &["--as", "terraform", "--format", "json"]).json();
    let files = answer["files"].as_array().unwrap();
    assert_eq!(files[0]["path"], "111122223333-role-web-used.tf");
    assert_eq!(files[0]["policy"], "web-used");
    assert!(files[1]["text"].as_str().unwrap().starts_with(&format!("# {OTHER}\n")));
    assert!(files[0]["text"].as_str().unwrap().contains("$${"), "no interpolation: {files:?}");
}

#[test]
fn each_policy_goes_to_a_file_of_its_own() {
    let folder = logs();
    for (language, extension) in [
        ("json", "json"),
        ("yaml", "yaml"),
        ("terraform", "tf"),
        ("cloudformation", "template.yaml"),
        ("cli", "sh"),
    ] {
        let out = format!("out/{language}");
        let ran = generate(folder.path(), &["--as", language, "-o", &out]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let expected = ["111122223333-role-web-used", "444455556666-role-web-used"]
            .map(|stem| format!("{stem}.{extension}"));
        assert_eq!(names_in(&folder.path().join(&out)), expected);
        assert!(ran.out.starts_with(&format!("wrote {out}/{}\nwrote {out}/", expected[0])), "{}", ran.out);
        assert!(!ran.out.contains("2012-10-17"), "{}", ran.out);
    }
    let written = folder.path().join("out/json/111122223333-role-web-used.json");
    let written: Value = serde_json::from_slice(&std::fs::read(written).unwrap()).unwrap();
    assert_eq!(written, policies(folder.path())[0]);
    let answer = generate(folder.path(), &["-o", "out/json", "--format", "json"]).json();
    assert_eq!(
        answer["files"][0],
        json!({ "principal": ROLE, "policy": "web-used", "path": "out/json/111122223333-role-web-used.json" })
    );
}

#[test]
fn files_are_all_written_or_none() {
    let folder = logs();
    let out = folder.path().join("out");
    std::fs::create_dir_all(out.join("444455556666-role-web-used.json")).unwrap();
    let ran = generate(folder.path(), &["-o", "out"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("444455556666-role-web-used.json` is a folder"), "{}", ran.err);
    assert_eq!(names_in(&out), ["444455556666-role-web-used.json"]);

    let ran = generate(folder.path(), &["-o", "none", "--form", "session", "--as", "cloudformation"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(!folder.path().join("none").exists());
}

/// The shell reads the script, and a stand-in for the AWS CLI tells what it was given.
#[cfg(unix)]
#[test]
fn the_script_gives_the_aws_cli_the_very_policies() {
    use std::os::unix::fs::PermissionsExt;

    let folder = logs();
    let tool = folder.path().join("bin/aws");
    std::fs::create_dir(folder.path().join("bin")).unwrap();
    std::fs::write(&tool, "#!/bin/sh\nprintf '%s\\0' \"$@\" >>calls\nprintf 'ARN'\n").unwrap();
    std::fs::set_permissions(&tool, std::fs::Permissions::from_mode(0o755)).unwrap();
    let script = generate(folder.path(), &["--as", "cli"]).out;
    std::fs::write(folder.path().join("make.sh"), script).unwrap();
    let path = format!("{}:{}", folder.path().join("bin").display(), std::env::var("PATH").unwrap());
    let status = std::process::Command::new("sh")
        .arg("make.sh")
        .current_dir(folder.path())
        .env("PATH", path)
        .status()
        .unwrap();
    assert!(status.success());
    let calls = std::fs::read_to_string(folder.path().join("calls")).unwrap();
    let arguments: Vec<_> = calls.split('\0').collect();
    let given: Vec<Value> = arguments
        .windows(2)
        .filter(|pair| pair[0] == "--policy-document")
        .map(|pair| serde_json::from_str(pair[1]).unwrap())
        .collect();
    assert_eq!(given, policies(folder.path()));
    assert_eq!(arguments.iter().filter(|argument| **argument == "attach-role-policy").count(), 2);
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).unwrap();
}

const DEFAULTS: &str = "\
generate:
  trail: logs
  as: yaml
  principal: [\"arn:aws:iam::111122223333:role/app/*\"]
  include_denied: true
  min-count: 1
";

#[test]
fn the_configuration_holds_defaults_and_the_command_line_goes_first() {
    let folder = logs();
    let folder = folder.path();
    write(folder, "leastwise.yaml", DEFAULTS);
    let by_file = run_in(folder, &["generate"]);
    assert_eq!(by_file.code, Some(0), "{by_file:?}");
    assert!(by_file.out.starts_with(&format!("# {ROLE}: web-used\nVersion: ")), "{}", by_file.out);
    assert!(!by_file.out.contains("other.csv"));

    let by_line = run_in(folder, &["generate", "--as", "json", "--principal", OTHER]);
    assert!(by_line.out.contains("other.csv") && !by_line.out.contains("plain.csv"), "{by_line:?}");
    let none = run_in(folder, &["generate", "--min-count", "9", "--format", "json"]).json();
    assert_eq!(none["principals"][0]["policies"], json!([]));

    write(folder, "request.json", "{\"limit\": 1}");
    let by_request = run_in(folder, &["generate", "--request", "request.json", "--format", "json"]).json();
    assert_eq!(by_request["principals"][0]["principal"], ROLE);
    assert_eq!(by_request["files"][0]["path"], "111122223333-role-web-used.yaml");
    write(
        folder,
        "request.json",
        "{\"principal\": [\"arn:aws:iam::444455556666:role/web\"], \"as\": \"cli\"}",
    );
    let by_request = run_in(folder, &["generate", "--request", "request.json", "--format", "json"]).json();
    assert_eq!(by_request["files"][0]["principal"], OTHER);
    assert_eq!(by_request["files"][0]["path"], "444455556666-role-web-used.sh");

    std::fs::create_dir(folder.join("more")).unwrap();
    write(&folder.join("more"), "c.yaml", "generate: {trail: logs, as: json, principal: \"*other*\"}");
    let named = run_in(folder, &["generate", "--config", "more/c.yaml"]);
    assert!(named.code == Some(2) && named.err.contains("*other*"), "{named:?}");
}

#[test]
fn a_source_of_a_request_stands_for_those_of_the_configuration() {
    let folder = logs();
    let folder = folder.path();
    write(folder, "leastwise.yaml", DEFAULTS);
    let made =
        run_in(folder, &["generate", "--template", "s3-read-only", "--set", "bucket_name=acme-reports"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    assert!(
        made.out.contains("arn:aws:s3:::acme-reports") && !made.out.contains("plain.csv"),
        "{}",
        made.out
    );
    let file = folder.join("usage.json");
    assert_eq!(run_in(folder, &["analyze", "logs", "-o", "usage.json", "-q"]).code, Some(0));
    std::fs::remove_dir_all(folder.join("logs")).unwrap();
    let ran = run_in(folder, &["generate", "--usage", file.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "the folder of the configuration is not read: {ran:?}");
}

#[test]
fn what_is_wrong_with_defaults_is_told_with_its_place_and_the_nearest_name() {
    let folder = logs();
    let folder = folder.path();
    for (name, text, told) in [
        (
            "leastwise.yaml",
            "generate:\n  min_cont: 2\n",
            "leastwise.yaml:2:3: there is no key `min_cont` here; did you mean `min-count`?",
        ),
        ("leastwise.yaml", "generate:\n  min_count: many\n", "leastwise.yaml:2:14: expected a whole number"),
        ("leastwise.yaml", "generate:\n  mode: resorces\n", "did you mean `resources`?"),
        ("leastwise.yaml", "generate:\n  keep-read: on\n", "expected `true` or `false`, found a string"),
        (
            "leastwise.yaml",
            "generate:\n  output: [a, b]\n",
            "leastwise.yaml:2:11: expected a string, found a list",
        ),
        ("leastwise.yaml", "generate:\n  template: x\n", "`--template` is given with each run"),
        (
            "leastwise.yaml",
            "generate:\n  min-count: 1\n  min_count: 2\n",
            "`min_count` sets what `min-count` sets already",
        ),
        ("leastwise.yaml", "genrate:\n  trail: logs\n", "did you mean `generate`?"),
        (
            "iamlp.yml",
            "trail: logs\nexclude_action: iam:*\n",
            "iamlp.yml:2:1: there is no key `exclude_action` here; did you mean `exclude-actions`?",
        ),
        ("iamlp.yml", "generalize: 5\n", "here; did you mean `generalise`?\n"),
        ("iamlp.yml", "trail: logs\nmin-count: x\n", "iamlp.yml:2:12: expected a whole number"),
    ] {
        write(folder, name, text);
        let ran = run_in(folder, &["generate"]);
        assert_eq!(ran.code, Some(2), "{text}: {ran:?}");
        assert!(ran.err.contains(told), "{text}: {}", ran.err);
        let checked = run_in(folder, &["config", "check", name]);
        assert!(checked.code == Some(2) && checked.err.contains(told), "{text}: {checked:?}");
        std::fs::remove_file(folder.join(name)).unwrap();
    }
}

#[test]
fn a_file_of_options_counts_where_there_is_no_configuration_of_ours() {
    let folder = logs();
    let folder = folder.path();
    write(folder, "iamlp.yml", "trail: logs\nexclude_actions:\n  - iam:*\nas: yaml\n");
    write(folder, "iam-validator.yaml", "settings:\n  fail_on_severity: [error]\n");
    let ran = run_in(folder, &["generate"]);
    assert!(ran.code == Some(0) && ran.out.contains("Version: \"2012-10-17\""), "{ran:?}");
    assert_eq!(run_in(folder, &["config", "check", "iamlp.yml"]).code, Some(0));
    let below = folder.join("a/b");
    std::fs::create_dir_all(&below).unwrap();
    let mut command = command(&["generate", "--trail", "../../logs"]);
    command.current_dir(&below);
    assert!(finish(command, "").out.contains("Version: \"2012-10-17\""));

    write(folder, "leastwise.yaml", "generate: {as: terraform}\n");
    let ran = run_in(folder, &["generate", "--trail", "logs"]);
    assert!(ran.out.contains("jsonencode("), "{ran:?}");
    assert_eq!(run_in(folder, &["generate"]).code, Some(2), "the other file is not read");
}

#[test]
fn policies_come_from_actions_and_templates_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let actions = ["generate", "--actions", "s3:GetObject", "--resources", "arn:aws:s3:::acme/*"];
    let built = run_in(
        folder,
        &[
            "build",
            "policy",
            "--action",
            "s3:GetObject",
            "--resource",
            "arn:aws:s3:::acme/*",
            "--format",
            "json",
        ],
    );
    let made = run_in(folder, &[&actions[..], &["--format", "json"]].concat()).json();
    let of = &made["principals"][0];
    assert_eq!(of["policies"][0]["document"], built.json()["policy"]);
    assert_eq!((&of["principal"], &of["policies"][0]["name"]), (&json!("anyone"), &json!("minimal")));
    assert_eq!(of["notes"], built.json()["security_notes"]);

    let template =
        ["generate", "--template", "s3-read-only", "--set", "bucket_name=acme-reports", "--principal", ROLE];
    let ran = run_in(folder, &[&template[..], &["-o", "out", "--as", "terraform"]].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(names_in(&folder.join("out")), ["111122223333-role-web-s3-read-only.tf"]);
    let text = std::fs::read_to_string(folder.join("out/111122223333-role-web-s3-read-only.tf")).unwrap();
    assert!(text.contains("resource \"aws_iam_policy\" \"web_s3_read_only\" {\n"), "{text}");
    assert!(ran.out.contains("# "), "the template's notes are told: {ran:?}");

    let trust =
        ["generate", "--template", "ecs-task", "--set", "account_id=111122223333", "--as", "terraform"];
    assert_eq!(run_in(folder, &trust).code, Some(2));
    for (arguments, told) in [
        (
            &["--actions", "s3:GetObject", "--trail", "logs"][..],
            "a policy comes from one source, and logs or usage and `actions` are given",
        ),
        (&["--actions", "s3:GetObject", "--template", "s3-read-only"], "`actions` and `template` are given"),
        (&["--resources", "*", "--trail", "logs"], "`resources` goes with `actions`"),
        (
            &["--template", "s3-read-only", "--conditions", "StringEquals:aws:RequestedRegion=x"],
            "`conditions` goes with `actions`",
        ),
        (&["--set", "a=b"], "`set` goes with `template`"),
        (&["--template", "s3-read-onli"], "s3-read-only"),
        (&[], "neither logs nor usage files are given"),
    ] {
        let ran = run_in(folder, &[&["generate"], arguments].concat());
        assert_eq!(ran.code, Some(2), "{arguments:?}: {ran:?}");
        assert!(ran.err.contains(told), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn over_mcp_the_configuration_gives_what_a_request_leaves_out() {
    let folder = logs();
    let outside = tempfile::tempdir().unwrap();
    let mut client = Client::with(&["mcp", "--root", folder.path().to_str().unwrap()]);
    let config =
        json!({ "generate": { "trail": ["logs"], "as": "yaml", "limit": 1, "include-denied": true } });
    let set = client.call("set_organization_config", &json!({ "config": config }));
    assert_eq!(set["structuredContent"]["success"], true, "{set}");
    let mut generate =
        |request: Value| client.call("generate_policies", &request)["structuredContent"].clone();
    let by_session = generate(json!({}));
    assert_eq!(by_session["principals"].as_array().unwrap().len(), 1);
    assert!(by_session["files"][0]["text"].as_str().unwrap().contains("Version: \"2012-10-17\""));
    let by_request =
        generate(json!({ "limit": 2, "as": "terraform", "output": "out", "include_denied": false }));
    assert_eq!(by_request["files"].as_array().unwrap().len(), 2);
    assert_eq!(names_in(&folder.path().join("out"))[0], "111122223333-role-web-used.tf");
    let own = generate(json!({ "trail": ["logs"], "config": { "generate": { "as": "json" } } }));
    assert_eq!(
        own["principals"].as_array().unwrap().len(),
        2,
        "its own configuration holds in place of the session's"
    );
    let refused = client.call("generate_policies", &json!({ "output": outside.path().join("out") }));
    assert_eq!(refused["isError"], true, "{refused}");
    assert!(names_in(outside.path()).is_empty());
}
