//! What becomes of findings under suppressions, and of suppressions that are at fault.

use catalog::Catalog;
use lint::Options;
use policy::{Document, Limits, Span};
use serde_json::json;

use super::*;
use crate::config::Config;
use crate::wire::{Checked, Failing, Finding, Findings};
use crate::{Context, Files, render};

/// 2026-06-15 in UTC.
const TODAY: i64 = 1_781_481_600;

const CONFIGURATION: &str = "suppressions:\n  - first\n  - second\n";

/// Two statements: `s3:GetObjet` on everything, and `ec2:*` on everything.
const POLICY: &str = r#"{ "Version": "2012-10-17", "Statement": [
  { "Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObjet", "s3:ListBucket"], "Resource": "arn:aws:s3:::b*" },
  { "Sid": "Machines", "Effect": "Allow", "Action": "ec2:*", "Resource": "*" }
] }"#;

const IDS: [&str; 2] = ["invalid-action", "service-wildcard-action"];

fn written(check: &str) -> Written {
    Written { check: Some(check.to_owned()), reason: Some("agreed".to_owned()), ..Written::default() }
}

/// A suppression of all that is found in files of these names.
fn written_for(path: &str) -> Written {
    Written { path: Some(path.to_owned()), ..written("*") }
}

/// The suppressions, of which the first stands at `first` and the second at `second`.
fn suppressions(written: &[Written]) -> Suppressions {
    let at = |word: &str| CONFIGURATION.find(word).map(|start| Span::new(start, start + word.len())).unwrap();
    let spans = [at("first"), at("second")];
    let list = written.iter().zip(spans).map(|(each, span)| each.read(span).unwrap()).collect();
    let document = Document::read("leastwise.yaml", CONFIGURATION.as_bytes(), None, &Limits::default());
    Suppressions { document, list }
}

/// What is reported and what is suppressed in these files, by id; and what is said about the suppressions.
struct Ran {
    reported: Vec<String>,
    suppressed: Vec<String>,
    leftovers: Option<Checked>,
}

fn run(written: &[Written], only: &[&str], files: &[&str], is_over_folders: bool) -> Ran {
    let suppressions = suppressions(written);
    let cx = Context::new(Files::Denied, || TODAY);
    let options = Options { only: only.iter().map(|id| (*id).to_owned()).collect(), ..Options::default() };
    let mut sieve = Sieve::new(Some(&suppressions), None, &options, &cx);
    let (mut reported, mut suppressed) = (Vec::new(), Vec::new());
    for name in files {
        let document = Document::read(name, POLICY.as_bytes(), None, &Limits::default());
        let checks = Options { only: IDS.map(str::to_owned).to_vec(), ..Options::default() };
        let report = lint::lint(&document, Catalog::embedded(), &checks);
        let tell = |found: &policy::Diagnostic| Finding::new(found, &[], &document.source, &document.root);
        let sifted = sieve.sift(&document, &report, tell);
        reported.extend(sifted.findings.into_iter().map(|finding| finding.id));
        suppressed.extend(sifted.suppressed.into_iter().map(|each| each.finding.id));
    }
    Ran { reported, suppressed, leftovers: sieve.leftovers(&Config::default(), is_over_folders) }
}

/// What is said about the suppressions, with the text that is marked.
fn said(ran: &Ran) -> Vec<(String, String, String)> {
    let findings = ran.leftovers.iter().flat_map(|checked| &checked.findings);
    findings
        .map(|finding| {
            let (start, end) = (finding.span.start.offset, finding.span.end.offset);
            (finding.id.clone(), CONFIGURATION.get(start..end).unwrap().to_owned(), finding.message.clone())
        })
        .collect()
}

