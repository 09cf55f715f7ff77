//! Dates and times as conditions compare them: ISO 8601 in the profile of the W3C, or seconds since 1970.
//!
//! Source: <https://www.w3.org/TR/NOTE-datetime>

use std::cmp::Ordering;

/// A point in time.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    pub nanoseconds: u32,
    pub form: MomentForm,
}

/// How a moment is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MomentForm {
    /// `2026`, `2026-01-31`, `2026-01-31T08:00:00Z`.
    Calendar,
    /// Seconds since 1970; four digits are a year.
    Epoch,
}

impl Moment {
    /// Reads a moment in one of the forms that AWS takes. Without an offset it is in UTC; digits past the ninth of a
    /// fraction are dropped.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let is_number = !digits.is_empty() && digits.bytes().all(|letter| letter.is_ascii_digit());
        if is_number && text.len() != 4 {
            let seconds = text.parse().ok()?;
            return Some(Self { seconds, nanoseconds: 0, form: MomentForm::Epoch });
        }
        calendar(text)
    }

    /// The moment as `2026-01-31T08:00:00Z`, without its fraction; none outside the years of four digits.
    pub fn iso(self) -> Option<String> {
        let (days, second) = (self.seconds.div_euclid(86_400), self.seconds.rem_euclid(86_400));
        let (year, month, day) = date_of(days);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        (1000..=9999)
            .contains(&year)
            .then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.seconds, self.nanoseconds).cmp(&(other.seconds, other.nanoseconds))
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Moment {}

fn calendar(text: &str) -> Option<Moment> {
    let (date, time) = match text.split_once(['T', 't']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let year = number(parts.next()?, 4)?;
    let (month, day) = (parts.next(), parts.next());
    if parts.next().is_some() || (day.is_none() && time.is_some()) {
        return None;
    }
    let month = month.map_or(Some(1), |month| number(month, 2).filter(|month| (1..=12).contains(month)))?;
    let in_month = 1..=days_in(year, month);
    let day = day.map_or(Some(1), |day| number(day, 2).filter(|day| in_month.contains(day)))?;
    let (second, nanoseconds) = time.map_or(Some((0, 0)), time_of_day)?;
    let seconds = days_since_1970(year, month, day) * 86_400 + second;
    Some(Moment { seconds, nanoseconds, form: MomentForm::Calendar })
}

/// `08:00`, `08:00:00` or `08:00:00.5`, with `Z`, an offset or, as UTC, nothing behind it: seconds of the day in UTC, which may
/// lie before or after it, and nanoseconds.
fn time_of_day(text: &str) -> Option<(i64, u32)> {
    let end = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
    let (clock, zone) = text.split_at_checked(end)?;
    let mut parts = clock.split(':');
    let below = |text: &str, limit| number(text, 2).filter(|number| *number < limit);
    let hour = below(parts.next()?, 24)?;
    let minute = below(parts.next()?, 60)?;
    let (second, nanoseconds) = match parts.next() {
        None => (0, 0),
        Some(part) => {
            let (whole, fraction) = part.split_once('.').unwrap_or((part, "0"));
            (below(whole, 60)?, nanoseconds(fraction)?)
        }
    };
    if parts.next().is_some() {
        return None;
    }
    Some((hour * 3600 + minute * 60 + second - offset(zone)?, nanoseconds))
}

/// Seconds that the zone is ahead of UTC.
fn offset(zone: &str) -> Option<i64> {
    if matches!(zone, "" | "Z" | "z") {
        return Some(0);
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let rest = zone.strip_prefix(['+', '-'])?;
    let (hours, minutes) = rest.split_at_checked(2)?;
    let minutes = minutes.strip_prefix(':').unwrap_or(minutes);
    let hours = number(hours, 2).filter(|hours| *hours < 24)?;
    let minutes = if minutes.is_empty() { 0 } else { number(minutes, 2).filter(|minutes| *minutes < 60)? };
    Some(sign * (hours * 3600 + minutes * 60))
}

/// The fraction of a second behind the point.
fn nanoseconds(fraction: &str) -> Option<u32> {
    let digits = fraction.get(..fraction.len().min(9))?;
    if digits.is_empty() || !fraction.bytes().all(|letter| letter.is_ascii_digit()) {
        return None;
    }
    let missing = u32::try_from(9 - digits.len()).ok()?;
    Some(digits.parse::<u32>().ok()? * 10_u32.pow(missing))
}

/// A number of just so many digits.
fn number(text: &str, digits: usize) -> Option<i64> {
    let is_number = text.len() == digits && text.bytes().all(|letter| letter.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Years are taken to begin in March, so that the leap day comes last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let shifted = if month <= 2 { month + 9 } else { month - 3 };
    let of_year = (153 * shifted + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a day counted from 1970-01-01: the inverse of [`days_since_1970`].
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_points_in_time() {
        for (text, seconds) in [
            ("1970", 0),
            ("1970-01-01", 0),
            ("2026", 1_767_225_600),
            ("2026-01", 1_767_225_600),
            ("2024-02-29", 1_709_164_800),
            ("2000-03-01", 951_868_800),
            ("1969-12-31T23:59:59Z", -1),
            ("2026-01-31T08:00Z", 1_769_846_400),
            ("2026-01-31T08:00:00", 1_769_846_400),
            ("2026-01-31T08:00:00.123Z", 1_769_846_400),
            ("2026-01-31T09:00:00+01:00", 1_769_846_400),
            ("2026-01-31T04:30:00-0330", 1_769_846_400),
            ("1769846400", 1_769_846_400),
            ("-86400", -86_400),
            ("20260131", 20_260_131),
        ] {
            assert_eq!(Moment::parse(text).unwrap().seconds, seconds, "{text}");
        }
    }

    #[test]
    fn fractions_count() {
        let order = |left, right| Moment::parse(left).unwrap().cmp(&Moment::parse(right).unwrap());
        assert_eq!(order("2026-01-31T08:00:00.5Z", "2026-01-31T08:00:00.25Z"), Ordering::Greater);
        assert_eq!(order("2026-01-31T08:00:00.50Z", "2026-01-31T08:00:00.5Z"), Ordering::Equal);
        assert_eq!(order("2026-01-31T08:00:00.5Z", "1769846400"), Ordering::Greater);
        assert_eq!(order("1969-12-31T23:59:59.5Z", "0"), Ordering::Less);
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "tomorrow",
            "",
            "-",
            "2026-13",
            "2026-00-01",
            "2025-02-29",
            "2026-02-30T00:00:00Z",
            "2026-1-1",
            "01/31/2026",
            "2026-01-31 08:00:00",
            "2026-01-31T8:00Z",
            "2026-01-31T24:00:00Z",
            "2026-01-31T08:00:60Z",
            "2026-01-31T08:00:00.Z",
            "2026-01-31T08:00:00 UTC",
            "2026-01T08:00Z",
            "2026-01-31T",
            "99999999999999999999",
            "1.5e9",
            "1735689600.5",
        ] {
            assert!(Moment::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn moments_are_written_as_dates() {
        for (text, expected) in [
            ("0", Some("1970-01-01T00:00:00Z")),
            ("951782400", Some("2000-02-29T00:00:00Z")),
            ("1735689600", Some("2025-01-01T00:00:00Z")),
            ("1709251199", Some("2024-02-29T23:59:59Z")),
            ("-1", Some("1969-12-31T23:59:59Z")),
            ("253402300799", Some("9999-12-31T23:59:59Z")),
            ("253402300800", None),
            ("1735689600000", None),
        ] {
            assert_eq!(Moment::parse(text).unwrap().iso().as_deref(), expected, "{text}");
        }
    }
}
