//! What reports write, and what they refuse to.

use std::fs;

use serde_json::{Value, json};

use crate::report::{SIDES, between, in_folder, report, with};
use crate::report_requests::logs;
use crate::run::{command, finish};
use crate::simulate::{USER, allow};

const FILES: [&str; 4] = ["diff.md", "report.html", "report.json", "report.sarif"];

#[test]
fn four_files_are_written_and_the_same_every_time() {
    let folder = between(&allow("s3:Get*", "*"), &allow("s3:*", "*"));
    let ran = report(&folder, &SIDES);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(in_folder(&folder, "artifacts"), FILES);
    let read = |name: &str| fs::read_to_string(folder.0.path().join(name)).unwrap();
    assert_eq!(read("artifacts/diff.md"), ran.out);
    for metric in [
        "Allowed action delta",
        "Resource concreteness ratio",
        "AccessDenied change",
        "High-risk permissions",
    ] {
        assert!(ran.out.contains(&format!("| {metric} |")), "{}", ran.out);
    }
    let again = report(&folder, &with(&["--out", "again/and", "--format", "json"]));
    for name in FILES {
        assert_eq!(read(&format!("artifacts/{name}")), read(&format!("again/and/{name}")), "{name}");
    }
    let mut answer = again.json();
    let written: Vec<_> = ["diff.md", "report.json", "report.sarif", "report.html"]
        .map(|name| format!("again/and/{name}"))
        .into();
    assert_eq!(answer["written"], json!(written));
    answer.as_object_mut().unwrap().remove("written");
    assert_eq!(serde_json::from_str::<Value>(&read("artifacts/report.json")).unwrap(), answer);
    // Nothing is loaded.
    let page = read("artifacts/report.html");
    for loads in ["http://", "https://", "src=", "<link", "<script", "@import", "url("] {
        assert!(!page.contains(loads), "{loads}");
    }
    let log: Value = serde_json::from_str(&read("artifacts/report.sarif")).unwrap();
    let run = &log["runs"][0];
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "after.json", "{result}");
    }
}

#[test]
fn the_order_of_files_and_of_what_is_in_them_changes_nothing() {
    let folder = between(&allow("dynamodb:*", "*"), &allow("dynamodb:GetItem", "*"));
    let logs = logs();
    let records = logs["Records"].as_array().unwrap();
    let write = |name: &str, records: Vec<&Value>| {
        fs::write(folder.0.path().join(name), json!({"Records": records}).to_string()).unwrap();
    };
    write("all.json", records.iter().collect());
    write("odd.json", records.iter().step_by(2).rev().collect());
    write("even.json", records.iter().skip(1).step_by(2).collect());
    let run = |usage: &[&str]| {
        let ran = report(&folder, &with(&[&["--format", "json", "--usage"], usage].concat()));
        assert_eq!(ran.code, Some(1), "{ran:?}");
        ran.out
    };
    let all = run(&["all.json"]);
    assert_eq!(run(&["odd.json", "even.json"]), all);
    assert_eq!(run(&["even.json", "odd.json"]), all);
}

/// Over the wire files are written only where the request says.
#[test]
fn a_request_that_names_no_folder_writes_nothing() {
    let folder = between(&allow("s3:Get*", "*"), &allow("s3:GetObject", "*"));
    let request = json!({
        "before": [{"path": "before.json"}], "after": [allow("s3:GetObject", "*")],
        "allowlist": [[{"pattern": "s3:*", "reason": "r", "thresholds": ["new-access"]}]], "today": "2026-11-22",
        "failOn": ["new-access", "unused>1"], "usage": ["log.json"],
    });
    fs::write(folder.0.path().join("log.json"), logs().to_string()).unwrap();
    let mut command = command(&["report", "--request", "-", "--format", "json"]);
    command.current_dir(folder.0.path());
    let ran = finish(command, &request.to_string());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.json()["pairs"][0]["after"], json!(["after: policy"]));
    assert!(!folder.0.path().join("artifacts").exists());
}

