//! SARIF 2.1.0, as code scanning services take it.
//!
//! Source: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::collections::BTreeMap;

use policy::{Source, Span};
use serde_json::{Value, json};

use super::sarif_log::sarif_log;
use crate::OpError;
use crate::wire::{Checked, Edit, Finding, Findings, Place, Severity};

/// The whole log: one run, whose rules are all checks, whether they found something or not.
pub fn sarif(report: &Findings) -> Result<String, OpError> {
    let rules = Rules::new();
    let has_suppressed = report.documents.iter().any(|document| !document.suppressed.is_empty());
    let results: Vec<Value> =
        report.documents.iter().flat_map(|document| results(document, &rules, has_suppressed)).collect();
    sarif_log(&rules.rules, &results)
}

/// The rules of the log and where each stands, by id.
struct Rules {
    rules: Vec<Value>,
    index: BTreeMap<&'static str, usize>,
}

impl Rules {
    fn new() -> Self {
        let index = lint::CHECKS.iter().enumerate().map(|(index, check)| (check.id, index)).collect();
        Self { rules: lint::CHECKS.iter().map(|check| rule(check)).collect(), index }
    }
}

fn rule(check: &lint::Check) -> Value {
    let severity = Severity::from(check.severity);
    let mut rule = json!({
        "id": check.id,
        "shortDescription": { "text": check.summary },
        "fullDescription": { "text": check.why.trim() },
        "help": { "text": check.fix.trim(), "markdown": check.fix.trim() },
        "defaultConfiguration": { "level": level(severity) },
        "properties": {
            "category": check.category.name(),
            "severity": severity.name(),
            "security-severity": security_severity(severity),
            "tags": ["security", check.category.name()],
        },
    });
    if let (Some(reference), Some(rule)) = (check.references.first(), rule.as_object_mut()) {
        rule.insert("helpUri".to_owned(), json!(reference));
    }
    rule
}

/// What was found in a document, what is suppressed behind the rest. If one result of a run says whether it is suppressed, all
/// must (3.27.23).
fn results(document: &Checked, rules: &Rules, has_suppressed: bool) -> Vec<Value> {
    let uri = uri(&document.path);
    let reported = document.findings.iter().map(|finding| (finding, has_suppressed.then(|| json!([]))));
    let suppressed = document.suppressed.iter().map(|each| {
        let why = json!([{ "kind": "external", "status": "accepted", "justification": each.reason }]);
        (&each.finding, Some(why))
    });
    let mut results = Vec::new();
    for (finding, suppressions) in reported.chain(suppressed) {
        let mut result = result(&uri, document, finding, rules);
        if let (Some(members), Some(suppressions)) = (result.as_object_mut(), suppressions) {
            members.insert("suppressions".to_owned(), suppressions);
        }
        results.push(result);
    }
    results
}

fn result(uri: &str, document: &Checked, finding: &Finding, rules: &Rules) -> Value {
    let mut result = json!({
        "ruleId": finding.id,
        "level": level(finding.severity),
        "message": { "text": finding.sentence() },
        "locations": [{ "physicalLocation": physical(uri, finding.span) }],
        "partialFingerprints": { "leastwise/v1": finding.fingerprint },
        "properties": { "severity": finding.severity.name(), "pointer": finding.pointer },
    });
    let Some(members) = result.as_object_mut() else { return result };
    members.extend(rules.index.get(finding.id.as_str()).map(|index| ("ruleIndex".to_owned(), json!(index))));
    if !finding.labels.is_empty() {
        members.insert("relatedLocations".to_owned(), related(uri, finding));
    }
    if let Some(fix) = &finding.fix {
        let replacements: Vec<_> = fix.edits.iter().map(|edit| replacement(&document.source, edit)).collect();
        let change = json!({ "artifactLocation": { "uri": uri }, "replacements": replacements });
        let fix = json!({ "description": { "text": fix.title }, "artifactChanges": [change] });
        members.insert("fixes".to_owned(), json!([fix]));
    }
    result
}

fn related(uri: &str, finding: &Finding) -> Value {
    let location = |label: &crate::wire::Label| json!({ "physicalLocation": physical(uri, label.span), "message": { "text": label.message } });
    finding.labels.iter().map(location).collect()
}

fn physical(uri: &str, place: Place) -> Value {
    json!({ "artifactLocation": { "uri": uri }, "region": region(place) })
}

fn region(place: Place) -> Value {
    let Place { start, end } = place;
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

fn replacement(source: &Source, edit: &Edit) -> Value {
    let deleted = Place::new(source, Span::new(edit.start, edit.end));
    json!({ "deletedRegion": region(deleted), "insertedContent": { "text": edit.text } })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error | Severity::Critical | Severity::High => "error",
        Severity::Warning | Severity::Medium => "warning",
        Severity::Low | Severity::Suggestion => "note",
    }
}

/// The figure by which code scanning sorts security alerts, from 0 to 10.
fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::Error | Severity::High => "8.0",
        Severity::Warning | Severity::Medium => "5.5",
        Severity::Low => "3.0",
        Severity::Suggestion => "1.0",
    }
}

/// The path as a URI reference: relative paths stay relative to the working directory.
pub(crate) fn uri(path: &str) -> String {
    let path = if path == "-" { "stdin" } else { path };
    let path = path.replace('\\', "/");
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if path.get(1..2) == Some(":") {
        uri.push_str("file:///");
    }
    let path = path.strip_prefix("./").unwrap_or(&path);
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.extend(['%', hex(byte >> 4), hex(byte & 15)]);
        }
    }
    uri
}

/// One hexadecimal digit of a value below 16.
fn hex(value: u8) -> char {
    char::from_digit(value.into(), 16).unwrap_or('0').to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uri_references() {
        let cases = [
            ("policies/a b.json", "policies/a%20b.json"),
            ("./a.json", "a.json"),
            ("/tmp/é.json", "file:///tmp/%C3%A9.json"),
            ("-", "stdin"),
            ("a\\b.json", "a/b.json"),
            ("C:\\a.json", "file:///C:/a.json"),
        ];
        for (path, expected) in cases {
            assert_eq!(uri(path), expected, "{path}");
        }
    }
}
