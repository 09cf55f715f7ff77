//! The forms in which `validate` prints findings for other programs.

use std::fs;

use serde_json::json;

use crate::run::{Ran, leastwise};

/// One error at a key behind a letter of two bytes, in a condition; one warning without a place of its own.
const POLICY: &str = "{\"Version\": \"2012-10-17\",\n \"Statement\": [{\"Sid\": \"a\", \"Effect\": \"Allow\", \"Action\": \"s3:ListAllMyBuckets\", \"Resource\": \"*\",\n  \"Condition\": {\"StringEquals\": {\"aws:PrincipalTag/é\": \"1\"}, \"Stringequal\": {\"aws:PrincipalOrgID\": \"o-a1b2c3d4e5\"}}}]}\n";

fn report(name: &str, format: &str) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, POLICY).unwrap();
    let only = "invalid-condition-operator";
    let ran = leastwise(&["validate", path.to_str().unwrap(), "--only", only, "--format", format]);
    let folder = folder.path().to_str().unwrap();
    Ran { out: ran.out.replace(folder, "FOLDER"), ..ran }
}

#[test]
fn an_annotation_is_one_command_with_its_place() {
    let ran = report("a,b%c.json", "github");
    let lines: Vec<_> = ran.out.lines().collect();
    let [line] = lines.as_slice() else { panic!("{}", ran.out) };
    let begin = "::error file=FOLDER/a%2Cb%25c.json,line=3,col=62,endLine=3,title=invalid-condition-operator (error)::`Stringequal` ";
    assert!(line.starts_with(begin), "{line}");
    assert_eq!(ran.code, Some(1));
}

#[test]
fn the_answer_of_the_service_has_its_members_and_counts_as_it_does() {
    let findings = report("policy.json", "access-analyzer").json()["findings"].clone();
    let [finding] = findings.as_array().unwrap().as_slice() else { panic!("{findings}") };
    assert_eq!(finding["issueCode"], "INVALID_CONDITION_OPERATOR");
    assert_eq!(finding["findingType"], "ERROR");
    assert!(finding["learnMoreLink"].as_str().unwrap().starts_with("https://"));
    let location = &finding["locations"][0];
    let path = json!([{"value": "Statement"}, {"index": 0}, {"value": "Condition"}, {"key": "Stringequal"}]);
    assert_eq!(location["path"], path);
    let offset = POLICY.split("\"Stringequal\"").next().unwrap().chars().count();
    assert_eq!(location["span"]["start"], json!({"line": 3, "column": 61, "offset": offset}));
    assert_eq!(location["span"]["end"], json!({"line": 3, "column": 74, "offset": offset + 13}));
    let mut members: Vec<_> = finding.as_object().unwrap().keys().collect();
    members.sort();
    assert_eq!(members, ["findingDetails", "findingType", "issueCode", "learnMoreLink", "locations"]);
}

/// The rank of the answer of the service follows from the severity.
#[test]
fn risks_are_security_warnings_and_style_is_a_suggestion() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("policy.json");
    let policy = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"},
        {"Sid": "", "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"},
    ]});
    fs::write(&path, policy.to_string()).unwrap();
    let answer = leastwise(&["validate", path.to_str().unwrap(), "--format", "access-analyzer"]).json();
    let kind = |code: &str| {
        let findings = answer["findings"].as_array().unwrap();
        findings
            .iter()
            .find(|finding| finding["issueCode"] == code)
            .map(|finding| finding["findingType"].clone())
    };
    assert_eq!(kind("PASS_ROLE_WITH_STAR_IN_RESOURCE"), Some(json!("SECURITY_WARNING")), "{answer}");
    assert_eq!(kind("EMPTY_SID_VALUE"), Some(json!("SUGGESTION")), "{answer}");
}

#[test]
fn several_documents_are_told_apart() {
    let answer = leastwise(&["validate", "examples/policies", "--format", "access-analyzer"]).json();
    let findings = answer["findings"].as_array().unwrap();
    assert!(findings.iter().all(|finding| finding["document"] == "examples/policies/broken.json"));
    assert!(!findings.is_empty());
}

#[test]
fn a_document_is_a_suite_and_a_finding_a_case() {
    let text = report("a<b&c.json", "junit").out;
    assert!(text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "), "{text}");
    assert!(
        text.contains("<testsuite name=\"FOLDER/a&lt;b&amp;c.json\" tests=\"1\" failures=\"1\">"),
        "{text}"
    );
    assert!(text.contains("<failure type=\"error\" message=\"`Stringequal`"), "{text}");
    for element in ["testsuites", "testsuite", "testcase", "failure"] {
        let open = text.matches(&format!("<{element} ")).count();
        assert_eq!((open, text.matches(&format!("</{element}>")).count()), (1, 1), "{element}: {text}");
    }

    let broken = "examples/policies/broken.json";
    let arguments = ["validate", broken, "--only", "action-resource-mismatch", "--format", "junit"];
    let below = leastwise(&arguments).out;
    assert!(below.contains("tests=\"1\" failures=\"0\"") && below.contains("<system-out>"), "{below}");
    let clean = leastwise(&["validate", "examples/policies/reader.json", "--format", "junit"]).out;
    assert!(clean.contains("name=\"no findings\"/>"), "{clean}");
}

#[test]
fn a_table_has_a_line_a_finding_and_a_comment_an_item() {
    let table = report("a,b.json", "csv").out;
    let lines: Vec<_> = table.split("\r\n").collect();
    assert_eq!(lines.len(), 3, "{table}");
    assert!(
        lines[1].starts_with("\"FOLDER/a,b.json\",3,62,3,75,error,invalid-condition-operator,"),
        "{table}"
    );
    assert!(lines[1].ends_with(",/Statement/0/Condition/Stringequal"), "{table}");

    let comment = report("a_b.json", "markdown").out;
    assert!(comment.contains("1 finding in 1 document: 1 error."), "{comment}");
    assert!(comment.contains("\n## FOLDER/a\\_b.json\n"), "{comment}");
    assert!(
        comment.contains("\n- **error** `invalid-condition-operator` at 3:62: `Stringequal` "),
        "{comment}"
    );
    let clean = leastwise(&["validate", "examples/policies/reader.json", "--format", "markdown"]).out;
    assert!(clean.ends_with("\nNo findings in 1 document.\n"), "{clean}");
}
