//! Fixes that are not offered, whatever the check: they would say or lose something that nobody asked for.

use std::collections::HashMap;

use policy::{Diagnostic, Document, Edit, Source, Span};

use crate::removal;

/// Takes away the fixes that rename or remove a repeated key, as what it hides would come to light, those that write over a
/// comment, and those that give two members of an object one name, as only one of the two can be meant.
pub(crate) fn withhold_fixes(document: &Document, found: &mut [Diagnostic]) {
    for place in rivals(document, found) {
        if let Some(rival) = found.get_mut(place) {
            rival.fix = None;
        }
    }
    let repeated = document.diagnostics.iter().filter(|each| each.id == "duplicate-json-key");
    let places = repeated.flat_map(|each| each.labels.iter().map(|label| label.span).chain([each.span]));
    let places: Vec<Span> = places.collect();
    for each in found.iter_mut() {
        let mut edits = each.fix.iter().flat_map(|fix| &fix.edits);
        // What the readers report is about the text itself, comments and repeated keys included.
        let is_of_reader = || document.diagnostics.iter().any(|other| other.id == each.id);
        let reveals = |edit: &Edit| places.iter().any(|place| edit.span.contains(*place));
        if edits.any(|edit| reveals(edit) || loses_comment(&document.source, edit)) && !is_of_reader() {
            each.fix = None;
        }
    }
}

/// The findings whose fixes would write one name at several keys of an object.
fn rivals(document: &Document, found: &[Diagnostic]) -> Vec<usize> {
    let mut names: HashMap<&str, Vec<(usize, Span)>> = HashMap::new();
    for (place, each) in found.iter().enumerate() {
        for edit in each.fix.iter().flat_map(|fix| &fix.edits).filter(|edit| !edit.text.is_empty()) {
            names.entry(&edit.text).or_default().push((place, edit.span));
        }
    }
    let mut rivals = Vec::new();
    for written in names.into_values().filter(|written| written.len() > 1) {
        let mut keys: HashMap<Span, Vec<(usize, Span)>> = HashMap::new();
        for (place, span) in written {
            if let Some(object) = removal::object_with_key(&document.root, span) {
                keys.entry(object).or_default().push((place, span));
            }
        }
        for members in keys.into_values() {
            let is_one =
                members.iter().all(|(_, span)| members.first().is_some_and(|first| first.1 == *span));
            rivals.extend(members.iter().filter(|_| !is_one).map(|(place, _)| *place));
        }
    }
    rivals
}

/// Whether something else is written where a comment of YAML may stand, which is behind a blank and not in the last line.
fn loses_comment(source: &Source, edit: &Edit) -> bool {
    let lines = source.slice(edit.span).rsplit_once('\n').filter(|_| !edit.text.is_empty());
    lines.is_some_and(|(lines, _)| lines.contains(" #") || lines.contains("\t#"))
}

#[cfg(test)]
mod tests {
    use catalog::Catalog;
    use policy::Limits;

    use super::*;

    #[test]
    fn a_key_is_not_renamed_where_another_is_or_may_be_meant() {
        for (condition, is_mended) in [
            (r#""StringEqual":{"aws:PrincipalOrgID":"o-1"}"#, true),
            (r#""StringEqual":{"aws:PrincipalOrgID":"o-1"},"StringEqual":{"aws:userid":"x"}"#, false),
            (r#""StringEqual":{"aws:PrincipalOrgID":"o-1","aws:PrincipalOrgID":"o-2"}"#, true),
            (r#""StringEqual":{"aws:PrincipalOrgID":"o-1"},"StringEqals":{"aws:userid":"x"}"#, false),
        ] {
            let text = format!(
                r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{{{condition}}}}}}}"#
            );
            let document = Document::read("p.json", text.as_bytes(), None, &Limits::default());
            let found = crate::lint(&document, Catalog::embedded(), &crate::Options::default()).diagnostics;
            let fixes =
                found.iter().filter(|each| each.id == "invalid-condition-operator" && each.fix.is_some());
            assert_eq!(fixes.count(), usize::from(is_mended), "{condition}");
        }
    }

    #[test]
    fn what_would_write_over_a_comment_is_left_to_a_person() {
        let rest = "    Action: s3:GetObject\n    Resource: 'arn:aws:s3:::b/*'\n";
        for (comment, is_mended) in [("", true), (" # the team", false)] {
            let text = format!(
                "Version: '2012-10-17'\nStatement:\n  - Effect: Allow\n    Principal:\n      - '111122223333'{comment}\n      - '444455556666'\n{rest}"
            );
            let document = Document::read("p.yaml", text.as_bytes(), None, &Limits::default());
            let found = crate::lint(&document, Catalog::embedded(), &crate::Options::default()).diagnostics;
            let format = found.iter().find(|each| each.id == "invalid-principal-format").unwrap();
            assert_eq!(format.fix.is_some(), is_mended, "{comment}");
        }
    }
}
