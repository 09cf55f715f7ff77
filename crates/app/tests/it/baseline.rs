//! `validate --baseline`: only what is new since an earlier run is reported.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::run::{Ran, leastwise};

const CHECK: &str = "invalid-action";

fn policy(actions: &[&str], before: &str) -> String {
    let actions = actions.iter().map(|action| format!("{action:?}")).collect::<Vec<_>>().join(",\n    ");
    format!(
        "{{ \"Version\": \"2012-10-17\",{before}\n  \"Statement\": {{ \"Effect\": \"Allow\", \"Resource\": \"*\", \"Action\": [\n    {actions} ] }} }}\n"
    )
}

fn validate(folder: &Path, options: &[&str]) -> Ran {
    let path = folder.join("policy.json");
    leastwise(&[&["validate", path.to_str().unwrap(), "--only", CHECK], options].concat())
}

fn against(folder: &Path, baseline: &str) -> Ran {
    let path = folder.join(baseline);
    validate(folder, &["--format", "json", "--baseline", path.to_str().unwrap()])
}

fn messages(ran: &Ran) -> Vec<String> {
    let documents = ran.json()["documents"].clone();
    let findings =
        documents.as_array().unwrap().iter().flat_map(|document| document["findings"].as_array().unwrap());
    findings.map(|finding| finding["message"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn only_what_is_new_is_reported_wherever_the_rest_has_moved() {
    for format in ["json", "sarif"] {
        let folder = tempfile::tempdir().unwrap();
        let write = |text: String| fs::write(folder.path().join("policy.json"), text).unwrap();
        write(policy(&["s3:GetObjet", "s3:PutObjet"], ""));
        let first = validate(folder.path(), &["--format", format]);
        assert_eq!(first.code, Some(1));
        fs::write(folder.path().join("baseline"), &first.out).unwrap();

        let again = against(folder.path(), "baseline");
        assert_eq!((again.code, messages(&again).len()), (Some(0), 0), "{again:?}");
        assert_eq!(again.json()["summary"]["inBaseline"], 2);
        assert_eq!(again.json()["summary"]["findings"], 0);

        write(policy(&["s3:PutObjet", "s3:ListBucket", "s3:GetObjet"], "\n\n  \"Id\": \"moved\","));
        let moved = against(folder.path(), "baseline");
        assert_eq!(
            (moved.code, moved.json()["summary"]["inBaseline"].clone()),
            (Some(0), json!(2)),
            "{format}"
        );

        write(policy(&["s3:PutObjet", "s3:GetObjet", "s3:DeleteObjet"], ""));
        let more = against(folder.path(), "baseline");
        let [message] = &messages(&more)[..] else { panic!("{more:?}") };
        assert!(message.contains("DeleteObjet"), "{message}");
        assert_eq!(more.code, Some(1));

        // The same fault once more is new.
        write(policy(&["s3:GetObjet", "s3:GetObjet"], ""));
        assert_eq!(messages(&against(folder.path(), "baseline")).len(), 1, "{format}");
    }
}

#[test]
fn the_text_says_how_many_findings_were_there_before() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("policy.json"), policy(&["s3:GetObjet"], "")).unwrap();
    let report = validate(folder.path(), &["--format", "json"]);
    let baseline = folder.path().join("baseline.json");
    fs::write(&baseline, &report.out).unwrap();
    let ran = validate(folder.path(), &["--baseline", baseline.to_str().unwrap()]);
    assert_eq!(ran.out, "no findings in 1 document (1 in the baseline)\n");
    let ran = validate(folder.path(), &["--baseline", baseline.to_str().unwrap(), "--format", "markdown"]);
    assert!(ran.out.ends_with("No findings in 1 document. 1 more in the baseline.\n"), "{}", ran.out);
}

#[test]
fn a_baseline_that_a_shell_wrote_as_utf_16_is_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("policy.json"), policy(&["s3:GetObjet"], "")).unwrap();
    let report = validate(folder.path(), &["--format", "json"]);
    let units = report.out.encode_utf16().flat_map(u16::to_le_bytes);
    fs::write(folder.path().join("baseline"), [0xFF, 0xFE].into_iter().chain(units).collect::<Vec<_>>())
        .unwrap();
    assert_eq!(against(folder.path(), "baseline").json()["summary"]["inBaseline"], 1);
}

#[test]
fn what_is_no_baseline_is_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("policy.json"), policy(&["s3:GetObjet"], "")).unwrap();
    let cut = json!({"documents": [], "summary": {"truncated": true}}).to_string();
    let other =
        json!({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "checkov"}}, "results": []}]})
            .to_string();
    let nameless = json!({"documents": [{"findings": [{"id": "a"}]}]}).to_string();
    for (text, told) in [
        ("", "is empty"),
        (" \n", "is empty"),
        ("{", "is not JSON: EOF while parsing an object at line 1 column 1"),
        ("[]", "is no report of `leastwise validate`"),
        ("{\"Version\": \"2012-10-17\", \"Statement\": []}", "is no report of `leastwise validate`"),
        ("{\"documents\": 1}", "is no report of `leastwise validate`"),
        (other.as_str(), "is the report of another tool"),
        (nameless.as_str(), "has findings without a fingerprint"),
        (cut.as_str(), "does not list all findings of its run"),
    ] {
        fs::write(folder.path().join("baseline"), text).unwrap();
        let ran = against(folder.path(), "baseline");
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{text}");
        let [line] = ran.err.lines().collect::<Vec<_>>()[..] else { panic!("{}", ran.err) };
        assert!(line.starts_with("error: ") && line.contains(told), "{text}: {line}");
    }
    let missing = against(folder.path(), "missing.json");
    assert_eq!(missing.code, Some(2));
    assert!(missing.err.contains("missing.json` does not exist"), "{}", missing.err);
    let is_folder = against(folder.path(), ".");
    assert_eq!(is_folder.code, Some(2), "{}", is_folder.err);
}

/// A text that could not be read must be told again and again: nobody knows what is in it.
#[test]
fn a_baseline_does_not_hide_a_broken_document() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("policy.json");
    fs::write(&path, "{ \"Statement\": [").unwrap();
    let all = |options: &[&str]| {
        leastwise(&[&["validate", path.to_str().unwrap(), "--format", "json"], options].concat())
    };
    let baseline = folder.path().join("baseline.json");
    fs::write(&baseline, all(&[]).out).unwrap();
    let again = all(&["--baseline", baseline.to_str().unwrap()]);
    assert_eq!(again.code, Some(1));
    let ids: Vec<Value> = again.json()["documents"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["id"].clone())
        .collect();
    assert_eq!(ids, ["json-syntax-error"]);
}
