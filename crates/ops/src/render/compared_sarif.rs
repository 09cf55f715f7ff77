//! A comparison as SARIF 2.1.0: new access is an error, access that is lost a note.

use serde_json::{Value, json};

use super::compared_text::access_lines;
use super::uri;
use crate::wire::{Access, AccessChange, AccessVerdict, Compared};
use crate::{OpError, schema};

const RULES: [(&str, &str); 2] = [
    ("new-access", "the new policies allow what the old ones do not"),
    ("removed-access", "the old policies allow what the new ones do not"),
];

/// One run with two rules, and a result for each direction that is not proved to be without a difference.
pub fn compared_sarif(compared: &Compared) -> Result<String, OpError> {
    let rules: Vec<_> =
        RULES.iter().map(|(id, text)| json!({ "id": id, "shortDescription": { "text": text } })).collect();
    let results = [
        (AccessChange::New, &compared.new_access, 0, "error"),
        (AccessChange::Removed, &compared.removed_access, 1, "note"),
    ];
    let results: Vec<_> = results
        .into_iter()
        .filter(|(_, access, ..)| access.verdict != AccessVerdict::None)
        .map(|(change, access, rule, level)| result(compared, change, access, rule, level))
        .collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "leastwise",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    schema::pretty(&log)
}

fn result(compared: &Compared, change: AccessChange, access: &Access, rule: usize, level: &str) -> Value {
    let mut lines = access_lines(change, access, compared.kind);
    let regions = compared.regions.iter().filter(|region| region.change == change);
    lines.extend(regions.map(|region| region.text.clone()));
    // What is gained stands in the new policies; of what is lost, too, if they deny it.
    let statements = access.decided_by.new.iter().chain(&access.decided_by.old);
    let locations: Vec<_> = statements
        .take(1)
        .map(|statement| {
            json!({ "physicalLocation": {
                "artifactLocation": { "uri": uri(&statement.path) },
                "region": { "startLine": statement.line, "startColumn": statement.column },
            } })
        })
        .collect();
    json!({
        "ruleId": RULES[rule].0,
        "ruleIndex": rule,
        "level": level,
        "message": { "text": lines.join("\n") },
        "locations": locations,
    })
}
