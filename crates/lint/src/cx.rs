//! What a check sees while it runs, and how it reports.

use catalog::Catalog;
use policy::tree::{Policy, PolicyKind};
use policy::{ActionPattern, Diagnostic, Fix, Node, Severity, Source, Span};

use crate::Check;
use crate::budget::{self, Budget, Limit, MOST_FINDINGS, MOST_LABELS};
use crate::facts::Facts;
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
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) concerns: &'a Concerns,
    pub(crate) check: &'static Check,
    pub(crate) found: Vec<Diagnostic>,
    /// What is reported once [`MOST_FINDINGS`] are found: it is not kept.
    pub(crate) surplus: Option<Diagnostic>,
    pub(crate) budget: Budget,
}

/// What it costs to hold a pattern against every action of one service, of which few have more, and of all.
const ACTIONS_OF_SERVICE: usize = 500;
const ALL_ACTIONS: usize = 20_000;

/// A finding that can still be added to.
pub struct Finding<'a>(&'a mut Diagnostic);

impl Cx<'_> {
    /// Whether the check may search for one more name that was meant.
    pub(crate) fn may_search(&self) -> bool {
        self.budget.allows_search()
    }

    /// Whether one more entry may be held against the rest of the policy: what several checks do together.
    pub(crate) fn may_judge(&self) -> bool {
        self.concerns.may_judge() || self.budget.reach(Limit::Steps)
    }

    /// Whether the check may look up one more time which actions an entry stands for.
    pub(crate) fn may_expand(&self, entry: &ActionPattern) -> bool {
        let has_wildcard = |text: &str| text.contains(['*', '?']);
        let steps = match entry.as_str().split_once(':') {
            Some((service, _)) if has_wildcard(service) => ALL_ACTIONS,
            Some((_, name)) if has_wildcard(name.trim_end_matches('*')) => ACTIONS_OF_SERVICE,
            _ => 1,
        };
        self.budget.allows(steps)
    }

    /// Whether the check has found as much as it may, so that it need not be asked any more.
    pub(crate) fn is_full(&self) -> bool {
        self.found.len() >= MOST_FINDINGS && !self.budget.reach(Limit::Findings)
    }

    /// Reports the fault of the running check at `span`.
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> Finding<'_> {
        let message = budget::shortened(message.into());
        let diagnostic = Diagnostic::new(self.check.id, self.check.severity, span, message);
        Finding(if self.is_full() {
            self.surplus.insert(diagnostic)
        } else {
            self.found.push_mut(diagnostic)
        })
    }
}

impl Finding<'_> {
    /// Another place that matters; those after the first few are left out.
    pub fn label(self, span: Span, message: impl Into<String>) -> Self {
        if self.0.labels.len() < MOST_LABELS {
            self.0.labels.push(policy::Label { span, message: budget::shortened(message.into()) });
        }
        self
    }

    /// What to do about this very finding, where the check's own text is too general.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.0.help = Some(budget::shortened(help.into()));
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
