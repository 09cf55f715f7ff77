//! `minimize`: what is taken out, what is written, and what is refused.

use std::fs;

use crate::run::{command, finish, leastwise};

const POLICY: &str = "Version: '2012-10-17' # the language\nStatement:\n- Sid:      Wide\n  Effect:   Allow\n  Action:\n  - s3:Get*\n  - s3:GetObject\n  Resource: '*'\n- Effect:   Allow\n  Action:   s3:GetBucketAcl\n  Resource: arn:aws:s3:::acme\n";
const SMALLER: &str = "Version: '2012-10-17' # the language\nStatement:\n- Sid:      Wide\n  Effect:   Allow\n  Action:\n  - s3:Get*\n  Resource: '*'\n";

fn file(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("policy.yaml");
    fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

#[test]
fn what_is_needless_goes_and_the_rest_keeps_its_layout() {
    let (_folder, path) = file(POLICY);
    let shown = leastwise(&["minimize", &path]);
    assert_eq!((shown.code, fs::read_to_string(&path).unwrap().as_str()), (Some(0), POLICY), "{}", shown.err);
    for says in [
        "-  - s3:GetObject\n",
        "taken out: statement 2: statement `Wide` says as much\n",
        "taken out: `s3:GetObject` in `Action` of statement `Wide`: the rest of the statement says as much\n",
        "2 parts taken out of `",
    ] {
        assert!(shown.out.contains(says), "{says}: {}", shown.out);
    }
    let written = leastwise(&["minimize", &path, "--write"]);
    assert_eq!(
        (written.code, fs::read_to_string(&path).unwrap().as_str()),
        (Some(0), SMALLER),
        "{}",
        written.err
    );
    let again = leastwise(&["minimize", &path]);
    assert_eq!(again.code, Some(0));
    assert!(again.out.starts_with("nothing can be taken out of `"), "{}", again.out);
}

/// What the catalogue knows today makes nothing vanish unless it is asked to.
#[test]
fn facts_of_the_catalogue_count_only_if_asked_for() {
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"},{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"arn:aws:s3:::acme/*"}]}"#;
    let any = finish(command(&["minimize", "-", "--format", "json"]), policy).json();
    assert_eq!(any["dropped"].as_array().unwrap().len(), 0);
    let aws = finish(command(&["minimize", "-", "--worlds", "aws", "--format", "json"]), policy).json();
    assert_eq!(aws["dropped"][0]["why"], "no request meets it");
    assert_eq!(aws["notes"].as_array().unwrap().len(), 1);
    assert!(aws["sizeAfter"].as_u64().unwrap() < aws["sizeBefore"].as_u64().unwrap());
    assert!(aws["text"].as_str().unwrap().contains("sqs:SendMessage"));
}

/// A comment that would lose its place is not taken out; the answer has the policy all the same.
#[test]
fn comments_are_not_lost() {
    let (_folder, path) = file(&POLICY.replace("- s3:GetObject", "- s3:GetObject # the reader"));
    let before = fs::read_to_string(&path).unwrap();
    let ran = leastwise(&["minimize", &path, "--write", "--format", "json"]);
    assert_eq!((ran.code, fs::read_to_string(&path).unwrap()), (Some(0), before));
    let answer = ran.json();
    assert_eq!(answer["written"], false);
    assert!(answer["refused"].as_str().unwrap().contains("comment"));
    assert_eq!(answer["policy"]["Statement"][0]["Action"], serde_json::json!(["s3:Get*"]));
}

#[test]
fn hostile_policies_end() {
    let statements: Vec<_> = (0..1000)
        .map(|at| {
            format!(
                r#"{{"Effect":"Allow","Action":["s3:*{at}*","sqs:?{at}*"],"Resource":"arn:aws:s3:::*{at}*"}}"#
            )
        })
        .collect();
    let policy = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","));
    let ran = finish(command(&["minimize", "-", "--format", "json"]), &policy);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}
