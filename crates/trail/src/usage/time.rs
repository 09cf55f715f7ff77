//! A moment, in whole seconds, as `CloudTrail` writes it.

use std::borrow::Cow;
use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use jiff::Timestamp;

/// Turns signed numbers into unsigned ones in the same order, and back.
const SIGN: u64 = 1 << 63;

/// Seconds since 1970, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(
    /// In the order of the seconds, above zero: so no room is needed to tell a time from none, and each use has two.
    NonZeroU64,
);

impl Time {
    /// The least number of seconds is taken for the next.
    fn new(seconds: i64) -> Self {
        Self(NonZeroU64::new(seconds.cast_unsigned() ^ SIGN).unwrap_or(NonZeroU64::MIN))
    }

    /// Reads `2026-01-31T12:00:00Z`, with fractions or an offset too; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        plain(text).or_else(|| Timestamp::from_str(text).ok().map(|time| Self::new(time.as_second())))
    }

    /// The moment and its day in UTC.
    pub(crate) fn parse_with_day(text: &str) -> Option<(Self, Cow<'_, str>)> {
        let text = text.trim();
        match (plain(text), text.get(..10)) {
            (Some(time), Some(day)) => Some((time, day.into())),
            _ => Self::parse(text).map(|time| (time, time.day().into())),
        }
    }

    /// So many seconds since 1970; `None` if that is no time that has a name.
    pub(crate) fn of_seconds(seconds: i64) -> Option<Self> {
        Timestamp::from_second(seconds).ok().map(|_| Self::new(seconds))
    }

    pub fn seconds(self) -> i64 {
        (self.0.get() ^ SIGN).cast_signed()
    }

    /// So many seconds later.
    #[must_use]
    pub fn plus(self, seconds: i64) -> Self {
        Self::new(self.seconds().saturating_add(seconds))
    }

    pub(crate) fn second_before(self) -> Option<Self> {
        self.seconds().checked_sub(1).map(Self::new)
    }

    /// The day, as `2026-01-31`.
    pub fn day(self) -> String {
        self.to_string().chars().take_while(|char| *char != 'T').collect()
    }
}

impl fmt::Display for Time {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Every `Time` came from a `Timestamp`, so the way back cannot fail.
        Timestamp::from_second(self.seconds()).unwrap_or(Timestamp::UNIX_EPOCH).fmt(out)
    }
}

/// The form that `CloudTrail` writes, read by hand: every record has it.
fn plain(text: &str) -> Option<Time> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', i1, i2, b':', s1, s2, b'Z'] =
        text.as_bytes()
    else {
        return None;
    };
    let number = |digits: &[u8]| {
        let digit = |digit: &u8| digit.is_ascii_digit().then(|| i64::from(digit - b'0'));
        digits.iter().try_fold(0, |sum, next| Some(sum * 10 + digit(next)?))
    };
    let (year, month, day) = (number(&[*y1, *y2, *y3, *y4])?, number(&[*m1, *m2])?, number(&[*d1, *d2])?);
    let (hour, minute, second) = (number(&[*h1, *h2])?, number(&[*i1, *i2])?, number(&[*s1, *s2])?);
    // What is left to the careful reader: leap days, and seconds that leap.
    let last = match month {
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let is_day = (1970..=9998).contains(&year) && (1..=12).contains(&month) && (1..=last).contains(&day);
    if !is_day || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    // Days since 1970 by the calendar whose years begin in March.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468;
    Some(Time::new(((days * 24 + hour) * 60 + minute) * 60 + second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_readers_agree() {
        let careful = |text: &str| Timestamp::from_str(text).ok().map(|time| Time::new(time.as_second()));
        for year in (1970..2110).chain([9998]) {
            for (month, day) in [(1, 31), (2, 28), (3, 1), (4, 30), (12, 31), (7, 14)] {
                let text = format!("{year:04}-{month:02}-{day:02}T23:59:07Z");
                assert_eq!(plain(&text), careful(&text), "{text}");
                assert!(plain(&text).is_some(), "{text}");
            }
        }
        for text in [
            "2026-02-30T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-1-01T00:00:000Z",
            "2026-00-01T00:00:00Z",
            "",
        ] {
            assert_eq!((plain(text), Time::parse(text)), (None, None), "{text}");
        }
        let leap = "2024-02-29T12:00:00Z";
        assert_eq!((plain(leap), Time::parse(leap)), (None, careful(leap)));
    }

    #[test]
    fn the_day_is_that_of_utc() {
        for (text, day) in [
            ("2026-03-01T23:30:00Z", "2026-03-01"),
            ("2026-03-31T23:30:00Z", "2026-03-31"),
            ("2026-03-01T23:30:00-02:00", "2026-03-02"),
        ] {
            assert_eq!(Time::parse_with_day(text).unwrap().1, day);
        }
    }
}