#[test]
fn a_suppression_takes_what_fits_all_of_its_members() {
    for (suppression, expected) in [
        (written_for("**"), &IDS[..]),
        (written("invalid-action"), &["invalid-action"]),
        (written("INVALID_ACTION"), &["invalid-action"]),
        // The same of another linter.
        (written("UNKNOWN_ACTION"), &["invalid-action"]),
        (written("wildcard-resource"), &[]),
        (Written { path: Some("team/*.json".to_owned()), ..written("*") }, &IDS),
        (Written { path: Some("other".to_owned()), ..written("*") }, &[]),
        (Written { sid: Some("Read".to_owned()), ..written("*") }, &["invalid-action"]),
        (Written { sid: Some("M*".to_owned()), ..written("*") }, &["service-wildcard-action"]),
        (Written { sid: Some("m*".to_owned()), ..written("*") }, &[]),
        // The finding is about this very action, though another one stands beside it.
        (Written { action: Some("s3:Get*".to_owned()), ..written("*") }, &["invalid-action"]),
        (Written { action: Some("s3:ListBucket".to_owned()), ..written("*") }, &[]),
        (Written { action: Some("EC2:*".to_owned()), ..written("*") }, &["service-wildcard-action"]),
        (Written { action: Some("ec2:Describe*".to_owned()), ..written("*") }, &[]),
        (Written { action: Some("*".to_owned()), ..written("*") }, &IDS),
        // The findings are about no resource, so all resources of their statement must be meant.
        (Written { resource: Some("arn:aws:s3:::b*".to_owned()), ..written("*") }, &["invalid-action"]),
        (Written { resource: Some("arn:aws:s3:::bucket*".to_owned()), ..written("*") }, &[]),
        (Written { resource: Some("*".to_owned()), ..written("*") }, &IDS),
        (Written { expires: Some("2026-06-15".to_owned()), ..written_for("**") }, &IDS),
        (Written { expires: Some("2026-06-14".to_owned()), ..written_for("**") }, &[]),
    ] {
        let ran = run(std::slice::from_ref(&suppression), &[], &["policies/team/a.json"], false);
        assert_eq!(ran.suppressed, expected, "{suppression:?}");
        let reported = IDS.into_iter().filter(|id| !expected.contains(id)).collect::<Vec<_>>();
        assert_eq!(ran.reported, reported, "{suppression:?}");
    }
}

#[test]
fn a_suppression_that_fits_nothing_is_found_where_the_run_looked() {
    let unused = |check: &str| {
        let message = format!("the suppression of `{check}` fits no finding");
        vec![("unused-suppression".to_owned(), "first".to_owned(), message)]
    };
    for (suppression, only, is_over_folders, expected) in [
        (written("wildcard-action"), &[][..], true, unused("wildcard-action")),
        (written("wildcard-action"), &[], false, vec![]),
        (
            Written { path: Some("a.json".to_owned()), ..written("wildcard-action") },
            &[],
            false,
            unused("wildcard-action"),
        ),
        (Written { path: Some("b.json".to_owned()), ..written("wildcard-action") }, &[], true, vec![]),
        (
            Written { sid: Some("Read".to_owned()), ..written("wildcard-action") },
            &[],
            false,
            unused("wildcard-action"),
        ),
        (Written { sid: Some("Write".to_owned()), ..written("wildcard-action") }, &[], true, vec![]),
        (written("invalid-action"), &[], true, vec![]),
        // The check did not run, or nobody is asked about suppressions.
        (written("wildcard-action"), &["invalid-action", "unused-suppression"], true, vec![]),
        (written("wildcard-action"), &["wildcard-action"], true, vec![]),
    ] {
        let ran = run(std::slice::from_ref(&suppression), only, &["a.json"], is_over_folders);
        assert_eq!(said(&ran), expected, "{suppression:?}");
    }
    let foreign = run(&[written("CKV_AWS_40")], &[], &["a.json"], true);
    let message = "`CKV_AWS_40` is about what no policy says by itself, so its suppression fits nothing";
    assert_eq!(said(&foreign)[0].2, message);
}

