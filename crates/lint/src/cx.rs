//! What a check sees while it runs, and how it reports.

use catalog::Catalog;
use policy::tree::{Policy, PolicyKind};
use policy::{Diagnostic, Fix, Source, Span};

use crate::Check;

pub struct Cx<'a> {
    pub catalog: &'a Catalog,
    pub source: &'a Source,
    pub policy: &'a Policy,
    pub kind: PolicyKind,
    pub(crate) check: &'static Check,
    pub(crate) found: Vec<Diagnostic>,
}

/// A finding that can still be added to.
pub struct Finding<'a>(&'a mut Diagnostic);

impl Cx<'_> {
    /// Reports the fault of the running check at `span`.
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> Finding<'_> {
        let diagnostic = Diagnostic::new(self.check.id, self.check.severity, span, message);
        Finding(self.found.push_mut(diagnostic))
    }
}

impl Finding<'_> {
    pub fn label(self, span: Span, message: impl Into<String>) -> Self {
        self.0.labels.push(policy::Label { span, message: message.into() });
        self
    }

    /// What to do about this very finding, where the check's own text is too general.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    pub fn fix(self, fix: Fix) -> Self {
        self.0.fix = Some(fix);
        self
    }
}
