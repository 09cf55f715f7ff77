//! Fixes that are not offered, whatever the check: they would say or lose something that nobody asked for.

use policy::{Diagnostic, Document, Edit, Source, Span};

/// Takes away the fixes that rename or remove a repeated key, as what it hides would come to light, and those that write over a
/// comment.
pub(crate) fn withhold_fixes(document: &Document, found: &mut [Diagnostic]) {
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
    fn a_repeated_key_is_neither_renamed_nor_removed() {
        for (condition, is_mended) in [
            (r#""StringEqual":{"aws:PrincipalOrgID":"o-1"}"#, true),
            (r#""StringEqual":{"aws:PrincipalOrgID":"o-1"},"StringEqual":{"aws:userid":"x"}"#, false),
            (r#""StringEqual":{"aws:PrincipalOrgID":"o-1","aws:PrincipalOrgID":"o-2"}"#, true),
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
