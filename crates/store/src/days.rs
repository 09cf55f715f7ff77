//! Use by days, as far as it is known: of a use is kept when it was first and last, not each call.

use std::collections::BTreeMap;

use trail::{Outcome, Usage};

use crate::Piece;
use crate::sum::Sum;

/// What was used on which day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days {
    /// In order. A day without calls is not there.
    pub days: Vec<Day>,
    /// Calls in uses that began on one day and ended on another, or have no time.
    pub undated: u64,
}

/// One day in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// As `2026-01-31`.
    pub day: String,
    pub calls: u64,
    /// Of these, calls that were denied.
    pub denied: u64,
}

/// What is added up, by days; under no day what has none.
#[derive(Default)]
pub(crate) struct DaySums(BTreeMap<Option<String>, Sum>);

impl DaySums {
    pub(crate) fn add(&mut self, piece: Piece) {
        let (_, by_day) = piece.usage.split_by(|_, _, use_| {
            let [first, last] = [use_.first?, use_.last?].map(trail::usage::Time::day);
            (first == last).then_some(first)
        });
        for (day, usage) in by_day {
            self.0.entry(day).or_default().add(Piece { several: piece.several.clone(), usage });
        }
    }

    pub(crate) fn finish(self) -> Days {
        let mut days = Days::default();
        for (day, sum) in self.0 {
            let usage = sum.finish();
            match day {
                Some(day) => days.days.push(Day { day, calls: usage.used(), denied: denied(&usage) }),
                None => days.undated = usage.used(),
            }
        }
        days
    }
}

fn denied(usage: &Usage) -> u64 {
    usage.rows().iter().filter(|row| row.outcome == Outcome::Denied).map(|row| row.count).sum()
}
