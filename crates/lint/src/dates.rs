//! Dates and times as conditions compare them: ISO 8601 in the profile of the W3C, or seconds since 1970.
//!
//! Source: <https://www.w3.org/TR/NOTE-datetime>

/// How a moment is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// `2026`, `2026-01-31`, `2026-01-31T08:00:00Z`.
    Calendar,
    /// Seconds since 1970; four digits are a year.
    Epoch(i64),
}

/// Reads a moment in one of the forms that AWS takes.
pub(crate) fn read(text: &str) -> Option<Moment> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|letter| letter.is_ascii_digit());
    if is_number && text.len() != 4 {
        return text.parse().ok().map(Moment::Epoch);
    }
    is_calendar(text).then_some(Moment::Calendar)
}

/// The moment as `2026-01-31T08:00:00Z`; none outside the years of four digits.
pub(crate) fn iso(seconds: i64) -> Option<String> {
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = date_of(days);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    (1000..=9999)
        .contains(&year)
        .then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

fn is_calendar(text: &str) -> bool {
    let (date, time) = match text.split_once(['T', 't']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let year = parts.next().and_then(|part| number(part, 4));
    let month = parts.next().map(|part| number(part, 2).filter(|month| (1..=12).contains(month)));
    let day = parts.next().map(|part| number(part, 2));
    if parts.next().is_some() {
        return false;
    }
    match (year, month, day, time) {
        (Some(_), None | Some(Some(_)), None, None) => true,
        (Some(year), Some(Some(month)), Some(Some(day)), time) => {
            (1..=days_in(year, month)).contains(&day) && time.is_none_or(is_time)
        }
        _ => false,
    }
}

/// `08:00`, `08:00:00` or `08:00:00.5`, with `Z`, an offset or, as UTC, nothing behind it.
fn is_time(text: &str) -> bool {
    let end = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
    let (clock, zone) = text.split_at_checked(end).unwrap_or((text, ""));
    let mut parts = clock.split(':');
    let below = |part: Option<&str>, limit| part.and_then(|part| number(part, 2)).is_some_and(|n| n < limit);
    if !below(parts.next(), 24) || !below(parts.next(), 60) {
        return false;
    }
    let is_second = |part: &str| {
        let (whole, fraction) = part.split_once('.').unwrap_or((part, "0"));
        below(Some(whole), 60)
            && !fraction.is_empty()
            && fraction.bytes().all(|letter| letter.is_ascii_digit())
    };
    parts.next().is_none_or(is_second) && parts.next().is_none() && is_zone(zone)
}

fn is_zone(text: &str) -> bool {
    if matches!(text, "" | "Z" | "z") {
        return true;
    }
    let Some(offset) = text.strip_prefix(['+', '-']) else { return false };
    let offset: String = offset.split(':').collect();
    let (hours, minutes) = offset.split_at_checked(2).unwrap_or(("", ""));
    let is_minute = minutes.is_empty() || number(minutes, 2).is_some_and(|minutes| minutes < 60);
    number(hours, 2).is_some_and(|hours| hours < 24) && is_minute
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

/// Year, month and day of a day counted from 1970-01-01. Years are taken to begin in March, so that the leap day comes last.
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
    fn moments_have_two_forms() {
        for text in [
            "2026",
            "2026-01",
            "2024-02-29",
            "2026-01-31T08:00Z",
            "2026-01-31T08:00:00Z",
            "2026-01-31T08:00:00.123Z",
            "2026-01-31T08:00:00+01:00",
            "2026-01-31T08:00:00-0330",
            "2026-01-31T08:00:00",
        ] {
            assert_eq!(read(text), Some(Moment::Calendar), "{text}");
        }
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
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("1735689600"), Some(Moment::Epoch(1_735_689_600)));
        assert_eq!(read("-86400"), Some(Moment::Epoch(-86_400)));
        assert_eq!(read("20260131"), Some(Moment::Epoch(20_260_131)));
    }

    #[test]
    fn seconds_are_written_as_dates() {
        for (seconds, expected) in [
            (0, Some("1970-01-01T00:00:00Z")),
            (951_782_400, Some("2000-02-29T00:00:00Z")),
            (1_735_689_600, Some("2025-01-01T00:00:00Z")),
            (1_709_251_199, Some("2024-02-29T23:59:59Z")),
            (-1, Some("1969-12-31T23:59:59Z")),
            (253_402_300_799, Some("9999-12-31T23:59:59Z")),
            (253_402_300_800, None),
            (1_735_689_600_000, None),
        ] {
            assert_eq!(iso(seconds).as_deref(), expected, "{seconds}");
        }
    }
}
