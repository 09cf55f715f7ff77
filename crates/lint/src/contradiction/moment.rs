//! Dates of conditions as seconds, so that they can be compared.

/// Seconds since 1970 of a date as IAM takes it: epoch seconds, or the W3C's profile of ISO 8601, without a zone in UTC.
///
/// Source: the IAM User Guide, "IAM JSON policy elements: Condition operators", date condition operators.
pub(super) fn parse(text: &str) -> Option<f64> {
    let text = text.trim();
    let is_year = text.len() == 4;
    if !is_year && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    let mut parts = date.split('-').map(number);
    let (year, month, day) =
        (parts.next()??, parts.next().unwrap_or(Some(1))?, parts.next().unwrap_or(Some(1))?);
    let is_date = parts.next().is_none() && (1..=12).contains(&month) && (1..=31).contains(&day);
    let seconds = time.map_or(Some(0.0), seconds_of)?;
    is_date.then(|| f64::from(days(year, month, day)) * 86_400.0 + seconds)
}

/// `hh:mm[:ss[.fff]]` with `Z`, `+hh:mm` or nothing behind it.
fn seconds_of(text: &str) -> Option<f64> {
    let sign_at = text.find(['+', '-']);
    let (clock, zone) = match sign_at {
        Some(at) => (
            text.get(..at)?,
            minutes(text.get(at + 1..)?)? * if text.get(at..)?.starts_with('-') { -1 } else { 1 },
        ),
        None => (text.strip_suffix('Z').unwrap_or(text), 0),
    };
    let (clock, rest) = clock.split_at_checked(5)?;
    let seconds = if rest.is_empty() { 0.0 } else { rest.strip_prefix(':')?.parse::<f64>().ok()? };
    Some(f64::from((minutes(clock)? - zone) * 60) + seconds)
}

/// `hh:mm`
fn minutes(text: &str) -> Option<i32> {
    let (hours, minutes) = text.split_once(':')?;
    Some(number(hours)? * 60 + number(minutes)?)
}

fn number(text: &str) -> Option<i32> {
    let is_plain = !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_plain)
}

/// Days since 1970-01-01 in the Gregorian calendar, counting years from March so that the leap day is their last.
fn days(year: i32, month: i32, day: i32) -> i32 {
    let year = if month > 2 { year } else { year - 1 };
    let month = (month + 9) % 12;
    let of_years = 365 * year + year / 4 - year / 100 + year / 400;
    of_years + (month * 306 + 5) / 10 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::float_cmp, reason = "whole seconds are exact")]
    fn dates_of_every_form_are_seconds() {
        for (text, seconds) in [
            ("1970", Some(0.0)),
            ("1970-01-02", Some(86_400.0)),
            ("2000-03", Some(951_868_800.0)),
            ("2024-02-29T12:00Z", Some(1_709_208_000.0)),
            ("2024-02-29T12:00:30", Some(1_709_208_030.0)),
            ("2024-02-29T12:00:30.5Z", Some(1_709_208_030.5)),
            ("2024-02-29T13:00:00+01:00", Some(1_709_208_000.0)),
            ("2024-02-29T11:00:00-01:00", Some(1_709_208_000.0)),
            ("1709208000", Some(1_709_208_000.0)),
            ("2024-13-01", None),
            ("tomorrow", None),
            ("", None),
        ] {
            assert_eq!(parse(text), seconds, "{text}");
        }
    }
}
