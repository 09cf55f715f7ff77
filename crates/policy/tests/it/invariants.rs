//! What holds for every input, however broken: used by the tests here and by the fuzz targets.

use policy::{
    Diagnostic, Document, Fix, Format, Limits, Node, Safety, Severity, Source, Style, Value, fix, json, write,
};

/// Reads the bytes in every format and looks at what came out.
pub(crate) fn reading_keeps_its_promises(bytes: &[u8]) {
    for format in [None, Some(Format::Json), Some(Format::Yaml)] {
        let document = Document::read("-", bytes, format, &Limits::default());
        let text = document.source.text();
        for diagnostic in &document.diagnostics {
            spans_lie_on(text, diagnostic);
        }
        node_lies_on(text, &document.root, 0);
        written_reads_back(&document.root);
    }
}

/// Applies the fixes alone, together and to the end, and looks at the texts that come out.
pub(crate) fn fixing_keeps_its_promises(bytes: &[u8]) {
    for format in [Format::Json, Format::Yaml] {
        let read = |source: &Source| {
            Document::read(source.name(), source.text().as_bytes(), Some(format), &Limits::default())
        };
        let document = Document::read("-", bytes, Some(format), &Limits::default());
        let source = &document.source;
        let fixes: Vec<&Fix> = document.diagnostics.iter().filter_map(|each| each.fix.as_ref()).collect();
        for fix in fixes.iter().take(50) {
            let alone = fix::apply(source.text(), &[fix]);
            assert_eq!(alone.applied, [0], "a fix of ours does not fit the text: {fix:?}");
        }
        let together = fix::apply(source.text(), &fixes);
        assert_eq!(together.applied.len() + together.skipped.len(), fixes.len());

        // What is said of the bytes themselves is not said of the text again.
        let before = read(source);
        let mended = fix::mend(source, |source| read(source).diagnostics);
        let after = Document::read("-", mended.text.as_bytes(), Some(format), &Limits::default());
        assert!(
            errors(&after.diagnostics) <= errors(&before.diagnostics),
            "mending made it worse: {}",
            mended.text
        );
    }
}

pub(crate) fn errors(found: &[Diagnostic]) -> usize {
    found.iter().filter(|each| each.severity == Severity::Error).count()
}

/// Whether every error can be mended without asking.
pub(crate) fn all_mendable(found: &[Diagnostic]) -> bool {
    let is_safe = |each: &Diagnostic| each.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe);
    found.iter().filter(|each| each.severity == Severity::Error).all(is_safe)
}

pub(crate) fn spans_lie_on(text: &str, diagnostic: &Diagnostic) {
    let edits = diagnostic.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.span));
    let labels = diagnostic.labels.iter().map(|label| label.span);
    for span in edits.chain(labels).chain([diagnostic.span]) {
        assert!(span.start <= span.end && text.get(span.range()).is_some(), "{span:?} of {diagnostic:?}");
    }
    assert!(!diagnostic.message.is_empty() && !diagnostic.message.ends_with('.'), "{diagnostic:?}");
}

fn node_lies_on(text: &str, node: &Node, depth: usize) {
    assert!(text.get(node.span.range()).is_some(), "{:?} is off the text", node.span);
    assert!(depth <= 2 * Limits::default().depth + 2, "deeper than the limit");
    for member in node.as_object().unwrap_or_default() {
        assert!(text.get(member.key.span.range()).is_some(), "{:?} is off the text", member.key);
    }
    for child in node.children() {
        node_lies_on(text, child, depth + 1);
    }
}

fn written_reads_back(node: &Node) {
    // A tag adds an object, and for some functions a list, to the depth.
    let limits = Limits { depth: Limits::MAX_DEPTH, ..Limits::default() };
    if has_tag(node) {
        return;
    }
    for style in [Style::Minified, Style::Pretty(2)] {
        let text = write(node, style);
        let (again, found) = json::read(&text, &limits);
        assert!(found.iter().all(|each| each.id == "duplicate-json-key"), "{text}: {found:?}");
        assert_eq!(again.without_spans(), node.without_spans(), "{text}");
    }
}

fn has_tag(node: &Node) -> bool {
    matches!(node.value, Value::Tagged(..)) || node.children().any(has_tag)
}