#[test]
fn what_is_at_fault_is_refused_and_nothing_is_written() {
    let folder = between(&allow("s3:Get*", "*"), &allow("s3:GetObject", "*"));
    let write = |name: &str, text: &str| fs::write(folder.0.path().join(name), text).unwrap();
    write("broken.json", r#"{"Version": "2012-10-17", "Statement": ["#);
    write("none.json", r#"{"a": 1}"#);
    write(
        "trust.json",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}}"#,
    );
    write("w-reason.yaml", "- pattern: s3:*\n");
    write("w-all.yaml", "- { pattern: '*', reason: r }\n");
    write("w-both.yaml", "- { pattern: '*:*', reason: r }\n");
    write("w-any.yaml", "- { pattern: '*', resource: '**', reason: r }\n");
    for (name, pattern, resource) in [
        ("w-one", "*", "?*"),
        ("w-arns", "?*:*", "arn:*"),
        ("w-partition", "*:?*", "arn:aws:*"),
        ("w-fields", "*", "arn:*:*:*:*:*"),
    ] {
        let text = format!("- {{ pattern: '{pattern}', resource: '{resource}', reason: r }}\n");
        write(&format!("{name}.yaml"), &text);
    }
    write("w-day.yaml", "- { pattern: 's3:*', reason: r, expiry: 31.12.2026 }\n");
    write("w-key.yaml", "- { pattern: 's3:*', reasn: r }\n");
    write("w-text.yaml", "just a text\n");
    write("file", "");
    for (arguments, says) in [
        (vec!["--before", "missing.json", "--after", "after.json"], "`missing.json`"),
        (vec!["--before", "broken.json", "--after", "after.json"], "broken.json:1:"),
        (vec!["--before", "none.json", "--after", "after.json"], "it has no `Statement`"),
        (vec!["--before", "before.json", "--after", "trust.json"], "no access in common"),
        (with(&["--fail-on", "new-denials"]), "`new-denials` needs usage or cases"),
        (with(&["--fail-on", "unused>3"]), "`unused>3` needs usage"),
        (with(&["--fail-on", "new-acess"]), "did you mean `new-access`?"),
        (with(&["--today", "tomorrow"]), "`tomorrow` is not a day"),
        (with(&["--usage", "none.json"]), "no record in `none.json` can be used (1 not-cloudtrail)"),
        (with(&["--cases", "none.json"]), "expected a list of cases"),
        (with(&["--allowlist", "w-reason.yaml"]), "w-reason.yaml:1:3: a waiver without a reason"),
        (with(&["--allowlist", "w-all.yaml"]), "this would waive everything"),
        (with(&["--allowlist", "w-both.yaml"]), "this would waive everything"),
        (with(&["--allowlist", "w-any.yaml"]), "this would waive everything"),
        (with(&["--allowlist", "w-one.yaml"]), "this would waive everything"),
        (with(&["--allowlist", "w-arns.yaml"]), "this would waive everything"),
        (with(&["--allowlist", "w-partition.yaml"]), "this would waive everything"),
        (with(&["--allowlist", "w-fields.yaml"]), "this would waive everything"),
        (with(&["--allowlist", "w-day.yaml"]), "`31.12.2026` is not a day"),
        (with(&["--allowlist", "w-key.yaml"]), "did you mean `reason`?"),
        (with(&["--allowlist", "w-text.yaml"]), "expected a list of waivers"),
        (with(&["--out", "file"]), "`file`"),
    ] {
        let ran = report(&folder, &arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {ran:?}");
        assert!(ran.err.contains(says), "{arguments:?}: {}", ran.err);
        assert_eq!(in_folder(&folder, "artifacts"), Vec::<String>::new(), "{arguments:?}");
    }
}

/// Names are chosen by whoever writes policies and logs.
#[test]
fn text_of_others_stays_text() {
    let evil = "</p><script>alert(1)</script>\n# `x` | **b** \u{202e}\u{1b}[2K";
    let resource = format!("arn:aws:s3:::acme/{evil}");
    let folder = between(
        &allow("s3:GetObject", "arn:aws:s3:::acme/k"),
        &crate::report::statements(&[
            json!({"Sid": evil, "Effect": "Allow", "Action": "s3:GetObject", "Resource": [resource, format!("arn:aws:s3:::{evil}*")]}),
        ]),
    );
    let cases = json!([{"name": evil, "action": "s3:GetObject", "resource": "arn:aws:s3:::acme/k", "principal": USER}]);
    fs::write(folder.0.path().join("cases.json"), cases.to_string()).unwrap();
    let waiver = json!([{"pattern": "sqs:*", "reason": evil, "owner": evil}]);
    fs::write(folder.0.path().join("waivers.json"), waiver.to_string()).unwrap();
    let ran = report(
        &folder,
        &with(&["--cases", "cases.json", "--allowlist", "waivers.json", "--today", "2026-11-22"]),
    );
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let page = fs::read_to_string(folder.0.path().join("artifacts/report.html")).unwrap();
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;"), "{page}");
    for text in [&page, &ran.out] {
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
    }
    assert!(
        !ran.out.lines().any(|line| line.starts_with("# ") && line != "# Permission report"),
        "{}",
        ran.out
    );
    // In Markdown it stands in code, or its marks are escaped.
    for line in ran.out.lines().skip(3) {
        let outside: String = line.replace(r"\<", "").replace(r"\*", "").split('`').step_by(2).collect();
        assert!(!outside.contains("<script") && !outside.contains(" **"), "{line}");
    }
}
