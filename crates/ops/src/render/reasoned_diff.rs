//! A unified diff with a reason for every line that changed.

use std::collections::BTreeMap;

use crate::wire::ReasonedLine;

/// Why lines changed, by their numbers from 1: those of the old text and those of the new.
#[derive(Debug, Default)]
pub struct Reasons {
    pub old: BTreeMap<usize, Vec<String>>,
    pub new: BTreeMap<usize, Vec<String>>,
}

/// The lines of a unified diff. A changed line that has no reason of its own (a bracket, a comma) has that of the lines around it.
pub fn reasoned(diff: &str, reasons: &Reasons) -> Vec<ReasonedLine> {
    let mut lines: Vec<ReasonedLine> = Vec::new();
    let (mut old, mut new) = (0, 0);
    for (at, line) in diff.lines().enumerate() {
        let mut own: Option<&Vec<String>> = None;
        let mut is_changed = false;
        match line.as_bytes() {
            _ if at < 2 => {}
            [b'@', ..] => (old, new) = starts(line),
            [b'-', ..] => {
                (own, is_changed) = (reasons.old.get(&old), true);
                old += 1;
            }
            [b'+', ..] => {
                (own, is_changed) = (reasons.new.get(&new), true);
                new += 1;
            }
            [b'\\', ..] => {}
            _ => (old, new) = (old + 1, new + 1),
        }
        let reason = own.map(|own| own.join("; ")).or_else(|| {
            let before = lines.last().map(|before| before.reason.clone());
            is_changed.then(|| before.unwrap_or_default())
        });
        lines.push(ReasonedLine { line: line.to_owned(), reason: reason.unwrap_or_default() });
    }
    // The first of several changed lines may have none before it.
    let mut after = String::new();
    for line in lines.iter_mut().skip(2).rev() {
        if !line.line.starts_with(['-', '+']) {
            after.clear();
        } else if line.reason.is_empty() {
            line.reason.clone_from(&after);
        } else {
            after.clone_from(&line.reason);
        }
    }
    lines
}

/// The first lines of `@@ -1,7 +2,8 @@`.
fn starts(line: &str) -> (usize, usize) {
    let mut ranges = line.split(' ').skip(1).map(|range| {
        let start = range.trim_start_matches(['-', '+']).split(',').next();
        start.and_then(|start| start.parse().ok()).unwrap_or(0)
    });
    (ranges.next().unwrap_or(0), ranges.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::unified;

    #[test]
    fn every_changed_line_has_a_reason() {
        let old = "a\n[\nb\nc\n]\nd\ne\nf\ng\nh\ni\nj\nk\n";
        let new = "a\nB\nd\ne\nf\ng\nh\ni\nj\nK\n";
        let reasons = Reasons {
            old: [(3, vec!["b1".to_owned(), "b2".to_owned()])].into(),
            new: [(2, vec!["B".to_owned()]), (10, vec!["K".to_owned()])].into(),
        };
        let lines = reasoned(&unified("a", old, new), &reasons);
        let changed: Vec<_> = lines.iter().skip(2).filter(|line| line.line.starts_with(['-', '+'])).collect();
        let told: Vec<_> = changed.iter().map(|line| (line.line.as_str(), line.reason.as_str())).collect();
        let expected = [
            ("-[", "b1; b2"),
            ("-b", "b1; b2"),
            ("-c", "b1; b2"),
            ("-]", "b1; b2"),
            ("+B", "B"),
            ("-k", "K"),
            ("+K", "K"),
        ];
        assert_eq!(told, expected);
        assert!(lines.iter().all(|line| line.line.starts_with(['-', '+']) || line.reason.is_empty()));
    }
}