#[test]
fn what_comes_of_a_suppression_counts_over_all_documents() {
    let in_one = Written { path: Some("b.json".to_owned()), ..written("invalid-action") };
    let ran = run(&[in_one, written("wildcard-resource")], &[], &["a.json", "b.json"], true);
    assert_eq!(ran.suppressed, ["invalid-action"]);
    assert_eq!(said(&ran).iter().map(|(_, marked, _)| marked.as_str()).collect::<Vec<_>>(), ["second"]);
    // Two that fit the same finding are both of use.
    let both = run(&[written_for("*.json"), written("invalid-action")], &[], &["a.json"], true);
    assert_eq!(said(&both), []);
}

#[test]
fn an_expired_suppression_is_told_with_what_it_hid() {
    let over = Written { expires: Some("2026-05-31".to_owned()), ..written("invalid-action") };
    let ran = run(&[over, written("service-wildcard-action")], &[], &["a.json", "b.json"], false);
    assert_eq!(ran.reported, ["invalid-action", "invalid-action"]);
    let message = "the suppression of `invalid-action` expired on 2026-05-31";
    assert_eq!(said(&ran), [("expired-suppression".to_owned(), "first".to_owned(), message.to_owned())]);
    let document = ran.leftovers.unwrap();
    assert_eq!((document.path.as_str(), document.kind), ("leastwise.yaml", None));
    assert!(document.findings[0].help.as_ref().unwrap().contains("2 findings"));
    assert_eq!(document.findings[0].span.start.line, 2);
}

#[test]
fn an_unreadable_text_cannot_be_suppressed() {
    let suppressions = suppressions(&[written_for("a.json")]);
    let options = Options::default();
    let cx = Context::new(Files::Denied, || TODAY);
    let mut sieve = Sieve::new(Some(&suppressions), None, &options, &cx);
    let document = Document::read("a.json", b"{ \"Statement\": [", None, &Limits::default());
    let report = lint::lint(&document, Catalog::embedded(), &options);
    let sifted =
        sieve.sift(&document, &report, |found| Finding::new(found, &[], &document.source, &document.root));
    assert_eq!(
        sifted.findings.iter().map(|finding| finding.id.as_str()).collect::<Vec<_>>(),
        ["json-syntax-error"]
    );
    let faults = written("json-syntax-error").read(Span::NONE).unwrap_err();
    assert!(faults[0].message.contains("cannot be suppressed"), "{faults:?}");
}

#[test]
fn everything_that_is_wrong_with_a_suppression_is_said() {
    let told = |written: &Written| {
        let faults = written.read(Span::NONE).err().unwrap_or_default();
        let told = |fault: Fault| match fault.help {
            Some(help) => format!("{}: {}; {help}", fault.member, fault.message),
            None => format!("{}: {}", fault.member, fault.message),
        };
        faults.into_iter().map(told).collect::<Vec<_>>()
    };
    let no_reason =
        "reason: a suppression without a reason; say why these findings are accepted: `reason: …`";
    let no_day = |day: &str| {
        format!(
            "expires: `{day}` is not a day; write `YYYY-MM-DD`: the last day on which the suppression holds"
        )
    };
    for (written, expected) in [
        (
            written("invalid-acton"),
            vec!["check: there is no check `invalid-acton`; did you mean `invalid-action`?".to_owned()],
        ),
        (Written { reason: None, ..written_for("a") }, vec![no_reason.to_owned()]),
        (Written { reason: Some("  ".to_owned()), ..written_for("a") }, vec![no_reason.to_owned()]),
        (Written { expires: Some("2026-02-30".to_owned()), ..written_for("a") }, vec![no_day("2026-02-30")]),
        (Written { expires: Some("31.12.2026".to_owned()), ..written_for("a") }, vec![no_day("31.12.2026")]),
        (
            Written { expires: Some("2026-12-31T10:00".to_owned()), ..written_for("a") },
            vec![no_day("2026-12-31T10:00")],
        ),
        (
            Written { action: Some("s3".to_owned()), ..written("*") },
            vec!["action: `s3` has no colon between service and name".to_owned()],
        ),
        (
            Written { path: Some(String::new()), ..written("*") },
            vec!["path: `path` is empty; leave it out to mean all".to_owned()],
        ),
        (
            Written::default(),
            vec![
                "check: a suppression without a check; name a check: `check: ID`, or `*` for all".to_owned(),
                no_reason.to_owned(),
            ],
        ),
        (
            written("*"),
            vec![
                "check: this would suppress all findings; name a check, or say where: `path`, `sid`, `action` or `resource`"
                    .to_owned(),
            ],
        ),
        (Written { resource: Some("*".to_owned()), ..written("*") }, vec![]),
    ] {
        assert_eq!(told(&written), expected, "{written:?}");
    }
}

