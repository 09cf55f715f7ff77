//! How much one check may do in one document. Work is counted, never time, so that the same document always gives the same
//! findings; what a policy within AWS's quotas can need is far below every limit.

use std::cell::Cell;

/// Findings of one check in one document: whoever has more does not read them one by one.
pub(crate) const MOST_FINDINGS: usize = 1_000;
/// Places beside the one of a finding.
pub(crate) const MOST_LABELS: usize = 20;
/// Searches for the nearest name, of which each takes up to 20 milliseconds.
pub(crate) const MOST_SEARCHES: usize = 50;
/// Steps of everything else that grows faster than the document; each takes some nanoseconds.
pub(crate) const MOST_STEPS: usize = 10_000_000;
/// Bytes of one text. A policy has fewer, and patterns as long take minutes to compare.
pub(crate) const LONGEST_TEXT: usize = 40_000;
/// Bytes of a message: what it quotes may be as long as the document.
pub(crate) const LONGEST_MESSAGE: usize = 4_000;

/// What is left to one check in one document.
pub(crate) struct Budget {
    steps: Cell<usize>,
    searches: Cell<usize>,
    reached: Cell<Option<Limit>>,
}

/// A limit that kept a check from finishing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Limit {
    Findings,
    Steps,
    Searches,
}

impl Default for Budget {
    fn default() -> Self {
        Self { steps: Cell::new(MOST_STEPS), searches: Cell::new(MOST_SEARCHES), reached: Cell::new(None) }
    }
}

impl Budget {
    /// Whether the check may do so many more steps. If it may not it is unfinished, and makes no more of that size.
    pub(crate) fn allows(&self, steps: usize) -> bool {
        let left = self.steps.get().checked_sub(steps);
        self.steps.set(left.unwrap_or(0));
        left.is_some() || self.reach(Limit::Steps)
    }

    /// The same for the comparison of two patterns of so many letters.
    pub(crate) fn allows_comparing(&self, one: usize, other: usize) -> bool {
        self.allows(comparison(one, other))
    }

    /// Whether the check may search for one more name that was meant.
    pub(crate) fn allows_search(&self) -> bool {
        let left = self.searches.get().checked_sub(1);
        self.searches.set(left.unwrap_or(0));
        left.is_some() || self.reach(Limit::Searches)
    }

    /// Notes that a limit was reached; of several the gravest counts.
    pub(crate) fn reach(&self, limit: Limit) -> bool {
        let graver = self.reached.get().map_or(limit, |known| known.min(limit));
        self.reached.set(Some(graver));
        false
    }

    /// The limit that kept the check from finishing.
    pub(crate) fn reached(&self) -> Option<Limit> {
        self.reached.get()
    }
}

/// Steps to compare two patterns: usually some for each letter, at worst some for each pair.
fn comparison(one: usize, other: usize) -> usize {
    one.saturating_add(other).saturating_add(one.saturating_mul(other) / 64)
}

/// Cuts the middle out of a message that quotes too much.
pub(crate) fn shortened(message: String) -> String {
    if message.len() <= LONGEST_MESSAGE {
        return message;
    }
    let half = LONGEST_MESSAGE / 2;
    let (start, end) = (message.floor_char_boundary(half), message.ceil_char_boundary(message.len() - half));
    let [start, end] = [message.get(..start), message.get(end..)].map(Option::unwrap_or_default);
    format!("{start}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spent_is_gone_and_the_gravest_limit_is_remembered() {
        let budget = Budget::default();
        assert!((0..MOST_SEARCHES).all(|_| budget.allows_search()));
        assert_eq!(budget.reached(), None);
        assert!(!budget.allows_search());
        assert_eq!(budget.reached(), Some(Limit::Searches));
        assert!(budget.allows(MOST_STEPS - 1) && budget.allows(1));
        assert!(!budget.allows(1));
        assert_eq!(budget.reached(), Some(Limit::Steps));
        assert!(!budget.allows_search());
        assert_eq!(budget.reached(), Some(Limit::Steps));
    }

    #[test]
    fn two_texts_as_long_as_allowed_are_too_dear_to_compare() {
        assert!(Budget::default().allows_comparing(2_048, 2_048), "an ARN's longest");
        assert!(!Budget::default().allows_comparing(LONGEST_TEXT, LONGEST_TEXT));
    }

    #[test]
    fn a_long_message_keeps_its_ends_and_its_characters() {
        assert_eq!(shortened("é".to_owned()), "é");
        let long = shortened(format!("a{}b", "é".repeat(LONGEST_MESSAGE)));
        assert!(long.starts_with("aé") && long.ends_with("éb") && long.contains("é…é"), "{long}");
        assert!(long.len() <= LONGEST_MESSAGE + 8);
    }
}
