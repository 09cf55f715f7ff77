//! The answer of AWS IAM Access Analyzer's `ValidatePolicy`, so that these checks can stand in for the service.
//!
//! Source: <https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ValidatePolicy.html>

use policy::{Document, Limits, Node, Source, Span, Value as Tree};
use serde_json::{Value, json};

use crate::wire::{Checked, Finding, Findings, Place, Position, Severity};
use crate::{OpError, schema};

/// Where the service's own checks are explained.
const REFERENCE: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html";

/// The findings of all documents in one list; the service is asked about one, so only several are told apart, by `document`.
pub fn access_analyzer(report: &Findings) -> Result<String, OpError> {
    let several = report.summary.documents > 1;
    let findings: Vec<Value> = report
        .documents
        .iter()
        // The service knows nothing of a configuration.
        .filter(|document| document.kind.is_some())
        .flat_map(|document| {
            let mut places = Places::of(document);
            document.findings.iter().map(move |finding| {
                let mut written = places.finding(finding);
                if let Some(members) = written.as_object_mut().filter(|_| several) {
                    members.insert("document".to_owned(), json!(document.path));
                }
                written
            })
        })
        .collect();
    schema::pretty(&json!({ "findings": findings }))
}

/// A document's tree, and how far its characters are counted.
struct Places<'a> {
    source: &'a Source,
    root: Node,
    /// A byte offset, and the characters before it.
    counted: (usize, usize),
}

impl<'a> Places<'a> {
    fn of(document: &'a Checked) -> Self {
        let source = &document.source;
        // The text is read a second time: keeping every tree would cost the other forms memory.
        let limits = Limits { bytes: usize::MAX, ..Limits::default() };
        let read = Document::read(source.name(), source.text().as_bytes(), None, &limits);
        Self { source, root: read.root, counted: (0, 0) }
    }

    fn finding(&mut self, finding: &Finding) -> Value {
        let check = lint::find(&finding.id);
        let link = check.and_then(|check| check.references.first()).copied().unwrap_or(REFERENCE);
        let places = std::iter::once(finding.span).chain(finding.labels.iter().map(|label| label.span));
        let locations: Vec<Value> = places.map(|place| self.location(place)).collect();
        json!({
            "findingDetails": finding.sentence(),
            "findingType": finding_type(finding.severity),
            "issueCode": finding.id.replace('-', "_").to_ascii_uppercase(),
            "learnMoreLink": link,
            "locations": locations,
        })
    }

    fn location(&mut self, place: Place) -> Value {
        let path = path(&self.root, Span::new(place.start.offset, place.end.offset));
        json!({
            "path": path,
            "span": { "start": self.position(place.start), "end": self.position(place.end) },
        })
    }

    /// The service counts lines from 1, columns and offsets from 0, all in characters.
    fn position(&mut self, position: Position) -> Value {
        json!({
            "line": position.line,
            "column": position.column - 1,
            "offset": self.characters_before(position.offset),
        })
    }

    /// Counted from the last place on, which is near.
    fn characters_before(&mut self, offset: usize) -> usize {
        let (at, count) = self.counted;
        let between = |from, to| self.source.text().get(from..to).unwrap_or_default().chars().count();
        let count = if at <= offset { count + between(at, offset) } else { count - between(offset, at) };
        self.counted = (offset, count);
        count
    }
}

/// The way from the root to the innermost value or key at `span`.
fn path(root: &Node, span: Span) -> Vec<Value> {
    let mut path = Vec::new();
    let mut node = root;
    loop {
        let next = match &node.value {
            Tree::Array(items) => {
                let found = items.iter().enumerate().find(|(_, item)| item.span.contains(span));
                found.map(|(index, item)| (json!({ "index": index }), item))
            }
            Tree::Object(members) => {
                let Some(member) = members.iter().find(|member| member.span().contains(span)) else {
                    return path;
                };
                let text = &member.key.text;
                if member.key.span.contains(span) {
                    path.push(json!({ "key": text }));
                    return path;
                }
                Some((json!({ "value": text }), &member.value))
            }
            Tree::Tagged(_, inner) if inner.span.contains(span) => {
                node = inner;
                continue;
            }
            _ => None,
        };
        let Some((step, below)) = next else { return path };
        path.push(step);
        node = below;
    }
}

fn finding_type(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Critical | Severity::High | Severity::Medium | Severity::Low => "SECURITY_WARNING",
        Severity::Warning => "WARNING",
        Severity::Suggestion => "SUGGESTION",
    }
}
