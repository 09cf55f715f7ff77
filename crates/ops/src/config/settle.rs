//! What a configuration does to a run of the checks and to what they found.

use policy::Diagnostic;

use super::Config;

impl Config {
    /// The checks that are not to run.
    pub(crate) fn without(&self) -> Vec<&'static str> {
        self.checks.keys().copied().filter(|id| !self.is_enabled(id)).collect()
    }

    /// Tells the findings of a document as the configuration wants them.
    pub(crate) fn settle(&self, diagnostics: &mut [Diagnostic]) {
        for found in diagnostics {
            if let Some(severity) = self.severity(found.id) {
                found.severity = severity.into();
            }
        }
    }
}
