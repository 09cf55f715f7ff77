//! Sets of numbers.

use super::cuts::{Cuts, Edge, Point};
use super::gather::gather;
use super::number::{Number, NumberCut, ends, plainest};
use super::region::{Region, Related, of_cuts};

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Numbers(Cuts<NumberCut>);

impl Region for Numbers {
    of_cuts!(Number);

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

/// Numbers between the ends of a piece, without end if there is one: from the plainest on, away from zero.
fn between(from: Edge<&NumberCut>, to: Edge<&NumberCut>) -> impl Iterator<Item = Number> + use<> {
    let (first, last) = ends((from, to));
    let from = first.map_or_else(|| from.cloned(), Number::after);
    let to = last.map_or_else(|| to.cloned(), Number::before);
    std::iter::successors(plainest(from.as_ref(), to.as_ref()), move |number| {
        if number.is_negative() {
            plainest(from.as_ref(), number.before().as_ref())
        } else {
            plainest(number.after().as_ref(), to.as_ref())
        }
    })
}
