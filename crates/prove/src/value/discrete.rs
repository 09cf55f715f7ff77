//! Lines whose points can be counted: every point has a next one.

use super::cuts::{Cuts, Edge, Point};

/// A point that has a next one and one before, except at the ends of the line.
pub(super) trait Discrete: Copy + Ord {
    const FIRST: Self;
    const LAST: Self;

    fn next(self) -> Option<Self>;
    fn previous(self) -> Option<Self>;
}

impl<D: Discrete> Point for D {
    type Cut = D;

    fn before(&self) -> Edge<D> {
        if *self == D::FIRST { Edge::Start } else { Edge::At(*self) }
    }

    fn after(&self) -> Edge<D> {
        self.next().map_or(Edge::End, Edge::At)
    }
}

impl<D: Discrete> Cuts<D> {
    /// All points from the first to the last given.
    pub(super) fn range(first: D, last: D) -> Self {
        Self::union(vec![(first.before(), last.after())])
    }

    /// The first and the last point of every piece.
    pub(super) fn ranges(&self) -> impl Iterator<Item = (D, D)> {
        self.pieces().map(|(from, to)| {
            let first = if let Edge::At(first) = from { *first } else { D::FIRST };
            let last = if let Edge::At(next) = to { next.previous() } else { None };
            (first, last.unwrap_or(D::LAST))
        })
    }

    /// The points at the ends of the pieces, without those that end the line.
    pub(super) fn ends(&self) -> impl Iterator<Item = D> {
        self.ranges().flat_map(<[D; 2]>::from).filter(|end| *end != D::FIRST && *end != D::LAST)
    }

    pub(super) fn points(&self) -> impl Iterator<Item = D> {
        self.ranges().flat_map(|(first, last)| {
            std::iter::successors(Some(first), move |point| point.next().filter(|next| *next <= last))
        })
    }
}

impl Discrete for u32 {
    const FIRST: Self = Self::MIN;
    const LAST: Self = Self::MAX;

    fn next(self) -> Option<Self> {
        self.checked_add(1)
    }

    fn previous(self) -> Option<Self> {
        self.checked_sub(1)
    }
}

impl Discrete for u128 {
    const FIRST: Self = Self::MIN;
    const LAST: Self = Self::MAX;

    fn next(self) -> Option<Self> {
        self.checked_add(1)
    }

    fn previous(self) -> Option<Self> {
        self.checked_sub(1)
    }
}
