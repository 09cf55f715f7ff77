//! Sets of moments.

use super::cuts::{Cuts, Point};
use super::discrete::Discrete;
use super::gather::gather;
use super::instant::Instant;
use super::region::{Region, Related, of_cuts};

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Moments(Cuts<Instant>);

/// In seconds.
const DAY: i64 = 86_400;

impl Region for Moments {
    of_cuts!(Instant);

    fn example(&self) -> Option<String> {
        self.plainest().map(Instant::text)
    }

    fn examples(&self, count: usize) -> Vec<String> {
        let first = self.plainest().into_iter().chain(self.0.ends());
        let plain = self.within(Instant::PLAIN[0]);
        let seconds = plain.ranges().flat_map(|(first, last)| {
            let next = |second: &Instant| second.next()?.ceiling(1);
            std::iter::successors(first.ceiling(1), next).take_while(move |second| *second <= last)
        });
        gather(first, seconds.chain(self.0.points()), count).into_iter().map(Instant::text).collect()
    }

    fn respelled(text: &str) -> Option<String> {
        Instant::parse(text).map(Instant::respelled)
    }
}

impl Moments {
    fn within(&self, (first, last): (Instant, Instant)) -> Cuts<Instant> {
        self.0.intersection(&Cuts::range(first, last))
    }

    /// The beginning of a day, else a whole second, else with few digits, in a year that people write; just behind where a piece of the set begins or, if
    /// it has no beginning, just before its end.
    fn plainest(&self) -> Option<Instant> {
        Instant::PLAIN.into_iter().chain([(Instant::FIRST, Instant::LAST)]).find_map(|window| {
            let plain = self.within(window);
            let whole = |seconds| plain.ranges().find_map(|range| plainest_of(range, window, seconds));
            whole(DAY).or_else(|| whole(1)).or_else(|| fraction(&plain))
        })
    }
}

/// Of a set without whole seconds, the first moment with the fewest digits.
fn fraction(set: &Cuts<Instant>) -> Option<Instant> {
    let with_digits = |digits| {
        let rounded = set.ranges().map(|(first, last)| (first.with_digits(digits), last));
        rounded.filter(|(first, last)| first <= last).map(|(first, _)| first).next()
    };
    (1..=9).find_map(with_digits)
}

fn plainest_of(
    (first, last): (Instant, Instant),
    window: (Instant, Instant),
    seconds: i64,
) -> Option<Instant> {
    let plainest = if (first, last) == window && (first..=last).contains(&Instant::USUAL) {
        Some(Instant::USUAL)
    } else if first == window.0 {
        last.floor(seconds)
    } else {
        first.ceiling(seconds)
    };
    plainest.filter(|plainest| (first..=last).contains(plainest))
}
