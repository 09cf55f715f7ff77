//! Drafted policies as they are written: languages, files, defaults of the configuration, and other sources than usage.

use std::path::Path;

use serde_json::{Value, json};

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
    assert!(ran.err.contains("is in the way"), "{}", ran.err);
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
