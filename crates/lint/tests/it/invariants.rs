//! What holds for every document, however broken: used by the tests here and by the fuzz target.

use catalog::Catalog;
use lint::Options;
use policy::tree::PolicyKind;
use policy::{Diagnostic, Document, Fix, Format, Limits, Severity, Source, fix};

/// Fixes of one document that are tried alone.
const ALONE: usize = 50;

/// Takes the first byte for what a caller says of the document, the others for the document itself, runs every check over it,
/// and mends it.
pub(crate) fn linting_keeps_its_promises(bytes: &[u8]) {
    let Some((said, bytes)) = bytes.split_first() else { return };
    let (format, options) = what_is_said(*said);
    let document = Document::read("-", bytes, Some(format), &Limits::default());
    let found = lint::lint(&document, Catalog::embedded(), &options).diagnostics;
    for diagnostic in &found {
        is_of_a_check(diagnostic);
        spans_lie_on(document.source.text(), diagnostic);
    }
    assert!(found.is_sorted_by_key(|each| each.span), "not in the order of their places: {found:?}");
    let again = lint::lint(&document, Catalog::embedded(), &options).diagnostics;
    assert_eq!(again, found, "the same document, other findings");
    each_fix_alone_leaves_a_document(&document.source, format, &found);
    mending_leaves_a_document(&document.source, format, &options);
}

/// The format in the lowest bit, then the kind of policy or none, then whether more is said of it.
fn what_is_said(byte: u8) -> (Format, Options) {
    let format = if byte & 1 == 0 { Format::Json } else { Format::Yaml };
    let kind = PolicyKind::ALL.get(usize::from(byte >> 1) & 15).copied();
    let says_more = byte & 32 != 0;
    let is_of_bucket = says_more && kind == Some(PolicyKind::Resource);
    let resource_type = is_of_bucket.then(|| "AWS::S3::Bucket".to_owned());
    let legacy_scp = says_more && kind == Some(PolicyKind::Scp);
    (format, Options { kind, resource_type, legacy_scp, ..Options::default() })
}

fn is_of_a_check(found: &Diagnostic) {
    let id = lint::find(found.id).map(|check| check.id);
    assert_eq!(id, Some(found.id), "no check has that id");
    assert!(!found.message.is_empty() && !found.message.ends_with('.'), "{found:?}");
}

fn spans_lie_on(text: &str, found: &Diagnostic) {
    let edits = found.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.span));
    let labels = found.labels.iter().map(|label| label.span);
    for span in edits.chain(labels).chain([found.span]) {
        assert!(span.start <= span.end && text.get(span.range()).is_some(), "{span:?} of {found:?}");
    }
}

fn each_fix_alone_leaves_a_document(source: &Source, format: Format, found: &[Diagnostic]) {
    let text = source.text();
    let before = faults(text, format);
    for found in found.iter().filter(|found| found.fix.is_some()).take(ALONE) {
        let fixes: Vec<&Fix> = found.fix.iter().collect();
        let alone = fix::apply(text, &fixes);
        assert_eq!(alone.applied, [0], "the fix does not fit the text: {found:?}");
        // What is broken already may be read otherwise from there on.
        assert!(before > 0 || faults(&alone.text, format) == 0, "{found:?} leaves {}", alone.text);
    }
}

fn mending_leaves_a_document(source: &Source, format: Format, options: &Options) {
    let find = |source: &Source| {
        let document = read(source.text(), format);
        lint::lint(&document, Catalog::embedded(), options).diagnostics
    };
    let mended = fix::mend(source, find);
    assert_eq!(fix::mend(source, find), mended, "mended in two ways");
    let text = mended.text.as_str();
    assert!(faults(source.text(), format) > 0 || faults(text, format) == 0, "mending broke it: {text}");
    let [before, after] = [source.text(), text].map(|text| errors(&find(&Source::new("-", text))));
    // A text that could be read in part only may show its errors once it can be read.
    assert!(faults(source.text(), format) > 0 || after <= before, "mending made it worse: {text}");
}

fn read(text: &str, format: Format) -> Document {
    Document::read("-", text.as_bytes(), Some(format), &Limits::default())
}

/// What is wrong with the text as JSON or YAML; a key that is there twice can be read nonetheless.
fn faults(text: &str, format: Format) -> usize {
    let found = read(text, format).diagnostics;
    errors(&found) - found.iter().filter(|each| each.id == "duplicate-json-key").count()
}

fn errors(found: &[Diagnostic]) -> usize {
    found.iter().filter(|each| each.severity == Severity::Error).count()
}
