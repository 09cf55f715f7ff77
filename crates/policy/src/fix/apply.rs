//! Fixes applied to a text: each whole or not at all, and the same ones whatever order they come in.

use std::{collections::BTreeMap, fmt};

use crate::{Edit, Fix};

/// What became of a text and of the fixes meant for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    pub text: String,
    /// Places in the list of fixes, ascending.
    pub applied: Vec<usize>,
    /// The others, ascending, each with its reason.
    pub skipped: Vec<(usize, Refusal)>,
}

/// Why a fix was not applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It changes what the fix of that index changes, which comes first in the text.
    Overlaps(usize),
    /// Its own edits overlap, or it has none.
    Contradictory,
    /// An edit ends beyond the text or before it starts.
    OutOfText,
    /// An edit cuts a character in two.
    SplitsCharacter,
}

/// Applies what fits together: fixes that come first in the text win, among equals the first of the list.
///
/// Equal edits of several fixes are made once. An insertion at the edge of a replaced part is no overlap; two different
/// insertions at one place are, since nothing says which of them comes first.
pub fn apply(text: &str, fixes: &[&Fix]) -> Applied {
    let mut order: Vec<(Vec<&Edit>, usize)> = Vec::with_capacity(fixes.len());
    let mut skipped = Vec::new();
    for (index, fix) in fixes.iter().enumerate() {
        let mut edits: Vec<&Edit> = fix.edits.iter().collect();
        edits.sort();
        edits.dedup();
        match refusal(text, &edits) {
            Some(refusal) => skipped.push((index, refusal)),
            None => order.push((edits, index)),
        }
    }
    order.sort_by_key(|(edits, index)| (edits.first().map(|edit| edit.span), *index));

    let mut accepted = Accepted::default();
    let mut applied = Vec::new();
    for (edits, index) in order {
        if let Some(winner) = edits.iter().find_map(|edit| accepted.conflict(edit)) {
            skipped.push((index, Refusal::Overlaps(winner)));
            continue;
        }
        for edit in edits {
            accepted.edits.entry((edit.span.start, edit.span.end)).or_insert((edit, index));
        }
        applied.push(index);
    }
    applied.sort_unstable();
    skipped.sort_unstable_by_key(|(index, _)| *index);
    Applied { text: accepted.written_into(text), applied, skipped }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Overlaps(_) => "it overlaps a fix that was applied",
            Self::Contradictory => "its edits contradict each other",
            Self::OutOfText => "it reaches beyond the text",
            Self::SplitsCharacter => "it would cut a character in two",
        })
    }
}

/// INVARIANT: the edits do not overlap, so their ends ascend with their starts.
#[derive(Default)]
struct Accepted<'a> {
    edits: BTreeMap<(u32, u32), (&'a Edit, usize)>,
}

impl Accepted<'_> {
    /// The fix that an accepted edit in the way of this one belongs to.
    fn conflict(&self, edit: &Edit) -> Option<usize> {
        let before = self.edits.range(..=(edit.span.end, u32::MAX)).rev();
        before
            .take_while(|((_, end), _)| *end >= edit.span.start)
            .find(|(_, (accepted, _))| **accepted != *edit && overlap(accepted, edit))
            .map(|(_, (_, index))| *index)
    }

    fn written_into(&self, text: &str) -> String {
        let mut written = String::with_capacity(text.len());
        let mut at = 0;
        for (edit, _) in self.edits.values() {
            let range = edit.span.range();
            written.push_str(text.get(at..range.start).unwrap_or_default());
            written.push_str(&edit.text);
            at = range.end;
        }
        written.push_str(text.get(at..).unwrap_or_default());
        written
    }
}

fn overlap(one: &Edit, other: &Edit) -> bool {
    let shared = one.span.start < other.span.end && other.span.start < one.span.end;
    shared || one.span == other.span
}

