//! What a value of a policy is compared to: texts with policy variables, ARNs, numbers, dates and addresses.

use std::net::IpAddr;

use policy::tree::{OperatorName, OperatorType};

use crate::wildcard::{Letter, letters, matches, matches_plain};

/// What variables stand for in a request.
pub(crate) struct Values<'a> {
    pub(crate) context: &'a [(String, Vec<String>)],
    /// Whether the version of the policy has variables.
    pub(crate) has_variables: bool,
    pub(crate) short_goes_on: bool,
}

impl Values<'_> {
    /// The values of a key, none if it is absent.
    pub(crate) fn of(&self, key: &str) -> &[String] {
        let found = self.context.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
        found.map_or(&[], |(_, values)| values)
    }

    /// The text with its variables replaced; none if one has no value, or several.
    fn filled(&self, text: &str, has_wildcards: bool) -> Option<Vec<Letter>> {
        let plain = |text: &str| {
            let bytes = text.as_bytes();
            if has_wildcards { letters(bytes) } else { literal(bytes) }
        };
        let (mut rest, mut filled) = (text, Vec::new());
        while let Some((before, after)) = rest.split_once("${").filter(|_| self.has_variables) {
            let Some((inner, behind)) = after.split_once('}') else { break };
            filled.extend(plain(before));
            filled.extend(literal(self.variable(inner)?.as_bytes()));
            rest = behind;
        }
        filled.extend(plain(rest));
        Some(filled)
    }

    fn variable(&self, inner: &str) -> Option<String> {
        if matches!(inner, "*" | "?" | "$") {
            return Some(inner.to_owned());
        }
        let (key, default) = match inner.split_once(',') {
            Some((key, default)) => (key, Some(default.trim().trim_matches('\'').to_owned())),
            None => (inner, None),
        };
        match self.of(key.trim()) {
            [] => default,
            [one] => Some(one.clone()),
            _ => None,
        }
    }
}

fn literal(bytes: &[u8]) -> Vec<Letter> {
    bytes.iter().map(|byte| Letter::Byte(*byte)).collect()
}

pub(crate) fn is_resource(pattern: &str, resource: &str, values: &Values<'_>) -> bool {
    pattern == "*" || is_arn_like(pattern, resource, values)
}

/// Part by part; only the last may hold variables and colons.
fn is_arn_like(pattern: &str, arn: &str, values: &Values<'_>) -> bool {
    let parts = |text: &str| text.bytes().filter(|byte| *byte == b':').count() + 1;
    if parts(arn) < 6 || parts(pattern) < 6 && !values.short_goes_on {
        return false;
    }
    let mut patterns = pattern.splitn(6, ':');
    arn.splitn(6, ':').enumerate().all(|(at, part)| match patterns.next() {
        None => true,
        Some(last) if at == 5 && last.contains("${") => {
            values.filled(last, true).is_some_and(|pattern| matches(&pattern, part.as_bytes()))
        }
        Some(pattern) => matches_plain(pattern, part),
    })
}

/// Whether one value of a request is what one value of the policy says, negation aside.
pub(crate) fn compares(name: OperatorName, written: &str, value: &str, values: &Values<'_>) -> bool {
    match name.value_type() {
        OperatorType::String => is_string(name, written, value, values),
        OperatorType::Arn => is_arn_like(written, value, values),
        OperatorType::Bool => written.eq_ignore_ascii_case(value),
        OperatorType::Binary | OperatorType::Null => written == value,
        OperatorType::IpAddress => is_within(value, written).unwrap_or(false),
        OperatorType::Numeric => in_order(name, value.parse().ok(), written.parse().ok()),
        OperatorType::Date => in_order(name, seconds(value), seconds(written)),
    }
}

fn is_string(name: OperatorName, written: &str, value: &str, values: &Values<'_>) -> bool {
    let has_wildcards = matches!(name, OperatorName::StringLike | OperatorName::StringNotLike);
    let Some(mut pattern) = values.filled(written, has_wildcards) else { return false };
    let mut value = value.as_bytes().to_vec();
    if name.text().ends_with("IgnoreCase") {
        value.make_ascii_lowercase();
        for letter in &mut pattern {
            if let Letter::Byte(byte) = letter {
                byte.make_ascii_lowercase();
            }
        }
    }
    matches(&pattern, &value)
}

