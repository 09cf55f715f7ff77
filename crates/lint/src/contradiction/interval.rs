//! Numbers and dates: is there one within all bounds?

use policy::tree::{ConditionEntry, OperatorName as Name};
use policy::value::Moment;

use super::keys::Test;
use crate::budget::Budget;

/// Beyond this not every whole number is one of the machine's, so what is said of them might be wrong.
const EXACT: f64 = 9_007_199_254_740_992.0;

pub(super) fn numbers_exclude_each_other(tests: &[Test<'_>], _: &Budget) -> bool {
    exclude_each_other(tests, |text| text.trim().parse::<f64>().ok().filter(|number| number.abs() < EXACT))
}

pub(super) fn dates_exclude_each_other(tests: &[Test<'_>], _: &Budget) -> bool {
    exclude_each_other(tests, |text| Moment::parse(text.trim()).map(seconds))
}

/// Whole seconds are exact, and fractions to well below a millisecond.
fn seconds(moment: Moment) -> f64 {
    let whole = i32::try_from(moment.seconds / 86_400).map_or(f64::MAX, |days| f64::from(days) * 86_400.0);
    let of_day = i32::try_from(moment.seconds % 86_400).map_or(0.0, f64::from);
    whole + of_day + f64::from(moment.nanoseconds) / 1e9
}

/// How far one may go, and whether the end itself is allowed.
#[derive(Clone, Copy)]
struct Bound {
    value: f64,
    is_strict: bool,
}

fn exclude_each_other(tests: &[Test<'_>], read: impl Fn(&str) -> Option<f64>) -> bool {
    let values = |entry: &ConditionEntry| {
        entry.values.iter().map(|value| read(&value.value.text())).collect::<Option<Vec<_>>>()
    };
    let mut low = Bound { value: f64::NEG_INFINITY, is_strict: true };
    let mut high = Bound { value: f64::INFINITY, is_strict: true };
    let (mut equal, mut unequal) = (Vec::new(), Vec::new());
    for (name, entry) in tests {
        let Some(values) = values(entry) else { return false };
        // One of the values suffices, so the widest bound counts.
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        match name {
            Name::NumericEquals | Name::DateEquals => equal.push(values),
            Name::NumericNotEquals | Name::DateNotEquals => unequal.extend(values),
            Name::NumericLessThan | Name::DateLessThan => high = high.at_most(most, true),
            Name::NumericLessThanEquals | Name::DateLessThanEquals => high = high.at_most(most, false),
            Name::NumericGreaterThan | Name::DateGreaterThan => low = low.at_least(least, true),
            Name::NumericGreaterThanEquals | Name::DateGreaterThanEquals => low = low.at_least(least, false),
            _ => return false,
        }
    }
    let unequal = Sorted::new(unequal);
    let is_within = |value: f64| {
        let above = if low.is_strict { value > low.value } else { value >= low.value };
        let below = if high.is_strict { value < high.value } else { value <= high.value };
        above && below && !unequal.contains(value)
    };
    match equal.split_first() {
        Some((first, rest)) => {
            let rest: Vec<_> = rest.iter().cloned().map(Sorted::new).collect();
            !first.iter().any(|value| is_within(*value) && rest.iter().all(|others| others.contains(*value)))
        }
        None if low.value < high.value => false,
        None => !is_within(low.value),
    }
}

/// Numbers that are looked for one by one, however many there are.
struct Sorted(Vec<f64>);

impl Sorted {
    fn new(values: Vec<f64>) -> Self {
        // Zero has two signs, which are equal but not in this order.
        let mut values: Vec<_> = values.into_iter().map(|value| value + 0.0).collect();
        values.sort_unstable_by(f64::total_cmp);
        Self(values)
    }

    fn contains(&self, value: f64) -> bool {
        self.0.binary_search_by(|known| known.total_cmp(&(value + 0.0))).is_ok()
    }
}

impl Bound {
    fn at_most(self, value: f64, is_strict: bool) -> Self {
        let is_tighter = value < self.value || (value <= self.value && is_strict);
        if is_tighter { Self { value, is_strict } } else { self }
    }

    fn at_least(self, value: f64, is_strict: bool) -> Self {
        let is_tighter = value > self.value || (value >= self.value && is_strict);
        if is_tighter { Self { value, is_strict } } else { self }
    }
}
