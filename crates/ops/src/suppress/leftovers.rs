//! Suppressions that are themselves at fault: those that fit nothing, and those whose last day is over.

use policy::Diagnostic;

use super::sieve::{Mark, Sieve};
use super::{Checks, Suppression};
use crate::config::Config;
use crate::wire::{Checked, Finding};

const UNUSED: &str = "unused-suppression";
const EXPIRED: &str = "expired-suppression";

impl Sieve<'_> {
    /// What is to be said about the suppressions after the last document: a document of its own, the configuration.
    ///
    /// `is_over_folders` says whether the run looked at all that lies below some folder, rather than at single documents.
    pub(crate) fn leftovers(mut self, config: &Config, is_over_folders: bool) -> Option<Checked> {
        let all = self.suppressions?;
        let faults = all
            .list
            .iter()
            .zip(&self.marks)
            .filter_map(|(each, mark)| self.fault(each, *mark, is_over_folders));
        let mut found: Vec<Diagnostic> = faults.collect();
        config.settle(None, &mut found);
        found.sort_by(|a, b| (a.span, a.id).cmp(&(b.span, b.id)));
        let document = &all.document;
        let name = document.source.name();
        let (mut findings, mut known) = (Vec::new(), 0);
        for fault in &found {
            let mut finding = Finding::new(fault, &[], &document.source, &document.root);
            self.number(name, document, &mut finding);
            if self.is_known(&finding) {
                known += 1;
            } else {
                findings.push(finding);
            }
        }
        (!found.is_empty()).then(|| Checked {
            path: name.to_owned(),
            kind: None,
            kind_reason: "it is the configuration".to_owned(),
            findings,
            suppressed: Vec::new(),
            known,
            source: document.source.clone(),
        })
    }

    fn fault(&self, suppression: &Suppression, mark: Mark, is_over_folders: bool) -> Option<Diagnostic> {
        let check = &suppression.check;
        if let Some(last) = suppression.expires.filter(|_| suppression.is_over(self.today)) {
            let message = format!("the suppression of `{check}` expired on {last}");
            let help = match mark.fits {
                0 => "take it out: it fits no finding any more".to_owned(),
                1 => "mend the finding that is reported again, or decide anew until when it is accepted"
                    .to_owned(),
                fits => format!(
                    "mend the {fits} findings that are reported again, or decide anew until when they are accepted"
                ),
            };
            return self.said(EXPIRED, suppression, message, help);
        }
        let is_general = suppression.path.is_none() && suppression.sid.is_none();
        let looked_at = mark.looked_at || (is_general && is_over_folders);
        if mark.fits > 0 || !looked_at || suppression.may_be_unused || !self.has_run(&suppression.checks) {
            return None;
        }
        let message = if suppression.checks == Checks::These(Vec::new()) {
            format!("`{check}` is about what no policy says by itself, so its suppression fits nothing")
        } else {
            format!("the suppression of `{check}` fits no finding")
        };
        self.said(UNUSED, suppression, message, "take it out".to_owned())
    }

    fn said(
        &self,
        id: &'static str,
        suppression: &Suppression,
        message: String,
        help: String,
    ) -> Option<Diagnostic> {
        let check = lint::find(id).filter(|check| self.runs(check.id))?;
        let mut diagnostic = Diagnostic::new(id, check.severity, suppression.span, message);
        diagnostic.help = Some(help);
        Some(diagnostic)
    }
}