fn in_order(name: OperatorName, value: Option<f64>, written: Option<f64>) -> bool {
    let (Some(value), Some(written)) = (value, written) else { return false };
    let text = name.text();
    let or_equal = text.ends_with("Equals") && (value - written).abs() < 1e-9;
    or_equal
        || (text.contains("LessThan") && value < written)
        || (text.contains("GreaterThan") && value > written)
}

/// Seconds since 1970 of `2026`, `2026-01-31`, `2026-01-31T08:00:00Z` or the number itself, which has not four digits.
fn seconds(text: &str) -> Option<f64> {
    if text.len() != 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let (date, time) = text.split_once('T').unwrap_or((text, "00:00:00"));
    let mut date = date.split('-').map(|part| part.parse::<f64>().ok());
    let (year, month, day) =
        (date.next()??, date.next().unwrap_or(Some(1.0))?, date.next().unwrap_or(Some(1.0))?);
    let mut time = time.trim_end_matches('Z').split(':').map(|part| part.parse::<f64>().ok());
    let (hour, minute, second) = (time.next()??, time.next()??, time.next().unwrap_or(Some(0.0))?);
    // The days before the month in a year that begins in March, so that the leap day is the last one.
    let (year, month) = if month <= 2.0 { (year - 1.0, month + 9.0) } else { (year, month - 3.0) };
    let leaps = (year / 4.0).floor() - (year / 100.0).floor() + (year / 400.0).floor();
    let days = year * 365.0 + leaps + ((month * 153.0 + 2.0) / 5.0).floor() + day - 1.0 - 719_468.0;
    Some(((days * 24.0 + hour) * 60.0 + minute) * 60.0 + second)
}

/// Whether an address lies in a range; bits behind the mask do not count.
fn is_within(address: &str, range: &str) -> Option<bool> {
    let (network, bits) =
        range.split_once('/').map_or((range, None), |(network, bits)| (network, Some(bits)));
    let number = |address: IpAddr| match address {
        IpAddr::V4(address) => (u128::from(u32::from(address)) << 96, 32),
        IpAddr::V6(address) => (u128::from(address), 128),
    };
    let ((address, width), (network, other)) = (number(address.parse().ok()?), number(network.parse().ok()?));
    let bits: u32 = bits.map_or(Some(width), |bits| bits.parse().ok())?;
    let mask = if bits == 0 { 0 } else { u128::MAX << (128 - bits.min(128)) };
    Some(width == other && (address ^ network) & mask == 0)
}

#[test]
fn values_compare_as_the_user_guide_says() {
    let context = [("aws:username".to_owned(), vec!["a*".to_owned()])];
    let values = Values { context: &context, has_variables: true, short_goes_on: false };
    let old = Values { has_variables: false, ..Values { context: &context, ..values } };
    for (name, written, value, expected) in [
        (OperatorName::StringLike, "${aws:username}", "a*", true),
        (OperatorName::StringLike, "${aws:username}", "ab", false),
        (OperatorName::StringEquals, "x${*}", "x*", true),
        (OperatorName::StringLike, "${aws:userid, 'no one'}*", "no one else", true),
        (OperatorName::StringNotEquals, "${aws:userid}", "x", false),
        (OperatorName::StringEqualsIgnoreCase, "ABC", "abc", true),
        (OperatorName::ArnLike, "arn:aws:s3:::*", "arn:aws:s3:::a:b/c", true),
        (OperatorName::ArnLike, "arn:aws:*:x", "arn:aws:s3:::x", false),
        (OperatorName::NumericLessThanEquals, "10", "10.0", true),
        (OperatorName::DateGreaterThan, "1577836800", "2020-01-01T00:00:01Z", true),
        (OperatorName::DateEquals, "2020", "1577836800", true),
        (OperatorName::DateEquals, "2020-02-29T12:00:00Z", "1582977600", true),
        (OperatorName::IpAddress, "10.1.2.3/8", "10.9.9.9", true),
        (OperatorName::IpAddress, "2001:db8::/32", "2001:DB8:0::1", true),
        (OperatorName::IpAddress, "::/0", "10.0.0.1", false),
        (OperatorName::Bool, "true", "TRUE", true),
    ] {
        assert_eq!(compares(name, written, value, &values), expected, "{} {written} {value}", name.text());
    }
    assert!(compares(OperatorName::StringEquals, "${aws:username}", "${aws:username}", &old));
}
