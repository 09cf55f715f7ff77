//! Decimal numbers of any length, exact, and the plainest one between two.

use std::cmp::Ordering;
use std::sync::Arc;

use super::cuts::{Edge, Point};

/// A number as conditions take it. It is shared, as intersecting sets copies the ends of their pieces.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Number(Arc<Digits>);

/// A sign, digits, a point and digits.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Digits {
    /// INVARIANT: not of zero.
    negative: bool,
    /// INVARIANT: no zero in front; nothing for zero.
    whole: Box<str>,
    /// INVARIANT: no zero at the end.
    fraction: Box<str>,
}

/// A place between numbers: just before one, or just after it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NumberCut {
    number: Number,
    is_after: bool,
}

impl Number {
    pub(super) fn is_negative(&self) -> bool {
        self.0.negative
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |text: &str| text.bytes().all(|letter| letter.is_ascii_digit());
        if digits.is_empty() || digits == "." || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        Some(Self::new(text.starts_with('-'), whole, fraction))
    }

    fn new(negative: bool, whole: &str, fraction: &str) -> Self {
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        let is_zero = whole.is_empty() && fraction.is_empty();
        let negative = negative && !is_zero;
        Self(Arc::new(Digits { negative, whole: whole.into(), fraction: fraction.into() }))
    }

    fn zero() -> Self {
        Self::new(false, "", "")
    }

    fn negated(&self) -> Self {
        Self::new(!self.0.negative, &self.0.whole, &self.0.fraction)
    }

    fn magnitude(&self, other: &Self) -> Ordering {
        let (left, right) = (&*self.0, &*other.0);
        let whole = left.whole.len().cmp(&right.whole.len()).then_with(|| letters(&left.whole, &right.whole));
        // Without zeros at the end, the order of the digits is the order of the letters.
        whole.then_with(|| letters(&left.fraction, &right.fraction))
    }

    /// The order in which people would choose numbers: integers first, then few digits, then without sign.
    pub(super) fn plainness(&self) -> impl Ord + use<> {
        (self.0.fraction.len(), self.0.whole.len(), self.0.negative)
    }

    pub(super) fn text(&self) -> String {
        let sign = if self.0.negative { "-" } else { "" };
        let whole = if self.0.whole.is_empty() { "0" } else { &self.0.whole };
        let point = if self.0.fraction.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{}", self.0.fraction)
    }

    /// The next multiple of 10^-`places` above a number that is not negative.
    fn raised(&self, places: usize) -> Self {
        let fraction = self.0.fraction.bytes().chain(std::iter::repeat(b'0')).take(places);
        let mut digits: Vec<u8> = std::iter::once(b'0').chain(self.0.whole.bytes()).chain(fraction).collect();
        for digit in digits.iter_mut().rev() {
            if *digit == b'9' {
                *digit = b'0';
            } else {
                *digit += 1;
                break;
            }
        }
        let text = String::from_utf8_lossy(&digits);
        let (whole, fraction) = text.split_at_checked(digits.len() - places).unwrap_or_default();
        Self::new(false, whole, fraction)
    }
}

/// The order of two texts. Most fractions are empty, and comparing the memory of an empty box can cost more than all else:
/// its pointer leads nowhere, which some processors are slow to forgive.
fn letters(left: &str, right: &str) -> Ordering {
    if left.is_empty() || right.is_empty() { left.len().cmp(&right.len()) } else { left.cmp(right) }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.0.negative, other.0.negative) {
            (false, false) => self.magnitude(other),
            (true, true) => other.magnitude(self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Point for Number {
    type Cut = NumberCut;

    fn before(&self) -> Edge<NumberCut> {
        Edge::At(NumberCut { number: self.clone(), is_after: false })
    }

    fn after(&self) -> Edge<NumberCut> {
        Edge::At(NumberCut { number: self.clone(), is_after: true })
    }
}

impl Edge<&NumberCut> {
    pub(super) fn cloned(self) -> Edge<NumberCut> {
        match self {
            Self::Start => Edge::Start,
            Self::At(cut) => Edge::At(cut.clone()),
            Self::End => Edge::End,
        }
    }

    /// The same place, seen from the other side of zero.
    fn mirrored(self) -> Edge<NumberCut> {
        match self {
            Self::Start => Edge::End,
            Self::At(NumberCut { number, is_after: true }) => number.negated().before(),
            Self::At(NumberCut { number, is_after: false }) => number.negated().after(),
            Self::End => Edge::Start,
        }
    }
}

impl Edge<NumberCut> {
    pub(super) fn as_ref(&self) -> Edge<&NumberCut> {
        match self {
            Self::Start => Edge::Start,
            Self::At(cut) => Edge::At(cut),
            Self::End => Edge::End,
        }
    }
}

/// The number at the end of a piece, if the piece has one there.
pub(super) fn ends<'a>(
    (from, to): (Edge<&'a NumberCut>, Edge<&'a NumberCut>),
) -> (Option<&'a Number>, Option<&'a Number>) {
    let end = |edge: Edge<&'a NumberCut>, closed| match edge {
        Edge::At(cut) if cut.is_after == closed => Some(&cut.number),
        _ => None,
    };
    (end(from, false), end(to, true))
}

/// The plainest number of a piece that has one: that nearest to zero with the fewest digits behind the point.
pub(super) fn plainest(from: Edge<&NumberCut>, to: Edge<&NumberCut>) -> Option<Number> {
    if from >= to {
        return None;
    }
    let zero = Number::zero().before();
    if to <= zero.as_ref() {
        return plainest_above_zero(to.mirrored().as_ref(), from.mirrored().as_ref())
            .map(|number| number.negated());
    }
    if from <= zero.as_ref() { Some(Number::zero()) } else { plainest_above_zero(from, to) }
}

fn plainest_above_zero(from: Edge<&NumberCut>, to: Edge<&NumberCut>) -> Option<Number> {
    let Edge::At(NumberCut { number: low, is_after: is_open }) = from else { return None };
    // What can be said with so many digits behind the point: the low end itself or the next such number, if it is in.
    let with_places = |places: usize| {
        if !is_open && low.0.fraction.len() <= places {
            return Some(low.clone());
        }
        let raised = low.raised(places);
        (raised.before().as_ref() < to).then_some(raised)
    };
    if let Some(integer) = with_places(0) {
        return Some(integer);
    }
    let Edge::At(NumberCut { number: high, .. }) = to else { return None };
    if low == high {
        return Some(low.clone());
    }
    // With fewer digits than those in which the ends agree there is nothing between them.
    let places =
        if low.0.whole == high.0.whole { agreeing(&low.0.fraction, &high.0.fraction) + 1 } else { 0 };
    if let Some(number) = with_places(places) {
        return Some(number);
    }
    // The next number is the high end, which is not in: the first digit behind that can be raised without a carry is.
    let nines = low.0.fraction.bytes().skip(places).take_while(|digit| *digit == b'9').count();
    with_places(places + nines + 1)
}

/// In how many digits two fractions agree, with zeros behind them.
fn agreeing(left: &str, right: &str) -> usize {
    let length = left.len().max(right.len());
    let digits = |text: &str| text.bytes().chain(std::iter::repeat(b'0')).take(length).collect::<Vec<_>>();
    digits(left).iter().zip(digits(right)).take_while(|(left, right)| *left == right).count()
}
