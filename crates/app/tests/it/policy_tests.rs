//! Unit tests of policies: `leastwise test`.

use std::fs;

use serde_json::{Value, json};

use crate::run::{Ran, command, finish, leastwise, workspace};
use crate::simulate::{Folder, USER, allow, policy};

fn test_in(folder: &Folder, arguments: &[&str]) -> Ran {
    let mut command = command(&[&["test"], arguments].concat());
    command.current_dir(folder.0.path());
    finish(command, "")
}

/// What becomes of `never` rules: whether each holds, and the first reason.
fn never(policy: &Value, rules: &Value) -> Vec<(bool, String)> {
    let folder = Folder::of(&[("p.json", policy.clone()), ("p.iamtest.json", json!({"never": rules}))]);
    let ran = test_in(&folder, &["--format", "json"]);
    let answer = ran.json();
    let cases = answer["files"][0]["cases"].as_array().unwrap();
    assert_eq!(ran.code, Some(i32::from(cases.iter().any(|case| case["ok"] != true))), "{ran:?}");
    let of = |case: &Value| (case["ok"] == true, case["reasons"][0].as_str().unwrap().to_owned());
    cases.iter().map(of).collect()
}

fn holds(policy: &Value, rule: &Value) -> bool {
    never(policy, &json!([rule]))[0].0
}

