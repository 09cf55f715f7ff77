//! One file read: its text, its tree, and what is wrong with it as a document.

use crate::{Diagnostic, Node, Severity, Source, Span, Value, decode, json, yaml};

/// Nothing to read but blanks and comments.
pub const EMPTY_DOCUMENT: &str = "empty-document";
/// More bytes than [`Limits::bytes`].
pub const DOCUMENT_TOO_LARGE: &str = "document-too-large";
/// Not all of the document was checked; whoever checks it reports it under this id.
pub const CHECK_LIMIT_REACHED: &str = "check-limit-reached";
/// Nested deeper than [`Limits::depth`].
pub const DOCUMENT_TOO_DEEP: &str = "document-too-deep";

/// After so many faults a reader says that there are more, and no longer which.
pub(crate) const MAX_FAULTS: usize = 1000;

/// A file as read; broken files give what could be read of them.
#[derive(Debug, Clone)]
pub struct Document {
    pub source: Source,
    pub root: Node,
    /// In the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a reader takes in at most, so that a hostile file costs no more than a large one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file.
    pub bytes: usize,
    /// Lists and objects within each other; more than [`Limits::MAX_DEPTH`] counts as that.
    pub depth: usize,
}

impl Limits {
    /// The trees are walked by recursion, which a small stack must bear.
    pub const MAX_DEPTH: usize = 200;

    pub(crate) fn depth(&self) -> usize {
        self.depth.min(Self::MAX_DEPTH)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 10_000_000, depth: 100 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    Json,
    Yaml,
}

impl Document {
    /// Reads a file; without a format its name decides, and where that says nothing, its content.
    pub fn read(name: &str, bytes: &[u8], format: Option<Format>, limits: &Limits) -> Self {
        if bytes.len() > limits.bytes {
            let message = format!(
                "the document has {} bytes, more than the limit of {}: it was not read",
                bytes.len(),
                limits.bytes
            );
            let diagnostic = Diagnostic::new(DOCUMENT_TOO_LARGE, Severity::Error, Span::NONE, message)
                .help("raise the limit if this is the file that was meant");
            return Self {
                source: Source::new(name, ""),
                root: Node::new(Span::NONE, Value::Null),
                diagnostics: vec![diagnostic],
            };
        }
        let (text, mut diagnostics) = decode::decode(bytes);
        let (root, found) = if is_blank(&text) {
            let message = if text.is_empty() {
                "the document is empty"
            } else {
                "the document is empty: it holds nothing but blanks"
            };
            let empty = Diagnostic::new(EMPTY_DOCUMENT, Severity::Error, Span::new(0, text.len()), message);
            (Node::new(Span::NONE, Value::Null), vec![empty])
        } else {
            match format.or_else(|| Format::of_name(name)).unwrap_or_else(|| Format::of_content(&text)) {
                Format::Json => json::read(&text, limits),
                Format::Yaml => yaml::read(&text, limits),
            }
        };
        diagnostics.extend(found);
        diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
        Self { source: Source::new(name, text), root, diagnostics }
    }

    /// Whether the document is sound as JSON or YAML, whatever it says.
    pub fn is_sound(&self) -> bool {
        self.diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error)
    }
}

impl Format {
    /// By extension; `.template` may be either, so it tells nothing.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "json" => Some(Self::Json),
            "yaml" | "yml" => Some(Self::Yaml),
            _ => None,
        }
    }

    /// JSON begins with a bracket, a quote, or a comment of its own kind; the rest is YAML.
    pub fn of_content(text: &str) -> Self {
        let mut lines = text.trim_start_matches('\u{FEFF}').lines().map(str::trim_start);
        let first = lines.find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default();
        if first.starts_with(['{', '[', '"']) || first.starts_with("//") || first.starts_with("/*") {
            Self::Json
        } else {
            Self::Yaml
        }
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|each| each.is_whitespace() || matches!(each, '\u{FEFF}' | '\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_comes_from_the_name_then_from_the_content() {
        for (name, text, format) in [
            ("a.json", "a: 1", Format::Json),
            ("a.YML", "{}", Format::Yaml),
            ("a.b/c.yaml", "{}", Format::Yaml),
            ("stack.template", "{}", Format::Json),
            ("stack.template", "Resources: {}", Format::Yaml),
            ("-", "\u{FEFF}\n  [1]", Format::Json),
            ("-", "# first\n{\"a\": 1}", Format::Json),
            ("-", "// first\n{\"a\": 1}", Format::Json),
            ("-", "# first\nVersion: 1", Format::Yaml),
            ("-", "- a", Format::Yaml),
            ("no-extension", "\"a\"", Format::Json),
        ] {
            let format_found = Format::of_name(name).unwrap_or_else(|| Format::of_content(text));
            assert_eq!(format_found, format, "{name} {text}");
        }
    }

    #[test]
    fn an_empty_document_is_one_finding() {
        for (name, bytes) in
            [("a.json", &b""[..]), ("a.yaml", b""), ("-", b" \n\t"), ("a.json", b"\0\0"), ("a.yaml", b"\r\n")]
        {
            let document = Document::read(name, bytes, None, &Limits::default());
            let ids: Vec<_> = document.diagnostics.iter().map(|each| each.id).collect();
            assert_eq!(ids, [EMPTY_DOCUMENT], "{name} {bytes:?}");
            assert_eq!(document.root.value, Value::Null);
        }
    }

    #[test]
    fn a_document_over_the_limit_is_not_read() {
        let limits = Limits { bytes: 4, ..Limits::default() };
        let over = Document::read("a.json", b"[1,2]", None, &limits);
        assert_eq!(over.diagnostics.iter().map(|each| each.id).collect::<Vec<_>>(), [DOCUMENT_TOO_LARGE]);
        assert!(Document::read("a.json", b"[12]", None, &limits).is_sound(), "the limit itself is allowed");
    }
}
