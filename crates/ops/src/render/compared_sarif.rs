//! A comparison as SARIF 2.1.0: new access is an error, access that is lost a note.

use serde_json::{Value, json};

use super::compared_text::access_lines;
use super::sarif_log::sarif_log;
use super::{plain, uri};
use crate::OpError;
use crate::wire::{Access, AccessChange, AccessVerdict, Compared};

const NEW: (&str, &str) = ("new-access", "the new policies allow what the old ones do not");
const REMOVED: (&str, &str) = ("removed-access", "the old policies allow what the new ones do not");

/// One run with two rules, and a result for each direction that is not proved to be without a difference.
pub fn compared_sarif(compared: &Compared) -> Result<String, OpError> {
    let rules: Vec<_> = [NEW, REMOVED]
        .iter()
        .map(|(id, text)| json!({ "id": id, "shortDescription": { "text": text } }))
        .collect();
    let new = result(compared, AccessChange::New, &compared.new_access);
    let removed = result(compared, AccessChange::Removed, &compared.removed_access);
    let results: Vec<_> = [new, removed].into_iter().flatten().collect();
    sarif_log(&rules, &results)
}

/// None if there is proved to be no difference.
fn result(compared: &Compared, change: AccessChange, access: &Access) -> Option<Value> {
    let (index, (rule, _), level) = match (change, access.verdict) {
        (_, AccessVerdict::None) => return None,
        (AccessChange::Removed, _) => (1, REMOVED, "note"),
        (_, AccessVerdict::Witness) => (0, NEW, "error"),
        (_, AccessVerdict::Unknown) => (0, NEW, "warning"),
    };
    let mut lines = access_lines(change, access, compared.kind);
    let regions = compared.regions.iter().filter(|region| region.change == change);
    lines.extend(regions.map(|region| region.text.clone()));
    let lines: Vec<_> = lines.iter().map(|line| plain(line)).collect();
    // What is gained stands in the new policies; of what is lost, too, if they deny it.
    let mut statements = access.decided_by.new.iter().chain(&access.decided_by.old);
    let location = statements.next().map(|statement| {
        json!({ "physicalLocation": {
            "artifactLocation": { "uri": uri(&statement.path) },
            "region": { "startLine": statement.line, "startColumn": statement.column },
        } })
    });
    Some(json!({
        "ruleId": rule,
        "ruleIndex": index,
        "level": level,
        "message": { "text": lines.join("\n") },
        "locations": Vec::from_iter(location),
    }))
}
