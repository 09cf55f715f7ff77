//! What every kind of values can do.

use super::comparison::Comparison;

/// A set of values of one kind.
pub(super) trait Region: Sized {
    fn all() -> Self;

    /// The values that stand as asked to one of the operands at least. Only numbers and moments have an order to ask for.
    fn related(comparison: Comparison, operands: &[&str]) -> Related<Self>;

    fn intersection(&self, other: &Self) -> Self;

    #[must_use]
    fn complement(self) -> Self;

    fn is_empty(&self) -> bool;

    /// Whether the value that a text stands for is in the set; none if it stands for no value.
    fn has(&self, text: &str) -> Option<bool>;

    /// The plainest value.
    fn example(&self) -> Option<String>;

    /// Distinct values, the plainest first, with those at the ends of each piece of the set: `count` and more if there are
    /// as many.
    fn examples(&self, count: usize) -> Vec<String>;

    /// Another text for the same value; none if there is but one.
    fn respelled(text: &str) -> Option<String>;

    /// Whether there are two texts for values of the set. Almost every value has several.
    fn has_two(&self) -> bool {
        !self.is_empty()
    }
}

/// What [`Region`] asks of sets that are nothing but `Cuts` of an ordered kind: texts are read by `$scalar::parse`.
macro_rules! of_cuts {
    ($scalar:ty) => {
        fn all() -> Self {
            Self(Cuts::all())
        }

        fn related(comparison: $crate::value::comparison::Comparison, operands: &[&str]) -> Related<Self> {
            let read = |text: &str| Some(comparison.piece(&<$scalar>::parse(text)?));
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
            Some(self.0.contains(&<$scalar>::parse(text)?.before()))
        }
    };
}
pub(super) use of_cuts;

/// The values that stand in a relation to the operands that can be read, and whether all of them can.
pub(super) struct Related<R> {
    pub(super) values: R,
    pub(super) all_readable: bool,
}

impl<R> Related<R> {
    /// Reads each operand, and makes the set of those that can be read.
    pub(super) fn read<T>(
        operands: &[&str],
        read: impl Fn(&str) -> Option<T>,
        union: impl FnOnce(Vec<T>) -> R,
    ) -> Self {
        let readable: Vec<T> = operands.iter().filter_map(|operand| read(operand)).collect();
        let all_readable = readable.len() == operands.len();
        Self { values: union(readable), all_readable }
    }

    pub(super) fn map<S>(self, wrap: impl FnOnce(R) -> S) -> Related<S> {
        Related { values: wrap(self.values), all_readable: self.all_readable }
    }
}
