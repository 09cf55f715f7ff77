//! The answers of a run, as they come.

use crate::Context;
use crate::wire::{Simulated, SimulatedCase, SimulationSummary};

/// All are counted, and those of the page are kept.
pub(crate) struct Answers {
    kept: Vec<SimulatedCase>,
    summary: SimulationSummary,
    offset: usize,
    limit: usize,
}

impl Answers {
    pub(crate) fn new(limit: Option<usize>, offset: usize, cx: &Context) -> Self {
        let limit = limit.unwrap_or(cx.limits().page).min(cx.limits().page_max);
        Self { kept: Vec::new(), summary: SimulationSummary::default(), offset, limit }
    }

    pub(crate) fn add(&mut self, answer: SimulatedCase) {
        let at = self.summary.cases;
        self.summary.add(&answer);
        if at >= self.offset && self.kept.len() < self.limit {
            self.kept.push(answer);
        }
    }

    pub(crate) fn finish(self) -> Simulated {
        let total = self.summary.cases;
        let truncated = self.offset.saturating_add(self.kept.len()) < total;
        Simulated { cases: self.kept, summary: self.summary, total, truncated }
    }
}
