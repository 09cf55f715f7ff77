//! Sets of values of one kind, as the evaluator compares them.

use policy::tree::OperatorName;

use super::addresses::Addresses;
use super::booleans::Booleans;
use super::bytes::Bytes;
use super::comparison::Comparison;
use super::kind::Kind;
use super::moments::Moments;
use super::numbers::Numbers;
use super::region::{Region, Related};

/// A set of values of one kind: which texts of a request's key are in it. Closed under intersection and complement.
///
/// Two texts for one value are in it or out of it together, and so are all texts that are no value of the kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct ValueSet {
    values: Values,
    /// Whether the texts that are no value of the kind are in the set.
    has_unreadable: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Values {
    Numbers(Numbers),
    Moments(Moments),
    Addresses(Addresses),
    Booleans(Booleans),
    Bytes(Bytes),
}

/// Does the same with the values of each kind.
macro_rules! each {
    ($values:expr, $region:ident => $answer:expr) => {
        match $values {
            Values::Numbers($region) => $answer,
            Values::Moments($region) => $answer,
            Values::Addresses($region) => $answer,
            Values::Booleans($region) => $answer,
            Values::Bytes($region) => $answer,
        }
    };
}

impl ValueSet {
    /// The request values that pass `operator` with these policy values; for a negated operator that is to stand so to none
    /// of them.
    ///
    /// What cannot be read passes nothing, on either side; but without any policy value a negated operator passes every text.
    /// The operator must have a kind: nothing passes another.
    pub(crate) fn passing(operator: OperatorName, operands: &[&str]) -> Self {
        debug_assert!(Kind::of(operator).is_some(), "{operator:?} does not compare values of a kind");
        let kind = Kind::of(operator).unwrap_or(Kind::Bool);
        let comparison = Comparison::of(operator);
        let Related { values, all_readable } = match kind {
            Kind::Number => Numbers::related(comparison, operands).map(Values::Numbers),
            Kind::Moment => Moments::related(comparison, operands).map(Values::Moments),
            Kind::Address => Addresses::related(comparison, operands).map(Values::Addresses),
            Kind::Bool => Booleans::related(comparison, operands).map(Values::Booleans),
            Kind::Binary => Bytes::related(comparison, operands).map(Values::Bytes),
        };
        let related = Self { values, has_unreadable: false };
        match (operator.is_negated(), operands) {
            (false, _) => related,
            (true, []) => Self::all(kind),
            (true, _) if all_readable => Self { has_unreadable: false, ..related.complement() },
            (true, _) => Self::all(kind).complement(),
        }
    }

    /// All texts, with those that are no value of the kind.
    pub(crate) fn all(kind: Kind) -> Self {
        Self { has_unreadable: true, ..Self::readable(kind) }
    }

    /// All values of the kind, and no other text.
    pub(crate) fn readable(kind: Kind) -> Self {
        let values = match kind {
            Kind::Number => Values::Numbers(Numbers::all()),
            Kind::Moment => Values::Moments(Moments::all()),
            Kind::Address => Values::Addresses(Addresses::all()),
            Kind::Bool => Values::Booleans(Booleans::all()),
            Kind::Binary => Values::Bytes(Bytes::all()),
        };
        Self { values, has_unreadable: false }
    }

    pub(crate) fn kind(&self) -> Kind {
        match self.values {
            Values::Numbers(_) => Kind::Number,
            Values::Moments(_) => Kind::Moment,
            Values::Addresses(_) => Kind::Address,
            Values::Booleans(_) => Kind::Bool,
            Values::Bytes(_) => Kind::Binary,
        }
    }

    /// Both sets must be of one kind. Of two kinds it is the first, which is too much but never too little.
    pub(crate) fn intersection(&self, other: &Self) -> Self {
        debug_assert_eq!(self.kind(), other.kind(), "sets of two kinds have no intersection of one kind");
        let values = match (&self.values, &other.values) {
            (Values::Numbers(left), Values::Numbers(right)) => Values::Numbers(left.intersection(right)),
            (Values::Moments(left), Values::Moments(right)) => Values::Moments(left.intersection(right)),
            (Values::Addresses(left), Values::Addresses(right)) => {
                Values::Addresses(left.intersection(right))
            }
            (Values::Booleans(left), Values::Booleans(right)) => Values::Booleans(left.intersection(right)),
            (Values::Bytes(left), Values::Bytes(right)) => Values::Bytes(left.intersection(right)),
            _ => return self.clone(),
        };
        Self { values, has_unreadable: self.has_unreadable && other.has_unreadable }
    }

    /// All other texts.
    #[must_use]
    pub(crate) fn complement(&self) -> Self {
        let values = match self.values.clone() {
            Values::Numbers(region) => Values::Numbers(region.complement()),
            Values::Moments(region) => Values::Moments(region.complement()),
            Values::Addresses(region) => Values::Addresses(region.complement()),
            Values::Booleans(region) => Values::Booleans(region.complement()),
            Values::Bytes(region) => Values::Bytes(region.complement()),
        };
        Self { values, has_unreadable: !self.has_unreadable }
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.has_unreadable && each!(&self.values, region => region.is_empty())
    }

    /// Whether a text is in the set, as the evaluator would read it.
    pub(crate) fn contains(&self, text: &str) -> bool {
        each!(&self.values, region => region.has(text)).unwrap_or(self.has_unreadable)
    }

    /// The plainest text in the set: a value of the kind rather than none; an integer, a date, an address for documentation.
    /// None if the set is empty.
    pub(crate) fn example(&self) -> Option<String> {
        let readable = each!(&self.values, region => region.example());
        readable.or_else(|| self.has_unreadable.then(|| self.kind().unreadable(0)))
    }

    /// Distinct values, the plainest first: at least `count` if the set has as many, and always those at the ends of its pieces and
    /// one text that is no value of the kind, if there are any. Always the same for equal sets.
    pub(crate) fn examples(&self, count: usize) -> Vec<String> {
        let mut examples = each!(&self.values, region => region.examples(count));
        if self.has_unreadable {
            let missing = count.saturating_sub(examples.len()).max(1);
            examples.extend((0..missing).map(|at| self.kind().unreadable(at)));
        }
        examples
    }

    /// Two different texts in the set: of two values or, where it has one value only, two spellings of it, as `10` and `10.0`. None if
    /// there is but one text, as for a single address of IPv4.
    pub(crate) fn two(&self) -> Option<[String; 2]> {
        if !self.has_two() {
            return None;
        }
        let mut examples = self.examples(2).into_iter();
        let first = examples.next()?;
        let second = examples.next().or_else(|| self.respelled(&first));
        Some([first, second?])
    }

    /// Another spelling of a value of the kind; none if there is none.
    pub(crate) fn respelled(&self, text: &str) -> Option<String> {
        match &self.values {
            Values::Numbers(_) => Numbers::respelled(text),
            Values::Moments(_) => Moments::respelled(text),
            Values::Addresses(_) => Addresses::respelled(text),
            Values::Booleans(_) => Booleans::respelled(text),
            Values::Bytes(_) => Bytes::respelled(text),
        }
    }

    /// Whether there are two different texts in the set, as [`Self::two`] gives them.
    pub(crate) fn has_two(&self) -> bool {
        self.has_unreadable || each!(&self.values, region => region.has_two())
    }
}
