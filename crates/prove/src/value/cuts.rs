//! Sets of points on a line, as the places where membership changes.

use std::cmp::Ordering;

/// A set of points: whether the first points of the line are in it, and where that changes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Cuts<C> {
    starts: bool,
    /// INVARIANT: strictly ascending, each with points on both sides. So equal sets have equal cuts.
    cuts: Vec<C>,
}

/// An end of a piece of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edge<C> {
    Start,
    At(C),
    End,
}

/// A point of the line, and the cuts beside it.
pub(super) trait Point {
    type Cut: Ord + Clone;

    fn before(&self) -> Edge<Self::Cut>;
    fn after(&self) -> Edge<Self::Cut>;
}

impl<C> Cuts<C> {
    pub(super) fn all() -> Self {
        Self { starts: true, cuts: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.starts && self.cuts.is_empty()
    }

    #[must_use]
    pub(super) fn complement(mut self) -> Self {
        self.starts = !self.starts;
        self
    }

    /// The pieces of the set, in order, no two of which touch.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (Edge<&C>, Edge<&C>)> {
        let mut cuts = self.cuts.iter();
        let mut at_start = self.starts;
        std::iter::from_fn(move || {
            let from = if std::mem::take(&mut at_start) { Edge::Start } else { Edge::At(cuts.next()?) };
            Some((from, cuts.next().map_or(Edge::End, Edge::At)))
        })
    }
}

impl<C: Ord + Clone> Cuts<C> {
    /// All points that are in some of the pieces, each given by where it begins and where it ends.
    pub(super) fn union(mut pieces: Vec<(Edge<C>, Edge<C>)>) -> Self {
        pieces.retain(|(from, to)| from < to);
        pieces.sort_unstable();
        let mut cuts = Self { starts: false, cuts: Vec::new() };
        let mut pieces = pieces.into_iter();
        let Some((mut from, mut to)) = pieces.next() else { return cuts };
        for (next_from, next_to) in pieces {
            if next_from <= to {
                to = to.max(next_to);
            } else {
                cuts.push_piece(from, to);
                (from, to) = (next_from, next_to);
            }
        }
        cuts.push_piece(from, to);
        cuts
    }

    fn push_piece(&mut self, from: Edge<C>, to: Edge<C>) {
        match from {
            Edge::At(cut) => self.cuts.push(cut),
            Edge::Start | Edge::End => self.starts = true,
        }
        if let Edge::At(cut) = to {
            self.cuts.push(cut);
        }
    }

    /// Whether the point behind a cut is in the set.
    pub(super) fn contains(&self, before: &Edge<C>) -> bool {
        let passed = match before {
            Edge::Start => 0,
            Edge::At(before) => self.cuts.partition_point(|cut| cut <= before),
            Edge::End => self.cuts.len(),
        };
        self.starts != (passed % 2 == 1)
    }

    pub(super) fn intersection(&self, other: &Self) -> Self {
        let (mut in_left, mut in_right) = (self.starts, other.starts);
        let (mut left, mut right) = (self.cuts.iter().peekable(), other.cuts.iter().peekable());
        let mut common = Self { starts: in_left && in_right, cuts: Vec::new() };
        let mut inside = common.starts;
        loop {
            let order = match (left.peek(), right.peek()) {
                (Some(left), Some(right)) => left.cmp(right),
                // Nothing more is common once one side has ended outside.
                (Some(_), None) if in_right => Ordering::Less,
                (None, Some(_)) if in_left => Ordering::Greater,
                _ => return common,
            };
            let left_cut = if order.is_le() { left.next() } else { None };
            let right_cut = if order.is_ge() { right.next() } else { None };
            in_left ^= left_cut.is_some();
            in_right ^= right_cut.is_some();
            if let Some(cut) = left_cut.or(right_cut).filter(|_| inside != (in_left && in_right)) {
                inside = !inside;
                common.cuts.push(cut.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Points from 0 to 9 of a line that begins there and goes on.
    fn points(cuts: &Cuts<u32>) -> Vec<u32> {
        (0..10).filter(|point| cuts.contains(&point.before())).collect()
    }

    fn covered(ranges: &[(u32, u32)]) -> Vec<u32> {
        (0..10).filter(|point| ranges.iter().any(|(first, last)| first <= point && point <= last)).collect()
    }

    #[test]
    fn pieces_that_touch_or_overlap_are_one() {
        for (ranges, expected) in [
            (&[(1, 8), (2, 3)][..], vec![(1, 8)]),
            (&[(1, 3), (4, 6)], vec![(1, 6)]),
            (&[(5, 7), (1, 3)], vec![(1, 3), (5, 7)]),
            (&[(1, 5), (3, 7), (6, 8)], vec![(1, 8)]),
            (&[(5, 3)], vec![]),
            (&[(3, u32::MAX), (0, 2)], vec![(0, u32::MAX)]),
        ] {
            let pieces = ranges.iter().map(|(first, last)| (first.before(), last.after())).collect();
            assert_eq!(Cuts::union(pieces).ranges().collect::<Vec<_>>(), expected, "{ranges:?}");
        }
    }

    proptest! {
        #[test]
        fn a_union_has_the_points_of_its_pieces(
            left in prop::collection::vec((0_u32..10, 0_u32..10), 0..5),
            right in prop::collection::vec((0_u32..10, 0_u32..10), 0..5),
        ) {
            let union = |ranges: &[(u32, u32)]| {
                Cuts::union(ranges.iter().map(|(first, last)| (first.before(), last.after())).collect())
            };
            prop_assert_eq!(points(&union(&left)), covered(&left));
            let common = union(&left).intersection(&union(&right));
            let expected: Vec<_> = covered(&left).into_iter().filter(|point| covered(&right).contains(point)).collect();
            prop_assert_eq!(points(&common), expected);
            prop_assert_eq!(union(&left) == union(&right), covered(&left) == covered(&right));
        }
    }
}
