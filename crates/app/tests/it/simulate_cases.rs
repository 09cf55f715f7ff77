//! Files of cases: every form of them, and every fault.

use std::fs;

use serde_json::{Value, json};

use crate::run::{Ran, command, finish, leastwise, workspace};
use crate::simulate::{Folder, OBJECT, USER, allow, policy};

fn cases(value: &Value) -> Ran {
    finish(command(&["simulate", "--cases", "-", "--format", "json"]), &value.to_string())
}

#[test]
fn every_probe_is_decided_as_aws_documents_it() {
    let path = "crates/eval/tests/data/probes.json";
    let probes: Value = serde_json::from_str(&fs::read_to_string(workspace().join(path)).unwrap()).unwrap();
    let probes = probes.as_array().unwrap();
    let ran = leastwise(&["simulate", "--cases", path, "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    let answer = ran.json();
    let decided = answer["cases"].as_array().unwrap();
    assert_eq!((probes.len(), decided.len()), (127, 127));
    for (probe, case) in probes.iter().zip(decided) {
        assert_eq!(case["name"], probe["name"]);
        assert_eq!(case["decision"], probe["expected"]["decision"], "{case}");
        assert_eq!(
            (&case["expected"], &case["ok"]),
            (&probe["expected"]["decision"], &json!(true)),
            "{case}"
        );
        assert_eq!(case["blockedBy"] == json!([]), case["decision"] == "Allowed", "{case}");
        assert!(!case["reasons"][0].as_str().unwrap().is_empty(), "{case}");
    }
    assert_eq!(answer["summary"]["passed"], 127);
}

/// Layers, principals, patterns, variables and every kind of condition, with the decisions that the user guide gives.
#[test]
fn every_documented_rule_is_decided_so() {
    let path = "crates/eval/tests/data/documented.json";
    let ran = leastwise(&["simulate", "--cases", path, "--format", "json"]);
    let summary = &ran.json()["summary"];
    assert_eq!((&summary["passed"], &summary["failed"]), (&json!(285), &json!(0)), "{ran:?}");
}

/// A slip in the name of a member would otherwise decide without it.
#[test]
fn a_near_miss_of_a_member_is_refused_and_an_unrelated_one_is_not() {
    let case = |top: &str, of_request: &str| {
        let mut case = json!({"request": {"principal": USER, "action": "s3:GetObject", "resource": OBJECT},
            "identityPolicies": [allow("s3:GetObject", "*")], "expected": {"decision": "Allowed"}});
        case[top] = json!([]);
        case["request"][of_request] = json!({});
        json!([case])
    };
    for (written, meant) in [
        ("permissionsBoundaries", "permissionBoundaries"),
        ("sessionPolicies", "sessionPolicy"),
        ("scp", "scps"),
    ] {
        let ran = cases(&case(written, "mode"));
        assert_eq!(ran.code, Some(2), "{ran:?}");
        let told = format!("there is no key `{written}` here; did you mean `{meant}`?");
        assert!(ran.err.contains(&told) && ran.err.starts_with("error: -:1:"), "{ran:?}");
    }
    let ran = cases(&case("basis", "Context"));
    assert!(ran.err.contains("did you mean `context`?"), "{ran:?}");
    for other in ["basis", "note", "tags", "suite", "description", "mode"] {
        assert_eq!(cases(&case(other, "mode")).code, Some(0), "{other}");
    }
}

/// Every way to write a policy of a case, and one that is none.
#[test]
fn a_broken_policy_is_its_own_cases_affair() {
    let full = |name: &str, policies: &Value| {
        json!({"name": name, "suite": 1, "request": {"principal": USER, "action": "s3:GetObject", "resource": OBJECT},
            "identityPolicies": policies, "expected": {"decision": "Allowed"}})
    };
    let read = allow("s3:GetObject", "*");
    let folder = Folder::of(&[("read.json", read.clone())]);
    let path = folder.0.path().join("read.json");
    let deny = policy(&json!({"Effect": "Deny", "Action": "*", "Resource": "*"}));
    let ran = cases(&json!({"cases": [
        full("inline", &json!([read])),
        full("one", &read),
        full("text", &json!([read.to_string()])),
        full("named", &json!([{"name": "Read", "policy": read}])),
        full("named text", &json!([{"PolicyName": "Read", "PolicyDocument": read.to_string()}])),
        full("file", &json!([path.to_str().unwrap()])),
        full("number", &json!([7])),
        full("cut", &json!(["{\"Version\": "])),
        full("missing file", &json!(["missing.json"])),
        full("empty", &json!([{}])),
        full("statements", &json!([{"Statement": "all"}])),
        full("broken, yet denied", &json!([7, deny])),
        full("none", &json!(null)),
        full("standard input", &json!(["-"])),
    ]}));
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{ran:?}");
    let decisions: Vec<_> = ran.json()["cases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| {
            (case["decision"].as_str().unwrap().to_owned(), case["reasons"][0].as_str().unwrap().to_owned())
        })
        .collect();
    let names =
        |range: std::ops::Range<usize>| decisions[range].iter().map(|it| it.0.as_str()).collect::<Vec<_>>();
    assert_eq!(names(0..6), ["Allowed"; 6], "{decisions:?}");
    assert_eq!(names(6..11), ["Unknown"; 5], "{decisions:?}");
    assert_eq!(names(11..13), ["ExplicitlyDenied", "ImplicitlyDenied"], "{decisions:?}");
    assert_eq!(names(13..14), ["Unknown"], "{decisions:?}");
    assert_eq!(decisions[3].1, "statement 1 of Read allows it");
    for (index, says) in
        [(6, "a number is no policy"), (8, "`missing.json` does not exist"), (9, "it has no `Statement`")]
    {
        assert!(decisions[index].1.contains(says), "{:?}", decisions[index]);
    }
}

/// A fault within a policy does not keep the other cases of the file from being decided.
#[test]
fn a_fault_of_json_within_a_policy_stays_there() {
    let request = r#""request": {"principal": "arn:aws:iam::111122223333:user/ana", "action": "s3:GetObject", "resource": "*"}"#;
    let text = format!(
        r#"[{{"name": "a", {request}, "identityPolicies": [{{"Statement": [], "Statement": [],}}]}}, {{"name": "b", {request}}}]"#
    );
    let ran = finish(command(&["simulate", "--cases", "-", "--format", "json"]), &text);
    let decided = ran.json();
    let decision = |index: usize| decided["cases"][index]["decision"].clone();
    assert_eq!((decision(0), decision(1)), (json!("Unknown"), json!("ImplicitlyDenied")), "{decided}");
    let outside = format!(r#"[{{"name": "a", "name": "b", {request}}}]"#);
    let ran = finish(command(&["simulate", "--cases", "-"]), &outside);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.starts_with("error: -:1:16: "), "{ran:?}");
}

#[test]
fn a_request_that_cannot_be_asked_is_unknown_for_a_reason() {
    let ask = |principal: &str, action: &str, resource: &str| {
        let case = json!([{"request": {"principal": principal, "action": action, "resource": resource}}]);
        let ran = cases(&case);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let case = ran.json()["cases"][0].clone();
        assert_eq!(case["decision"], "Unknown", "{case}");
        case["reasons"][0].as_str().unwrap().to_owned()
    };
    assert!(ask("ana", "s3:GetObject", "*").contains("`ana` is no principal"));
    assert!(ask(USER, "GetObject", "*").contains("`GetObject` is no action"));
    assert!(ask(USER, "s3:GetObject", "bucket").contains("`bucket` is no resource"));
    assert!(ask(USER, "s3:Gett*", "*").contains("matches no action"));
}

#[test]
fn cases_of_a_wrong_shape_are_refused_with_their_places() {
    let request = r#""request": {"action": "s3:GetObject", "principal": null}"#;
    for (text, says) in [
        ("", "-:1:1: the document is empty"),
        ("7", "-:1:1: expected a list of cases, or an object with a list `cases`"),
        (r#"{"cases": 7}"#, "-:1:11: expected a list of cases"),
        ("[7]", "-:1:2: expected an object, found a number"),
        ("[{}]", "-:1:2: there is no `action`"),
        (r#"[{"action": 1}]"#, "-:1:13: expected a string, found a number"),
        (
            r#"[{"action": "s3:GetObject", "resorce": "*"}]"#,
            "-:1:29: there is no key `resorce` here; did you mean `resource`?",
        ),
        (r#"[{"action": "s3:GetObject", "expect": "yes"}]"#, "-:1:39: `yes` is no decision"),
        (r#"[{"action": "s3:GetObject", "context": [1]}]"#, "-:1:40: expected an object, found a list"),
        (r#"[{"request": {}}]"#, "-:1:14: there is no `action`"),
        (r#"[{"request": 1}]"#, "-:1:14: expected an object, found a number"),
        (
            r#"[{"request": {"action": "s3:GetObject", "context": {"a": {}}}}]"#,
            "-:1:58: expected a value or a list of values",
        ),
        (&format!(r#"[{{{request}, "expected": {{"decision": "Perhaps"}}}}]"#), "`Perhaps` is no decision"),
        (&format!(r#"[{{{request}, "scps": ["r-1"]}}]"#), "expected an object, found a string"),
        (&"[".repeat(100_000), "-:1:"),
        (r#"[{"action": "s3:GetObject""#, "-:1:"),
    ] {
        let ran = finish(command(&["simulate", "--cases", "-"]), text);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.err.starts_with("error: ") && ran.err.contains(says), "{says}: {}", ran.err);
    }
}

/// Names in cases may be chosen by whoever attacks.
#[test]
fn control_characters_of_cases_do_not_reach_the_terminal() {
    let case = json!([{"name": "a\u{1b}[2J\nb", "request": {"principal": "x\u{1b}[2J", "action": "s3:GetObject", "resource": "*"}}]);
    for format in ["text", "junit"] {
        let ran = finish(command(&["simulate", "--cases", "-", "--format", format]), &case.to_string());
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(!ran.out.contains('\u{1b}') && ran.out.contains("a\\u{1b}[2J\\nb"), "{ran:?}");
    }
}

#[test]
fn thousands_of_cases_are_one_run() {
    let probes = fs::read_to_string(workspace().join("crates/eval/tests/data/probes.json")).unwrap();
    let probes: Vec<Value> = serde_json::from_str(&probes).unwrap();
    let many: Vec<&Value> = probes.iter().cycle().take(127 * 40).collect();
    let ran = finish(command(&["simulate", "--cases", "-", "--format", "json"]), &json!(many).to_string());
    assert_eq!(ran.json()["summary"]["passed"], 127 * 40);
}

/// The page on cases shows cases that hold.
#[test]
fn the_examples_of_the_page_hold() {
    let page = fs::read_to_string(workspace().join("docs/simulate.md")).unwrap().replace("\r\n", "\n");
    let block = |kind: &str| page.split(kind).nth(1).unwrap().split("```").next().unwrap().to_owned();
    for (block, flags, passed) in [
        (block("```json\n"), &[][..], 1),
        (block("```yaml\n"), &["--policy", "examples/simulate/team.json"], 2),
    ] {
        let ran =
            finish(command(&[&["simulate", "--cases", "-", "--format", "json"], flags].concat()), &block);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(ran.json()["summary"]["passed"], passed, "{ran:?}");
    }
}
