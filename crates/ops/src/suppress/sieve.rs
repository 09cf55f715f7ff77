//! What becomes of the findings of one run: reported, suppressed, or known from an earlier run.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use lint::{Options, Report};
use policy::{Diagnostic, Document};

use super::subject::{Subject, has_sid};
use super::{Baseline, Checks, Suppression, Suppressions};
use crate::wire::{Finding, Suppressed};
use crate::{Context, fingerprint};

/// Takes the findings of one document after another.
pub(crate) struct Sieve<'a> {
    pub(super) suppressions: Option<&'a Suppressions>,
    /// What came of each of them.
    pub(super) marks: Vec<Mark>,
    pub(super) today: Date,
    options: &'a Options,
    baseline: Option<Baseline>,
    /// How often each fingerprint came up. Only looked up, never listed.
    seen: HashMap<String, usize>,
}

/// What came of a suppression.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mark {
    /// Whether a document was looked at that it is about.
    pub(super) looked_at: bool,
    /// How many findings fit it.
    pub(super) fits: usize,
}

/// The findings of a document, parted.
#[derive(Debug, Default)]
pub(crate) struct Sifted {
    pub(crate) findings: Vec<Finding>,
    pub(crate) suppressed: Vec<Suppressed>,
    /// How many are in the baseline.
    pub(crate) known: usize,
}

impl<'a> Sieve<'a> {
    pub(crate) fn new(
        suppressions: Option<&'a Suppressions>,
        baseline: Option<Baseline>,
        options: &'a Options,
        cx: &Context,
    ) -> Self {
        let marks = vec![Mark::default(); suppressions.map_or(0, |all| all.list.len())];
        Self { suppressions, marks, today: today(cx), options, baseline, seen: HashMap::new() }
    }

    /// Parts what was found in a document; `tell` makes a finding of a diagnostic.
    pub(crate) fn sift(
        &mut self,
        document: &Document,
        report: &Report,
        tell: impl Fn(&Diagnostic) -> Finding,
    ) -> Sifted {
        let name = document.source.name();
        self.look_at(name, report);
        let mut sifted = Sifted::default();
        for found in &report.diagnostics {
            let subject = Subject::new(name, &report.policy, found);
            let mut finding = tell(found);
            self.number(name, document, &mut finding);
            if let Some(suppression) = self.suppression(&subject) {
                let expires = suppression.expires.map(|day| day.to_string());
                sifted.suppressed.push(Suppressed { reason: suppression.reason.clone(), expires, finding });
            } else if !subject.must_be_told() && self.is_known(&finding) {
                sifted.known += 1;
            } else {
                sifted.findings.push(finding);
            }
        }
        sifted
    }

    /// The first suppression in force that fits; all that fit are counted as used.
    fn suppression(&mut self, subject: &Subject<'_>) -> Option<&'a Suppression> {
        let mut first = None;
        for (suppression, mark) in self.suppressions?.list.iter().zip(&mut self.marks) {
            if suppression.fits(subject) {
                mark.fits += 1;
                first = first.or(Some(suppression).filter(|each| !each.is_over(self.today)));
            }
        }
        first
    }

    /// Notes which suppressions are about the document.
    fn look_at(&mut self, name: &str, report: &Report) {
        let list = self.suppressions.map(|all| all.list.as_slice()).unwrap_or_default();
        for (suppression, mark) in list.iter().zip(&mut self.marks) {
            let has_sid = |sid| report.policy.statements.iter().any(|statement| has_sid(statement, sid));
            mark.looked_at |= match (&suppression.path, &suppression.sid) {
                (Some(path), _) => path.matches(name),
                (None, Some(sid)) => has_sid(sid),
                (None, None) => false,
            };
        }
    }

    /// Gives the finding a fingerprint that no other of the run has.
    pub(super) fn number(&mut self, name: &str, document: &Document, finding: &mut Finding) {
        let fingerprint = fingerprint::of(name, finding, &document.source);
        let count = self.seen.entry(fingerprint.clone()).or_default();
        *count += 1;
        finding.fingerprint = format!("{fingerprint}:{count}");
    }

    pub(super) fn is_known(&self, finding: &Finding) -> bool {
        self.baseline.as_ref().is_some_and(|baseline| baseline.has(&finding.fingerprint))
    }

    /// Whether the run has some check that the suppression is about.
    pub(super) fn has_run(&self, checks: &Checks) -> bool {
        match checks {
            Checks::All => self.options.only.is_empty(),
            // Nobody can look for it.
            Checks::These(ids) if ids.is_empty() => true,
            Checks::These(ids) => ids.iter().any(|id| self.runs(id)),
        }
    }

    /// Whether the check of that id runs.
    pub(super) fn runs(&self, id: &str) -> bool {
        let only = &self.options.only;
        (only.is_empty() || only.iter().any(|name| name == id)) && !self.options.without.contains(&id)
    }
}

impl Suppressions {
    /// Whether the finding is suppressed today.
    pub(crate) fn hide(
        &self,
        name: &str,
        policy: &policy::tree::Policy,
        found: &Diagnostic,
        today: Date,
    ) -> bool {
        let subject = Subject::new(name, policy, found);
        self.list.iter().any(|suppression| !suppression.is_over(today) && suppression.fits(&subject))
    }
}

impl Suppression {
    /// Whether its last day is over.
    pub(super) fn is_over(&self, today: Date) -> bool {
        self.expires.is_some_and(|last| last < today)
    }
}

/// The day it is, in UTC, by the clock of the context.
pub(crate) fn today(cx: &Context) -> Date {
    let now = jiff::Timestamp::from_second(cx.now()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    now.to_zoned(TimeZone::UTC).date()
}
