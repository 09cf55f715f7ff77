//! The command line: what is printed, and how runs end.

use std::io::Read;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::run::{command, finish, leastwise};

const BROKEN: &str = "examples/policies/broken.json";

#[test]
fn a_finding_points_at_its_place_and_fails_the_run() {
    let ran = leastwise(&["validate", BROKEN]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains(&format!("--> {BROKEN}:7:18\n")), "{}", ran.out);
    assert!(ran.out.contains("did you mean `s3:GetObject`?"), "{}", ran.out);
    assert!(!ran.out.contains('\u{1b}'), "no colour but on a terminal");
    let clean = leastwise(&["validate", "examples/policies/reader.json"]);
    assert_eq!((clean.out.as_str(), clean.code), ("no findings in 1 document\n", Some(0)));
}

#[test]
fn the_json_of_validate_has_the_promised_shape() {
    let report = leastwise(&["validate", BROKEN, "--format", "json"]).json();
    let document = &report["documents"][0];
    assert_eq!((&document["path"], &document["kind"]), (&json!(BROKEN), &json!("identity")));
    let finding = &document["findings"][0];
    assert_eq!(finding["id"], "invalid-action");
    assert_eq!(finding["aliases"][0], "INVALID_ACTION");
    assert_eq!(finding["pointer"], "/Statement/0/Action/0");
    let text = std::fs::read_to_string(crate::run::workspace().join(BROKEN)).unwrap();
    let offset = |end: &str| usize::try_from(finding["span"][end]["offset"].as_u64().unwrap()).unwrap();
    assert_eq!(&text[offset("start")..offset("end")], "\"s3:GetObjet\"");
    assert_eq!(finding["fix"]["edits"].as_array().unwrap().len(), 1);
    assert_eq!(report["summary"]["failed"], true);
    let counted =
        report["summary"]["bySeverity"].as_object().unwrap().values().map(|count| count.as_u64().unwrap());
    assert_eq!(counted.sum::<u64>(), document["findings"].as_array().unwrap().len() as u64);
}

/// A document of one long line is not printed again with each of its findings.
#[test]
fn a_minified_document_gives_short_text() {
    let statement = r#"{"Effect":"Allow","Action":"s3:GetObjet","Resource":"*"}"#;
    let policy = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, vec![statement; 300].join(","));
    let ran = finish(command(&["validate", "-", "--only", "invalid-action"]), &policy);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.out.matches("error[invalid-action]").count(), 300);
    assert!(ran.out.contains("--> -:1:65\n"), "{}", &ran.out[..500]);
    assert!(ran.out.len() < 300 * 200, "{} bytes", ran.out.len());
}

#[test]
fn the_failing_severity_decides_the_exit_code() {
    let code = |fail_on| {
        leastwise(&["validate", BROKEN, "--only", "action-resource-mismatch", "--fail-on", fail_on]).code
    };
    assert_eq!(code("high"), Some(0), "a warning is below high");
    assert_eq!(code("warning"), Some(1));
    assert_eq!(code("never"), Some(0));
}

#[test]
fn standard_input_is_a_document() {
    let policy = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObjet", "Resource": "*"}]}"#;
    let ran = finish(command(&["validate", "-"]), policy);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("--> -:1:"), "{}", ran.out);
}

#[test]
fn sarif_names_rules_places_and_fixes() {
    let log = leastwise(&["validate", BROKEN, "--format", "sarif"]).json();
    let run = &log["runs"][0];
    assert_eq!((&log["version"], &run["tool"]["driver"]["name"]), (&json!("2.1.0"), &json!("leastwise")));
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    let mut fingerprints = std::collections::BTreeSet::new();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(rules[index].get("name").is_none(), "a name that repeats the id says nothing");
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], BROKEN);
        let region = |name: &str| place["region"][name].as_u64().unwrap();
        assert!((region("startLine"), region("startColumn")) <= (region("endLine"), region("endColumn")));
        assert!(region("startLine") >= 1 && region("startColumn") >= 1);
        assert!(fingerprints.insert(result["partialFingerprints"]["leastwise/v1"].as_str().unwrap()));
        for fix in result["fixes"].as_array().into_iter().flatten() {
            let change = &fix["artifactChanges"][0];
            assert_eq!(change["artifactLocation"]["uri"], BROKEN);
            assert!(change["replacements"][0]["deletedRegion"]["startLine"].is_u64());
        }
    }
    assert!(results.iter().any(|result| result["fixes"].is_array()));
}

