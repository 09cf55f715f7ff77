//! A house's own rules and suppressions, from `leastwise.yaml` to what is printed.

use std::fs;

use serde_json::{Value, json};

use crate::run::{Ran, leastwise};

const POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Store",
      "Effect": "Allow",
      "Principal": { "AWS": ["111122223333", "444455556666"] },
      "Action": ["s3:PutObject", "s3:DeleteBucket"],
      "Resource": ["arn:aws:s3:::acme", "arn:aws:s3:::acme/*"]
    }
  ]
}
"#;

const RULES: &str = "
rules:
  required_conditions:
    - name: tls
      actions: s3:PutObject
      conditions:
        - { key: aws:SecureTransport, values: true }
  forbidden_actions:
    - name: keep-buckets
      severity: critical
      actions: s3:Delete*
      except_actions: s3:DeleteObject*
      message: nobody deletes buckets
  principals:
    - name: ours
      allowed: '111122223333'
";

const ONLY: &[&str] = &[
    "--only",
    "configured-required-condition",
    "--only",
    "configured-forbidden-action",
    "--only",
    "configured-principal-rule",
    "--only",
    "unused-suppression",
    "--only",
    "expired-suppression",
];

fn validate(configuration: &str, options: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let policies = folder.path().join("policies");
    fs::create_dir(&policies).unwrap();
    fs::write(policies.join("bucket.json"), POLICY).unwrap();
    let config = folder.path().join("leastwise.yaml");
    fs::write(&config, configuration).unwrap();
    let (policies, config) = (policies.to_str().unwrap(), config.to_str().unwrap());
    let ran = leastwise(&[&["validate", policies, "--config", config], ONLY, options].concat());
    let folder = folder.path().to_str().unwrap();
    Ran { out: ran.out.replace(folder, "FOLDER"), err: ran.err.replace(folder, "FOLDER"), ..ran }
}

fn found(ran: &Ran) -> Vec<(String, Value, Value)> {
    let documents = ran.json()["documents"].clone();
    let findings =
        documents.as_array().unwrap().iter().flat_map(|document| document["findings"].as_array().unwrap());
    let told = findings.map(|finding| {
        let text = |name: &str| finding[name].as_str().unwrap().to_owned();
        (text("id"), finding["severity"].clone(), finding["message"].clone())
    });
    told.collect()
}

