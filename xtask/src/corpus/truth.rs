//! What an analysis of the corpus must find: exact counts, spelled as the formats of the product promise.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The truth of a corpus, as it lies in `truth.json`.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Truth {
    /// Everything that came in: `used` plus all of `skipped`.
    #[serde(rename = "in")]
    pub(super) records: u64,
    pub(super) used: u64,
    pub(super) skipped: BTreeMap<String, u64>,
    pub(super) files: u64,
    pub(super) rows: Vec<Row>,
}

impl Truth {
    /// How many principals there are.
    pub(super) fn principals(&self) -> usize {
        self.rows.iter().map(|row| &row.principal).collect::<BTreeSet<_>>().len()
    }
}

/// How often a caller made a call with one outcome.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    pub(super) principal: String,
    pub(super) event_source: String,
    pub(super) event_name: String,
    pub(super) outcome: String,
    pub(super) count: u64,
}

/// What one record is meant to be.
#[derive(Debug, Clone)]
pub(super) enum Meaning {
    Used { principal: String, source: String, name: String, outcome: &'static str },
    Skipped(&'static str),
}

/// The truth while the corpus is written.
#[derive(Default)]
pub(super) struct Counter {
    counts: BTreeMap<(String, String, String, &'static str), u64>,
    skipped: BTreeMap<&'static str, u64>,
}

impl Counter {
    pub(super) fn count(&mut self, meaning: Meaning) {
        match meaning {
            Meaning::Used { principal, source, name, outcome } => {
                *self.counts.entry((principal, source, name, outcome)).or_default() += 1;
            }
            Meaning::Skipped(reason) => *self.skipped.entry(reason).or_default() += 1,
        }
    }

    pub(super) fn finish(self, files: u64) -> Truth {
        let row = |((principal, event_source, event_name, outcome), count): (_, u64)| {
            let outcome: &str = outcome;
            Row { principal, event_source, event_name, outcome: outcome.to_owned(), count }
        };
        let used = self.counts.values().sum();
        let skipped: BTreeMap<String, u64> =
            self.skipped.into_iter().map(|(reason, count)| (reason.to_owned(), count)).collect();
        let mut rows: Vec<Row> = self.counts.into_iter().map(row).collect();
        rows.sort();
        Truth { records: used + skipped.values().sum::<u64>(), used, skipped, files, rows }
    }
}
