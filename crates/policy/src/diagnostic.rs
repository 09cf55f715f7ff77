//! What is said about a document: data, not an error.

use crate::Span;

/// How bad a finding is, from worst to least (the order of the variants is the rank).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// AWS would refuse the policy, or it cannot work.
    Error,
    Critical,
    High,
    Warning,
    Medium,
    Low,
    Suggestion,
}

impl Severity {
    pub const ALL: [Self; 7] =
        [Self::Error, Self::Critical, Self::High, Self::Warning, Self::Medium, Self::Low, Self::Suggestion];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Critical => "critical",
            Self::High => "high",
            Self::Warning => "warning",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Suggestion => "suggestion",
        }
    }
}

/// One thing said about a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// Kebab-case name of the fault; never changes once published.
    pub id: &'static str,
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, what the user wrote in backticks.
    pub message: String,
    pub span: Span,
    /// Other places that matter, each with a word of its own.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    pub fix: Option<Fix>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    pub span: Span,
    pub message: String,
}

/// A change of the text that mends what a diagnostic reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    pub title: String,
    pub safety: Safety,
    pub edits: Vec<Edit>,
}

/// Whether a fix may be applied without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Safety {
    /// The policy allows and denies the same after it, or could not work before it.
    Safe,
    /// What the policy allows may change: a person decides.
    Unsafe,
}

/// Replaces the text of `span`; an empty span inserts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

impl Diagnostic {
    pub fn new(id: &'static str, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        Self { id, severity, message: message.into(), span, labels: Vec::new(), help: None, fix: None }
    }

    #[must_use]
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: message.into() });
        self
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}

impl Fix {
    pub fn safe(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self::one(title, Safety::Safe, span, text)
    }

    /// A fix after which the policy may allow something else than before.
    pub fn risky(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self::one(title, Safety::Unsafe, span, text)
    }

    fn one(title: impl Into<String>, safety: Safety, span: Span, text: impl Into<String>) -> Self {
        Self { title: title.into(), safety, edits: vec![Edit { span, text: text.into() }] }
    }
}