#[test]
fn rules_are_held_against_policies_in_the_words_of_the_house() {
    let ran = validate(RULES, &["--format", "json"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let expected = [
        (
            "configured-principal-rule",
            "high",
            "rule `ours`: `444455556666` is not among the principals that may be let in",
        ),
        (
            "configured-required-condition",
            "high",
            "rule `tls`: `s3:PutObject` is allowed without a condition on `aws:SecureTransport`",
        ),
        ("configured-forbidden-action", "critical", "nobody deletes buckets"),
    ];
    let expected = expected.map(|(id, severity, message)| (id.to_owned(), json!(severity), json!(message)));
    assert_eq!(found(&ran), expected);
    let finding = &ran.json()["documents"][0]["findings"][2];
    assert_eq!(finding["pointer"], "/Statement/0/Action/1");
}

#[test]
fn suppressed_findings_are_counted_and_named_with_their_reason() {
    let configuration = format!(
        "{RULES}\nsuppressions:\n  - check: principal_validation/unauthorized_principal\n    path: policies/*.json\n    sid: Store\n    reason: our auditors\n    expires: 9999-12-31\n  - check: configured-required-condition\n    action: s3:Put*\n    reason: the bucket demands TLS itself\n  - check: configured-forbidden-action\n    reason: no longer in use\n"
    );
    let ran = validate(&configuration, &["--format", "json"]);
    assert_eq!((ran.code, found(&ran)), (Some(0), vec![]), "{ran:?}");
    let report = ran.json();
    assert_eq!((&report["summary"]["findings"], &report["summary"]["suppressed"]), (&json!(0), &json!(3)));
    let suppressed = report["documents"][0]["suppressed"].as_array().unwrap();
    assert_eq!(suppressed[0]["reason"], "our auditors");
    assert_eq!(suppressed[0]["expires"], "9999-12-31");
    assert_eq!(suppressed[0]["finding"]["id"], "configured-principal-rule");
    assert_eq!(
        validate(&configuration, &[]).out,
        "no findings in 1 document (3 suppressed); configured by FOLDER/leastwise.yaml\n"
    );

    let log = validate(&configuration, &["--format", "sarif"]).json();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let reasons: Vec<_> =
        results.iter().map(|result| result["suppressions"][0]["justification"].clone()).collect();
    assert_eq!(reasons, ["our auditors", "the bucket demands TLS itself", "no longer in use"]);
}

#[test]
fn suppressions_that_are_over_or_of_no_use_are_found_in_the_configuration() {
    let configuration = "suppressions:\n  - check: invalid-action\n    reason: none\n    path: bucket.json\n  - check: '*'\n    action: '*'\n    reason: for a while\n    expires: 2000-01-31\n";
    let ran = validate(configuration, &["--format", "json", "--only", "invalid-action"]);
    let report = ran.json();
    let document = &report["documents"][1];
    assert_eq!((&document["path"], &document["kind"]), (&json!("FOLDER/leastwise.yaml"), &Value::Null));
    let expected = [
        ("unused-suppression", "the suppression of `invalid-action` fits no finding", 2),
        ("expired-suppression", "the suppression of `*` expired on 2000-01-31", 5),
    ];
    for ((id, message, line), finding) in expected.into_iter().zip(document["findings"].as_array().unwrap()) {
        assert_eq!((&finding["id"], &finding["message"]), (&json!(id), &json!(message)));
        assert_eq!(finding["span"]["start"]["line"], line);
    }
    assert_eq!(report["summary"]["documents"], 1, "the configuration is no policy");
    assert_eq!(ran.code, Some(0), "a warning does not fail the run");
    let failing = validate(configuration, &["--fail-on", "warning"]);
    assert_eq!(failing.code, Some(1));
    assert!(failing.out.contains("--> FOLDER/leastwise.yaml:5:"), "{}", failing.out);
    let service = validate(configuration, &["--format", "access-analyzer"]).json();
    assert_eq!(service["findings"], json!([]), "the service knows nothing of a configuration");
}

#[test]
fn what_is_wrong_with_a_suppression_is_said_with_its_place() {
    for (entry, told) in [
        (
            "{ check: invalid-acton, reason: r }",
            "there is no check `invalid-acton`; did you mean `invalid-action`?",
        ),
        ("{ check: invalid-action }", "a suppression without a reason"),
        ("{ check: '*', reason: r }", "this would suppress all findings"),
        ("{ check: '*', sid: A, reason: r, expires: soon }", "`soon` is not a day"),
        ("{ check: json-syntax-error, reason: r }", "cannot be suppressed"),
        ("{ check: '*', sid: A, reason: r, file: a.json }", "there is no key `file` here"),
    ] {
        let ran = validate(&format!("suppressions:\n  - {entry}\n"), &[]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{entry}");
        assert!(
            ran.err.starts_with("error: FOLDER/leastwise.yaml:2:") && ran.err.contains(told),
            "{entry}: {}",
            ran.err
        );
    }
}

/// What is suppressed is left as it is.
#[test]
fn suppressed_findings_are_not_mended() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("policy.json");
    let policy = r#"{ "Version": "2012-10-17", "Statement": { "Effect": "allow", "Action": "s3:ListAllMyBuckets", "Resource": "*" } }"#;
    fs::write(&path, policy).unwrap();
    let config = folder.path().join("leastwise.yaml");
    let fixed = |configuration: &str| {
        fs::write(&config, configuration).unwrap();
        let arguments = [
            "fix",
            path.to_str().unwrap(),
            "--only",
            "invalid-effect",
            "--config",
            config.to_str().unwrap(),
            "--format",
            "json",
        ];
        leastwise(&arguments).json()
    };
    assert_eq!(fixed("")["changes"].as_array().unwrap().len(), 1);
    let left = fixed("suppressions: [{ check: invalid-effect, reason: a test of ours }]");
    assert_eq!(left["changes"], json!([]), "{left}");
    assert_eq!(left["left"]["summary"]["suppressed"], 1);
}
