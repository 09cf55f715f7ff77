//! Sets of numbers.

use super::comparison::Comparison;
use super::cuts::{Cuts, Edge, Point};
use super::gather::gather;
use super::number::{Number, NumberCut, ends, plainest};
use super::region::{Region, Related};

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Numbers(Cuts<NumberCut>);

impl Region for Numbers {
    fn all() -> Self {
        Self(Cuts::all())
    }

    fn related(comparison: Comparison, operands: &[&str]) -> Related<Self> {
        let read = |text: &str| Some(comparison.piece(&Number::parse(text)?));
        Related::read(operands, read, |pieces| Self(Cuts::union(pieces)))
    }

    fn intersection(&self, other: &Self) -> Self {
        Self(self.0.intersection(&other.0))
    }

    fn complement(self) -> Self {
        Self(self.0.complement())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn has(&self, text: &str) -> Option<bool> {
        Some(self.0.contains(&Number::parse(text)?.before()))
    }

    fn example(&self) -> Option<String> {
        self.plainest().map(|number| number.text())
    }

    fn examples(&self, count: usize) -> Vec<String> {
        let ends = self.0.pieces().flat_map(|piece| <[_; 2]>::from(ends(piece))).flatten().cloned();
        let first = self.plainest().into_iter().chain(ends);
        let others = self.0.pieces().flat_map(|(from, to)| between(from, to));
        gather(first, others, count).iter().map(Number::text).collect()
    }

    fn respelled(text: &str) -> Option<String> {
        let number = Number::parse(text)?.text();
        let longer = if number.contains('.') { format!("{number}0") } else { format!("{number}.0") };
        Some(if longer == text { number } else { longer })
    }
}

impl Numbers {
    fn plainest(&self) -> Option<Number> {
        self.0.pieces().filter_map(|(from, to)| plainest(from, to)).min_by_key(Number::plainness)
    }
}

/// The numbers of a piece, from the plainest on: away from zero and, where that has an end, back.
fn between<'a>(from: Edge<&'a NumberCut>, to: Edge<&'a NumberCut>) -> impl Iterator<Item = Number> + 'a {
    let first = plainest(from, to);
    let down = std::iter::successors(first.clone(), move |number| plainest(from, number.before().as_ref()));
    let up = std::iter::successors(first.clone(), move |number| plainest(number.after().as_ref(), to));
    let goes_down = first.is_some_and(|first| first.is_negative());
    let (away, back): (Box<dyn Iterator<Item = Number>>, Box<dyn Iterator<Item = Number>>) =
        if goes_down { (Box::new(down), Box::new(up)) } else { (Box::new(up), Box::new(down)) };
    away.chain(back)
}