#[test]
fn sarif_says_of_every_result_whether_it_is_suppressed_if_it_says_so_of_one() {
    let log = |written: &[Written]| {
        let suppressions = suppressions(written);
        let cx = Context::new(Files::Denied, || TODAY);
        let options = Options { only: IDS.map(str::to_owned).to_vec(), ..Options::default() };
        let mut sieve = Sieve::new(Some(&suppressions), None, &options, &cx);
        let document = Document::read("a.json", POLICY.as_bytes(), None, &Limits::default());
        let report = lint::lint(&document, Catalog::embedded(), &options);
        let tell = |found: &policy::Diagnostic| Finding::new(found, &[], &document.source, &document.root);
        let sifted = sieve.sift(&document, &report, tell);
        let checked = Checked {
            path: "a.json".to_owned(),
            kind: Some(report.kind.kind.into()),
            kind_reason: String::new(),
            findings: sifted.findings,
            suppressed: sifted.suppressed,
            known: sifted.known,
            source: document.source,
        };
        let findings = Findings::new(vec![checked], 0, &Failing::default());
        assert_eq!(findings.summary.suppressed, written.len());
        assert_eq!(findings.summary.findings, IDS.len() - written.len());
        let log: serde_json::Value = serde_json::from_str(&render::sarif(&findings).unwrap()).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        results
            .into_iter()
            .map(|result| (result["ruleId"].clone(), result["suppressions"].clone()))
            .collect::<Vec<_>>()
    };
    let accepted = json!([{"kind": "external", "status": "accepted", "justification": "agreed"}]);
    assert_eq!(
        log(&[written("invalid-action")]),
        [(json!("service-wildcard-action"), json!([])), (json!("invalid-action"), accepted)]
    );
    assert!(log(&[]).iter().all(|(_, suppressions)| suppressions.is_null()));
}

/// Over the wire the answer of a call is the baseline of the next, as it is or as a text.
#[test]
fn an_answer_is_the_baseline_of_the_next_call() {
    let cx = Context::new(Files::Denied, || TODAY);
    let operation = crate::OPERATIONS.iter().find(|operation| operation.name == "validate_policies").unwrap();
    let call = |baseline: Option<serde_json::Value>| {
        let mut request = json!({ "documents": [{ "text": POLICY }], "only": IDS });
        if let Some(baseline) = baseline {
            request["baseline"] = baseline;
        }
        (operation.run_json)(request, &cx).map(|answer| answer.json().unwrap())
    };
    let first = call(None).unwrap();
    assert_eq!((&first["summary"]["findings"], &first["summary"]["inBaseline"]), (&json!(2), &json!(0)));
    for baseline in [first.clone(), json!({ "text": first.to_string() })] {
        let next = call(Some(baseline)).unwrap();
        assert_eq!((&next["summary"]["findings"], &next["summary"]["inBaseline"]), (&json!(0), &json!(2)));
    }
    let refused = |baseline| call(Some(baseline)).unwrap_err().message;
    assert_eq!(
        refused(json!({ "documents": 1 })),
        "the baseline `baseline` is no report of `leastwise validate`"
    );
    assert_eq!(
        refused(json!({ "text": "{" })).split(':').next(),
        Some("the baseline `baseline` is not JSON")
    );
    assert!(refused(json!({ "path": "/etc/passwd" })).contains("no files over this transport"));
}