fn refusal(text: &str, edits: &[&Edit]) -> Option<Refusal> {
    for edit in edits {
        let range = edit.span.range();
        if range.start > range.end || range.end > text.len() {
            return Some(Refusal::OutOfText);
        }
        if !text.is_char_boundary(range.start) || !text.is_char_boundary(range.end) {
            return Some(Refusal::SplitsCharacter);
        }
    }
    let contradicts = edits.windows(2).any(|pair| matches!(pair, [one, other] if overlap(one, other)));
    (contradicts || edits.is_empty()).then_some(Refusal::Contradictory)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Safety, Span};

    fn fix(edits: &[(usize, usize, &str)]) -> Fix {
        let edits = edits
            .iter()
            .map(|(start, end, text)| Edit { span: Span::new(*start, *end), text: (*text).to_owned() });
        Fix { title: String::new(), safety: Safety::Safe, edits: edits.collect() }
    }

    #[test]
    fn fixes_that_fit_together_are_applied_whole() {
        for (case, fixes, text, applied, skipped) in [
            ("none", vec![], "0é345", vec![], vec![]),
            ("apart", vec![fix(&[(3, 4, "X")]), fix(&[(0, 1, "")])], "éX45", vec![0, 1], vec![]),
            ("touching", vec![fix(&[(0, 1, "a")]), fix(&[(1, 3, "b")])], "ab345", vec![0, 1], vec![]),
            (
                "insert at both edges",
                vec![fix(&[(3, 3, "<")]), fix(&[(3, 4, "X")]), fix(&[(4, 4, ">")])],
                "0é<X>45",
                vec![0, 1, 2],
                vec![],
            ),
            (
                "the first in the text wins",
                vec![fix(&[(1, 4, "b")]), fix(&[(0, 3, "a")])],
                "a345",
                vec![1],
                vec![(0, Refusal::Overlaps(1))],
            ),
            (
                "the first of the list wins",
                vec![fix(&[(3, 3, "a")]), fix(&[(3, 3, "b")])],
                "0éa345",
                vec![0],
                vec![(1, Refusal::Overlaps(0))],
            ),
            (
                "equal edits merge",
                vec![fix(&[(3, 3, "a")]), fix(&[(3, 3, "a")])],
                "0éa345",
                vec![0, 1],
                vec![],
            ),
            (
                "an insertion within",
                vec![fix(&[(0, 4, "")]), fix(&[(3, 3, "b")])],
                "45",
                vec![0],
                vec![(1, Refusal::Overlaps(0))],
            ),
            (
                "whole or not at all",
                vec![fix(&[(0, 1, "a")]), fix(&[(0, 1, "b"), (4, 5, "c")])],
                "aé345",
                vec![0],
                vec![(1, Refusal::Overlaps(0))],
            ),
            (
                "across another",
                vec![fix(&[(3, 4, "x")]), fix(&[(0, 1, "a"), (5, 6, "c")])],
                "aéx4c",
                vec![0, 1],
                vec![],
            ),
            (
                "half a character",
                vec![fix(&[(2, 3, "")])],
                "0é345",
                vec![],
                vec![(0, Refusal::SplitsCharacter)],
            ),
            ("beyond the end", vec![fix(&[(5, 7, "")])], "0é345", vec![], vec![(0, Refusal::OutOfText)]),
            ("backwards", vec![fix(&[(4, 3, "")])], "0é345", vec![], vec![(0, Refusal::OutOfText)]),
            ("no edits", vec![fix(&[])], "0é345", vec![], vec![(0, Refusal::Contradictory)]),
            (
                "against itself",
                vec![fix(&[(0, 3, "a"), (1, 4, "b")])],
                "0é345",
                vec![],
                vec![(0, Refusal::Contradictory)],
            ),
        ] {
            let fixes: Vec<&Fix> = fixes.iter().collect();
            let expected = Applied { text: text.to_owned(), applied, skipped };
            assert_eq!(apply("0é345", &fixes), expected, "{case}");
        }
    }
}