/// In = used + skipped, and what is generated allows actions that exist.
#[test]
fn logs_become_usage_and_usage_becomes_policies() {
    let folder = tempfile::tempdir().unwrap();
    let usage = folder.path().join("usage.json");
    let usage = usage.to_str().unwrap();
    let analyzed = leastwise(&["analyze", "examples/cloudtrail", "-o", usage, "--format", "json"]).json();
    let skipped: u64 =
        analyzed["skipped"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(analyzed["in"].as_u64().unwrap(), analyzed["used"].as_u64().unwrap() + skipped);

    let from_logs = leastwise(&["generate", "--trail", "examples/cloudtrail", "--format", "json"]).json();
    let from_usage = leastwise(&["generate", "--usage", usage, "--format", "json"]).json();
    assert_eq!(from_logs, from_usage);
    let mut documents = 0;
    for of in from_logs["principals"].as_array().unwrap() {
        for policy in of["policies"].as_array().unwrap() {
            let text = policy["document"].to_string();
            let checked = finish(command(&["validate", "-", "--fail-on", "error"]), &text);
            assert_eq!(checked.code, Some(0), "{}", checked.out);
            documents += 1;
        }
    }
    assert!(documents > 0);

    let quiet = leastwise(&["analyze", "examples/cloudtrail", "--quiet"]);
    assert_eq!((quiet.out.as_str(), quiet.code), ("", Some(0)));
}

#[test]
fn one_principal_can_be_asked_for() {
    let arn = "arn:aws:iam::111122223333:role/ci-deployer";
    let one =
        leastwise(&["generate", "--trail", "examples/cloudtrail", "--principal", arn, "--format", "json"])
            .json();
    assert_eq!(one["principals"].as_array().unwrap().len(), 1);
    assert_eq!(one["principals"][0]["principal"], arn);
    let wrong = leastwise(&["generate", "--trail", "examples/cloudtrail", "--principal", "ci-deployer"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains(arn), "{}", wrong.err);
}

#[test]
fn lists_come_in_pages() {
    let all = leastwise(&["query", "actions", "s3", "--format", "json"]).json();
    let names = |page: &Value| page["actions"].as_array().unwrap().clone();
    let page =
        leastwise(&["query", "actions", "s3", "--limit", "5", "--offset", "3", "--format", "json"]).json();
    assert_eq!(names(&page), names(&all)[3..8]);
    assert_eq!((&page["total"], &page["truncated"]), (&all["total"], &json!(true)));
    assert_eq!(all["truncated"], false);
}

#[test]
fn filters_narrow_the_actions() {
    let names = |arguments: &[&str]| -> Vec<String> {
        let arguments = [&["query", "actions", "s3", "--format", "json"], arguments].concat();
        let list = leastwise(&arguments).json()["actions"].clone();
        serde_json::from_value(list).unwrap()
    };
    assert!(names(&["--name", "getobjecttagg*"]) == ["s3:GetObjectTagging"]);
    assert!(names(&["--level", "tagging"]).contains(&"s3:PutObjectTagging".to_owned()));
    assert!(!names(&["--level", "tagging"]).contains(&"s3:GetObject".to_owned()));
    assert!(names(&["--resource-type", "bucket"]).contains(&"s3:ListBucket".to_owned()));
    assert!(!names(&["--resource-type", "bucket"]).contains(&"s3:GetObject".to_owned()));
    assert!(names(&["--resource-type", "*"]).contains(&"s3:ListAllMyBuckets".to_owned()));
    assert!(names(&["--condition-key", "s3:prefix"]).contains(&"s3:ListBucket".to_owned()));
}

#[test]
fn a_reader_who_leaves_is_no_failure() {
    let mut child =
        command(&["query", "actions"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!((told.as_str(), child.wait().unwrap().code()), ("", Some(0)));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_with_130() {
    let mut child = command(&["validate", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    // Waiting for a child closes its input, which would end it in another way.
    let input = child.stdin.take();
    // The handler stands once the program waits for its input.
    std::thread::sleep(std::time::Duration::from_millis(500));
    let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    drop(input);
}

#[test]
fn no_command_prints_help_and_completions_are_scripts() {
    for arguments in [&[][..], &["query"], &["catalog"]] {
        let ran = leastwise(arguments);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains("Usage: leastwise"), "{ran:?}");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = leastwise(&["completions", shell]);
        assert!(ran.code == Some(0) && ran.out.contains("validate"), "{shell}");
    }
}
