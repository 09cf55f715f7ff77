//! What a check sees while it runs, and how it reports.

use catalog::Catalog;
use policy::tree::{Policy, PolicyKind};
use policy::{Diagnostic, Fix, Node, Severity, Source, Span};

use crate::Check;
use crate::house::Rules;
use crate::reach::Concerns;

pub struct Cx<'a> {
    pub catalog: &'a Catalog,
    pub source: &'a Source,
    /// The document as nodes, for what the policy tree does not tell.
    pub root: &'a Node,
    pub policy: &'a Policy,
    pub kind: PolicyKind,
    /// What a resource policy is attached to, if the caller says so: `AWS::S3::Bucket`.
    pub resource_type: Option<&'a str>,
    /// Whether SCPs are held to the language before 2025-09.
    pub legacy_scp: bool,
    pub house: &'a Rules,
    pub(crate) concerns: &'a Concerns,
    pub(crate) check: &'static Check,
    pub(crate) found: Vec<Diagnostic>,
    /// How many more names may be searched for.
    pub(crate) searches: usize,
}

/// Searches for the nearest name that one check may make in one document. Each takes about a millisecond, so a document of
/// nothing but unknown names would take minutes; whoever misspells more has another problem.
pub(crate) const MOST_SEARCHES: usize = 200;

/// A finding that can still be added to.
pub struct Finding<'a>(&'a mut Diagnostic);

impl Cx<'_> {
    /// Whether the check may search for one more name that was meant.
    pub(crate) fn may_search(&mut self) -> bool {
        let may = self.searches > 0;
        self.searches = self.searches.saturating_sub(1);
        may
    }

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

    /// Another severity than the check's, where this finding is less grave.
    pub fn severity(self, severity: Severity) -> Self {
        self.0.severity = severity;
        self
    }

    pub fn fix(self, fix: Fix) -> Self {
        self.0.fix = Some(fix);
        self
    }
}
