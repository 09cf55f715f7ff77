//! Every moment that a text can say, numbered in order.

use policy::value::{Moment, MomentForm};

use super::discrete::Discrete;

/// A moment by its place among those that can be written, which has no gaps: the calendar says nanoseconds, and seconds since
/// 1970 reach farther.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Instant(i128);

const SECOND: i128 = 1_000_000_000;
/// The largest offset from UTC that is read, in seconds.
const OFFSET: i64 = 23 * 3600 + 59 * 60;
/// 0000-01-01T00:00:00Z.
const YEAR_0: i64 = -62_167_219_200;
/// 1970-01-01T00:00:00Z.
const YEAR_1970: i64 = 0;
/// 10000-01-01T00:00:00Z.
const YEAR_10000: i64 = 253_402_300_800;
/// The first second that a date can say, with its offset, and the first that it can no longer say.
const CALENDAR: (i64, i64) = (YEAR_0 - OFFSET, YEAR_10000 + OFFSET);
/// Twenty centuries, after which the calendar repeats itself.
const TWENTY_CENTURIES: i64 = 5 * 146_097 * 86_400;

impl Instant {
    /// 2026-01-01T00:00:00Z: the example if any date will do.
    pub(super) const USUAL: Self = Self::of_second(1_767_225_600);
    /// Where examples are taken from, if there are any: dates as people write them, then other dates.
    pub(super) const PLAIN: [(Self, Self); 2] = [
        (Self::of_second(YEAR_1970), Self(Self::of_second(YEAR_10000).0 - 1)),
        (Self::of_second(YEAR_0), Self(Self::of_second(YEAR_1970).0 - 1)),
    ];

    pub(super) fn parse(text: &str) -> Option<Self> {
        let moment = Moment::parse(text)?;
        Some(Self(Self::of_second(moment.seconds).0 + i128::from(moment.nanoseconds)))
    }

    #[allow(clippy::cast_lossless, reason = "`i128::from` cannot be used in a constant")]
    const fn of_second(second: i64) -> Self {
        let (first, end) = CALENDAR;
        let (whole, first, end) = (second as i128, first as i128, end as i128);
        if whole < first {
            Self(whole - first)
        } else if whole <= end {
            Self((whole - first) * SECOND)
        } else {
            Self((end - first) * SECOND + (whole - end))
        }
    }

    /// Seconds since 1970, and nanoseconds.
    fn parts(self) -> (i64, u32) {
        let (first, end) = CALENDAR;
        let length = i128::from(end - first);
        let (second, nanoseconds) = if self.0 < 0 {
            (self.0, 0)
        } else if self.0 < length * SECOND {
            (self.0 / SECOND, self.0 % SECOND)
        } else {
            (self.0 - length * SECOND + length, 0)
        };
        // Both are in their types' ranges, as FIRST and LAST are.
        let second = i64::try_from(second + i128::from(first)).unwrap_or(i64::MAX);
        (second, u32::try_from(nanoseconds).unwrap_or(0))
    }

    /// The first whole `seconds` from here on, counted from 1970.
    pub(super) fn ceiling(self, seconds: i64) -> Option<Self> {
        let (second, nanoseconds) = self.parts();
        let second = second.checked_add(i64::from(nanoseconds > 0))?;
        let rest = second.rem_euclid(seconds);
        Some(Self::of_second(if rest == 0 { second } else { second.checked_add(seconds - rest)? }))
    }

    /// The last whole `seconds` up to here, counted from 1970.
    pub(super) fn floor(self, seconds: i64) -> Option<Self> {
        let (second, _) = self.parts();
        Some(Self::of_second(second.checked_sub(second.rem_euclid(seconds))?))
    }

    /// The first from here on that a date says with so many digits behind the point of its seconds, at most nine.
    pub(super) fn with_digits(self, digits: u32) -> Self {
        let step = SECOND / 10_i128.pow(digits);
        Self(self.0 + (-self.0).rem_euclid(step))
    }

    /// As a date where a date can say it, else as seconds since 1970.
    pub(super) fn text(self) -> String {
        let (second, nanoseconds) = self.parts();
        let (local, zone) = match second {
            YEAR_0..YEAR_10000 => (second, "Z"),
            _ if nanoseconds == 0 => return second.to_string(),
            ..YEAR_0 => (second + OFFSET, "+23:59"),
            YEAR_10000.. => (second - OFFSET, "-23:59"),
        };
        let fraction = match nanoseconds {
            0 => String::new(),
            _ => format!(".{nanoseconds:09}").trim_end_matches('0').to_owned(),
        };
        format!("{}{fraction}{zone}", local_time(local))
    }

    /// Another text for the same moment.
    pub(super) fn respelled(self) -> String {
        let text = self.text();
        if let Some(utc) = text.strip_suffix('Z') {
            return format!("{utc}+00:00");
        }
        match (text.rsplit_once(':'), text.strip_prefix('-')) {
            (Some((date, minutes)), _) => format!("{date}{minutes}"),
            (None, Some(digits)) => format!("-0{digits}"),
            (None, None) => format!("0{text}"),
        }
    }
}

/// `2026-01-31T08:00:00`, for the years from 0 to 9999.
fn local_time(second: i64) -> String {
    let iso = |seconds| Moment { seconds, nanoseconds: 0, form: MomentForm::Calendar }.iso();
    let text = iso(second).or_else(|| {
        let text = iso(second + TWENTY_CENTURIES)?;
        let (year, rest) = text.split_at_checked(4)?;
        Some(format!("{:04}{rest}", year.parse::<u32>().ok()?.checked_sub(2000)?))
    });
    text.unwrap_or_default().trim_end_matches('Z').to_owned()
}

impl Discrete for Instant {
    const FIRST: Self = Self::of_second(i64::MIN);
    const LAST: Self = Self::of_second(i64::MAX);

    fn next(self) -> Option<Self> {
        (self < Self::LAST).then_some(Self(self.0 + 1))
    }

    fn previous(self) -> Option<Self> {
        (self > Self::FIRST).then_some(Self(self.0 - 1))
    }
}