#[test]
fn the_tests_beside_an_example_hold() {
    let ran = leastwise(&["test", "examples", "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    assert_eq!(ran.json()["summary"], json!({"files": 1, "cases": 7, "passed": 7, "failed": 0}));
}

#[test]
fn a_case_fails_with_its_place_in_every_format() {
    let folder = Folder::of(&[
        ("p.json", allow("s3:Get*", "*")),
        (
            "p.iamtest.json",
            json!({"cases": [
                {"name": "read", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k", "expect": "Allowed"},
                {"name": "write", "action": "s3:PutObject", "resource": "arn:aws:s3:::b/k", "expect": "Allowed"},
            ]}),
        ),
    ]);
    let ran = test_in(&folder, &[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(lines[0], "p.iamtest.json: 1 passed, 1 failed");
    assert!(lines[1].starts_with("  ok    Allowed           read "), "{ran:?}");
    assert!(lines[2].starts_with("  FAIL  ImplicitlyDenied  write  expected Allowed: "), "{ran:?}");
    assert!(lines[2].contains("(p.iamtest.json:1:"), "{ran:?}");
    assert_eq!(lines[3], "1 file: 2 cases, 1 passed, 1 failed");
    let ran = test_in(&folder, &["p.iamtest.json", "--format", "junit"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("<testsuite name=\"p.iamtest.json\" tests=\"2\" failures=\"1\">"), "{ran:?}");
    assert_eq!(ran.out.matches("<failure ").count(), 1, "{ran:?}");
}

#[test]
fn never_is_proven_for_all_actions_and_resources() {
    let some = allow("s3:GetObject", "arn:aws:s3:::acme/*");
    for (rule, is) in [
        (json!("iam:*"), true),
        (json!("s3:Put*"), true),
        (json!("s3:*"), false),
        (json!("s3:GetObject"), false),
        (json!({"action": "s3:GetObject", "resource": "arn:aws:s3:::acme-ledger/*"}), true),
        (json!({"action": ["s3:PutObject", "s3:GetObject"], "resource": "arn:aws:s3:::other/*"}), true),
        (json!({"action": "s3:GetObject", "resource": "arn:aws:s3:::ac*"}), false),
    ] {
        assert_eq!(holds(&some, &rule), is, "{rule}");
    }
    let decided = never(&some, &json!(["s3:Get*"]));
    assert!(decided[0].1.starts_with("`s3:GetObject` on `arn:aws:s3:::acme/"), "{decided:?}");
}

/// A key that nobody speaks of may have any value, or be absent.
#[test]
fn never_holds_whatever_else_the_request_has() {
    let with_mfa = policy(&json!({"Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*",
        "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}));
    let rule = |context: Value| json!({"action": "s3:DeleteObject", "context": context});
    let decided = never(&with_mfa, &json!(["s3:DeleteObject"]));
    assert!(!decided[0].0 && decided[0].1.starts_with("not proven: "), "{decided:?}");
    assert!(decided[0].1.contains("aws:MultiFactorAuthPresent"), "{decided:?}");
    assert!(holds(&with_mfa, &rule(json!({"aws:MultiFactorAuthPresent": false}))));
    assert!(holds(&with_mfa, &rule(json!({"aws:multifactorauthpresent": null}))));
    assert!(!holds(&with_mfa, &rule(json!({"aws:MultiFactorAuthPresent": true}))));
    let own = allow("s3:GetObject", "arn:aws:s3:::acme/${aws:PrincipalTag/team}/*");
    let other = |context: Value| json!({"action": "s3:GetObject", "resource": "arn:aws:s3:::acme/b/*", "context": context});
    assert!(!holds(&own, &other(json!({}))));
    assert!(holds(&own, &other(json!({"aws:PrincipalTag/team": "a"}))));
    let until = policy(&json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
        "Condition": {"DateLessThan": {"aws:CurrentTime": "2001-01-01T00:00:00Z"}}}));
    assert!(!holds(&until, &json!("s3:GetObject")), "a clock may stand at any time");
}

/// What the file gives no policy for is no reason for a proof.
#[test]
fn never_does_not_rest_on_policies_that_are_not_given() {
    let key = json!({"action": "kms:Decrypt", "resource": "arn:aws:kms:eu-west-1:111122223333:key/a"});
    assert!(!holds(&allow("kms:*", "*"), &key), "a key policy may leave it to the account");
    assert!(holds(&allow("s3:*", "*"), &key));
    let foreign = policy(
        &json!({"Effect": "Allow", "Principal": {"AWS": "999999999999"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}),
    );
    let asked_by = |principal: &str| json!({"action": "s3:*", "principal": principal});
    assert!(!holds(&foreign, &asked_by("arn:aws:iam::999999999999:role/x")), "its own account may let it");
    assert!(holds(&foreign, &asked_by("arn:aws:iam::888888888888:role/x")));
    assert!(holds(&foreign, &asked_by("anonymous")));
    assert!(!holds(&foreign, &json!("s3:*")), "nobody is named");
    let scp = json!([{"id": "r", "policies": [allow("*", "*"), policy(&json!({"Effect": "Deny", "Action": "iam:Delete*", "Resource": "*"}))]}]);
    let folder = Folder::of(&[(
        "scp.iamtest.json",
        json!({"policies": {"scps": scp}, "never": ["iam:DeleteRole", "iam:CreateRole"]}),
    )]);
    let answer = test_in(&folder, &["--format", "json"]).json();
    let cases = &answer["files"][0]["cases"];
    assert_eq!((&cases[0]["ok"], &cases[1]["ok"]), (&json!(true), &json!(false)), "{answer}");
}

/// A rule that can never fail is worth nothing.
#[test]
fn a_misspelled_action_is_not_proven() {
    let nothing = allow("s3:GetObject", "*");
    let decided = never(&nothing, &json!(["iam:PasRole", "iam:Gibberish*", "PassRole"]));
    assert!(decided.iter().all(|(holds, why)| !holds && why.starts_with("not proven: ")), "{decided:?}");
    assert!(decided[0].1.contains("did you mean `iam:PassRole`?"), "{decided:?}");
}

#[test]
fn policies_may_be_named_with_paths_from_the_file_on() {
    let folder = Folder::of(&[("read.json", allow("s3:Get*", "*"))]);
    fs::create_dir(folder.0.path().join("tests")).unwrap();
    let test = json!({
        "policies": {"identityPolicies": ["../read.json"]},
        "principal": USER,
        "cases": [{"action": "s3:GetObject", "expect": "Allowed"}],
    });
    fs::write(folder.0.path().join("tests/any.iamtest.json"), test.to_string()).unwrap();
    let ran = test_in(&folder, &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn broken_files_are_refused_with_their_places() {
    let cases = r#""cases": [{"action": "s3:GetObject", "expect": "Allowed"}]"#;
    for (name, text, says) in [
        ("p.iamtest.json", "", "p.iamtest.json:1:1: the document is empty"),
        ("p.iamtest.json", "7", "p.iamtest.json:1:1: expected an object, found a number"),
        ("p.iamtest.json", "{}", "p.iamtest.json:1:1: there are neither `cases` nor `never`"),
        ("p.iamtest.yaml", "never: iam:*", "p.iamtest.yaml:1:8: expected a list, found a string"),
        (
            "p.iamtest.yaml",
            "never: [7]",
            "p.iamtest.yaml:1:9: expected an action or an object, found a number",
        ),
        ("p.iamtest.yaml", "never: [{}]", "p.iamtest.yaml:1:9: there is no `action`"),
        ("p.iamtest.yaml", "never: [{action: []}]", "p.iamtest.yaml:1:9: there is no `action`"),
        ("p.iamtest.yaml", "never: [{action: a:b, resorce: x}]", "did you mean `resource`?"),
        ("p.iamtest.yaml", "cases: [{action: 's3:GetObject'}]", "p.iamtest.yaml:1:9: there is no `expect`"),
        (
            "p.iamtest.yaml",
            "nver: []",
            "p.iamtest.yaml:1:1: there is no key `nver` here; did you mean `never`?",
        ),
        (
            "q.iamtest.json",
            &format!("{{{cases}}}"),
            "q.iamtest.json:1:1: no policy `q.json`, `q.yaml` or `q.yml`",
        ),
        (
            "p.iamtest.json",
            &format!(r#"{{"policies": {{"identityPolicies": ["no.json"]}}, {cases}}}"#),
            "p.iamtest.json:1:14: the identity policy cannot be read: `no.json` does not exist",
        ),
        (
            "p.iamtest.json",
            &format!(r#"{{"policies": {{"policy": 1}}, {cases}}}"#),
            "there is no key `policy` here",
        ),
        (
            "p.iamtest.json",
            &format!(r#"{{"policies": {{}}, {cases}}}"#),
            "p.iamtest.json:1:14: there is no policy",
        ),
        ("p.iamtest.json", &format!("{{{cases}"), "p.iamtest.json:1:"),
    ] {
        let folder = Folder::of(&[("p.json", allow("s3:Get*", "*"))]);
        fs::write(folder.0.path().join(name), text).unwrap();
        let ran = test_in(&folder, &[]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{text}: {ran:?}");
        assert!(ran.err.starts_with("error: ") && ran.err.contains(says), "{says}: {}", ran.err);
    }
}

#[test]
fn what_is_no_test_is_refused() {
    let folder = Folder::of(&[("p.json", allow("s3:Get*", "*"))]);
    for (arguments, says) in [
        (&[][..], "no policy test below `.`"),
        (&["p.json"], "`p.json` is a policy, and no test of one"),
        (&["missing"], "`missing` does not exist"),
    ] {
        let ran = test_in(&folder, arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.contains(says), "{says}: {}", ran.err);
    }
    fs::write(folder.0.path().join("p.yaml"), "Statement: []").unwrap();
    fs::write(folder.0.path().join("p.iamtest.yaml"), "never: ['iam:*']").unwrap();
    let ran = test_in(&folder, &[]);
    assert!(ran.code == Some(2) && ran.err.contains("`p.json` and `p.yaml` lie beside it"), "{ran:?}");
    fs::remove_file(folder.0.path().join("p.yaml")).unwrap();
    fs::write(folder.0.path().join("p.json"), "{\"Statement\": [").unwrap();
    let ran = test_in(&folder, &[]);
    assert!(ran.code == Some(2) && ran.err.starts_with("error: p.json:1:"), "{ran:?}");
}

/// The page on policy tests shows a file that holds.
#[test]
fn the_example_of_the_page_holds() {
    let page = fs::read_to_string(workspace().join("docs/test.md")).unwrap().replace("\r\n", "\n");
    let block = page.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    let team = fs::read_to_string(workspace().join("examples/simulate/team.json")).unwrap();
    let folder = Folder::of(&[("team.json", serde_json::from_str(&team).unwrap())]);
    fs::write(folder.0.path().join("team.iamtest.yaml"), block).unwrap();
    let ran = test_in(&folder, &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
}
