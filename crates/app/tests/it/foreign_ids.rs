//! Ids of other tools, wherever an id is taken.

use serde_json::json;

use crate::mcp::Client;
use crate::run::{command, finish, leastwise};

#[test]
fn explain_says_which_of_our_checks_it_is() {
    let one = leastwise(&["explain", "CKV_AWS_1"]);
    assert!(
        one.out.starts_with("`CKV_AWS_1` of Checkov is `admin-access` here.\n\n# admin-access\n"),
        "{}",
        one.out
    );
    let several = leastwise(&["explain", "MALFORMED_JSON"]);
    let intro = "`MALFORMED_JSON` of Parliament is several checks here, of which the first is explained below:\n\n\
                 - `duplicate-json-key`: ";
    assert!(
        several.out.starts_with(intro) && several.out.contains("\n- `json-syntax-error`: "),
        "{}",
        several.out
    );
    // An alias means the same as the id.
    assert!(leastwise(&["explain", "CKV_AWS_63"]).out.starts_with("# wildcard-action\n"));
    assert!(leastwise(&["explain", "invalid_action"]).out.starts_with("# invalid-action\n"));
}

#[test]
fn what_stands_for_no_check_is_refused_with_what_is_near() {
    for (name, said) in [
        ("CKV_AWS_6", "did you mean `CKV_AWS_60`"),
        ("wildcrad-action", "did you mean `wildcard-action`?"),
        ("CKV_AWS_40", "`CKV_AWS_40` of Checkov has no counterpart here"),
    ] {
        let ran = leastwise(&["explain", name]);
        assert_eq!(ran.code, Some(2), "{name}");
        assert!(ran.err.contains(said), "{}", ran.err);
    }
}

#[test]
fn only_runs_all_that_an_id_stands_for() {
    let policy = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"s3:GetObjet","Resource":"arn:aws:s3:::b/*"},
        {"Effect":"Alow","Action":"s4:GetObject","Resource":"*"}
    ]}"#;
    for (name, ids) in [
        ("action_validation/invalid_action", &["invalid-action", "invalid-service-in-action"][..]),
        ("W3037", &["invalid-action", "invalid-service-in-action"]),
        ("UNKNOWN_ACTION", &["invalid-action"]),
        ("policy_structure", &["invalid-effect"]),
    ] {
        let report = finish(command(&["validate", "-", "--only", name, "--format", "json"]), policy).json();
        let findings = report["documents"][0]["findings"].as_array().unwrap();
        let found: Vec<_> = findings.iter().map(|finding| finding["id"].as_str().unwrap()).collect();
        assert_eq!(found, ids, "{name}");
    }
}

#[test]
fn the_server_takes_them_too() {
    let answer = Client::start().call("get_check_details", &json!({"check_id": "AwsSolutions-IAM5"}));
    let details = &answer["structuredContent"];
    assert_eq!(details["foreign_id"]["tools"], json!(["cdk-nag"]));
    let ids: Vec<_> = details["foreign_id"]["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|check| check["check_id"].as_str())
        .collect();
    assert!(
        ids.contains(&Some("wildcard-action")) && ids.contains(&Some("partial-wildcard-resource")),
        "{ids:?}"
    );
    assert_eq!(Some(details["check_id"].as_str()), ids.first().copied());
}
