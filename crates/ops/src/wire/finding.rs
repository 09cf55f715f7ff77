//! What is said about a document, with its places.

use policy::{Diagnostic, Node, Source, Span};
use schemars::JsonSchema;
use serde::Serialize;

use super::Severity;

/// One thing found in a document
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The check's name, which never changes
    pub id: String,
    /// What other tools, and earlier versions, call it
    pub aliases: Vec<String>,
    pub severity: Severity,
    /// What is wrong
    pub message: String,
    /// What to do about it
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// JSON pointer (RFC 6901) to the value, empty for the whole document
    pub pointer: String,
    pub span: Place,
    /// Other places that matter
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
    /// A change of the text that mends it
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// Its name among all findings of the run; stays when other lines of the document change
    pub fingerprint: String,
}

/// A finding that somebody decided to live with
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Suppressed {
    pub finding: Finding,
    /// Why, as the configuration says
    pub reason: String,
    /// The last day on which it is suppressed
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
}

/// From the first character to after the last
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Place {
    pub start: Position,
    pub end: Position,
}

/// A place in a text
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Position {
    /// Counted from 1
    pub line: usize,
    /// Counted from 1, in characters
    pub column: usize,
    /// Counted from 0, in bytes of UTF-8
    pub offset: usize,
}

/// Another place that matters, with a word of its own
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Label {
    pub message: String,
    pub span: Place,
}

/// A change of the text
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fix {
    pub safety: Safety,
    pub title: String,
    /// All of them together
    pub edits: Vec<Edit>,
}

/// Whether a fix may be applied without asking: a safe one leaves what the policy allows as it is, or mends what could not
/// work before
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    Safe,
    Unsafe,
}

/// Replaces the bytes from `start` to before `end`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Edit {
    pub start: usize,
    pub end: usize,
    pub text: String,
}

impl Finding {
    /// The finding as it stands in `source`, whose tree is `root`; its fingerprint hangs on the others of the run.
    pub fn new(diagnostic: &Diagnostic, aliases: &[&str], source: &Source, root: &Node) -> Self {
        let label = |label: &policy::Label| Label {
            message: label.message.clone(),
            span: Place::new(source, label.span),
        };
        Self {
            id: diagnostic.id.to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            severity: diagnostic.severity.into(),
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            pointer: root.pointer(diagnostic.span),
            span: Place::new(source, diagnostic.span),
            labels: diagnostic.labels.iter().map(label).collect(),
            fix: diagnostic.fix.as_ref().map(Fix::from),
            fingerprint: String::new(),
        }
    }

    /// What is wrong and what to do about it, in one line.
    pub fn sentence(&self) -> String {
        match &self.help {
            Some(help) => format!("{}; {help}", self.message),
            None => self.message.clone(),
        }
    }
}

impl Place {
    pub fn new(source: &Source, span: Span) -> Self {
        let range = span.range();
        Self {
            start: Position::new(source, range.start),
            end: Position::new(source, range.end.max(range.start)),
        }
    }
}

impl Position {
    fn new(source: &Source, offset: usize) -> Self {
        let position = source.position(offset);
        Self { line: position.line, column: position.column, offset: position.offset }
    }
}

impl From<&policy::Fix> for Fix {
    fn from(fix: &policy::Fix) -> Self {
        let edit = |edit: &policy::Edit| Edit {
            start: edit.span.range().start,
            end: edit.span.range().end,
            text: edit.text.clone(),
        };
        Self {
            safety: fix.safety.into(),
            title: fix.title.clone(),
            edits: fix.edits.iter().map(edit).collect(),
        }
    }
}

impl From<policy::Safety> for Safety {
    fn from(safety: policy::Safety) -> Self {
        match safety {
            policy::Safety::Safe => Self::Safe,
            policy::Safety::Unsafe => Self::Unsafe,
        }
    }
}
