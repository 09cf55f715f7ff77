//! A moment, in whole seconds, as `CloudTrail` writes it.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

/// Seconds since 1970, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// Reads `2026-01-31T12:00:00Z`, with fractions or an offset too; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let other = || Timestamp::from_str(text.trim()).ok().map(|time| Self(time.as_second()));
        usual(text.as_bytes()).map(Self).or_else(other)
    }

    pub fn seconds(self) -> i64 {
        self.0
    }

    /// The day, as `2026-01-31`.
    pub fn day(self) -> String {
        let day = self.0.div_euclid(86_400);
        match date_of(day) {
            Some((year, month, day)) => format!("{year:04}-{month:02}-{day:02}"),
            None => self.to_string().chars().take_while(|char| *char != 'T').collect(),
        }
    }
}

/// The seconds of a time in the one form that `CloudTrail` writes, `2026-01-31T12:00:00Z`; nothing for whatever is unusual.
fn usual(text: &[u8]) -> Option<i64> {
    let text: &[u8; 20] = text.try_into().ok()?;
    let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b'T', h0, h1, b':', n0, n1, b':', s0, s1, b'Z'] = text
    else {
        return None;
    };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0'))
        })
    };
    let (year, month, day) = (number(&[y0, y1, y2, y3])?, number(&[m0, m1])?, number(&[d0, d1])?);
    let (hour, minute, second) = (number(&[h0, h1])?, number(&[n0, n1])?, number(&[s0, s1])?);
    let is_time = hour < 24 && minute < 60 && second < 60;
    let days = days_to(year, month, day);
    // What is no date (a 30th of February) is another one when counted back.
    (is_time && date_of(days) == Some((year, month, day)))
        .then_some(days * 86_400 + hour * 3600 + minute * 60 + second)
}

/// The days from 1970 to a date; by the algorithm `days_from_civil`.
///
/// Source: <https://howardhinnant.github.io/date_algorithms.html>
fn days_to(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date of a day, for the years 1970 to 9998; by the algorithm `civil_from_days`.
fn date_of(days: i64) -> Option<(i64, i64, i64)> {
    if !(0..2_932_000).contains(&days) {
        return None;
    }
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    Some((year + era * 400 + i64::from(month <= 2), month, day))
}

impl fmt::Display for Time {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Every `Time` came from a `Timestamp`, so the way back cannot fail.
        Timestamp::from_second(self.0).unwrap_or(Timestamp::UNIX_EPOCH).fmt(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_library(text: &str) -> Option<Time> {
        Timestamp::from_str(text).ok().map(|time| Time(time.as_second()))
    }

    #[test]
    fn every_day_is_the_one_that_the_library_says() {
        for day in (0..2_932_000).step_by(13).chain([59, 60, 365, 789, 11_016, 2_931_999]) {
            let time = Time(day * 86_400 + 86_399);
            let text = time.to_string();
            assert_eq!(usual(text.as_bytes()), Some(time.0), "{text}");
            assert_eq!(time.day(), text[..10]);
        }
    }

    #[test]
    fn unusual_times_are_read_by_the_library() {
        for text in [
            "2026-02-29T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "2024-02-29T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-01-32T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:60:00Z",
            "2026-01-01T23:59:60Z",
            "2026-01-01T00:00:00.5Z",
            "2026-01-01T00:00:00+01",
            "1969-12-31T23:59:59Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "2026-01-01 00:00:00Z",
            "2026-01-01T00:00:00z",
            "2026-01-0aT00:00:00Z",
            "",
        ] {
            assert_eq!(Time::parse(text), by_library(text), "{text}");
        }
    }
}
