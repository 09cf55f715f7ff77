//! Integers and decimals, compared by their digits.

use std::cmp::Ordering;

/// A number as policies and requests write it: an optional sign, digits, and optionally a point and more digits.
///
/// It is compared digit by digit, so that 9007199254740993 and 9007199254740992 differ, as they would not in floating
/// point. Exponents are not taken: no page of AWS says what they mean.
#[derive(Debug, Clone, Copy)]
pub struct Decimal<'a> {
    negative: bool,
    /// INVARIANT: no zero in front.
    whole: &'a str,
    /// INVARIANT: no zero at the end.
    fraction: &'a str,
}

impl<'a> Decimal<'a> {
    pub fn parse(text: &'a str) -> Option<Self> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |text: &str| text.bytes().all(|letter| letter.is_ascii_digit());
        if digits.is_empty() || digits == "." || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        let is_zero = whole.is_empty() && fraction.is_empty();
        Some(Self { negative: text.starts_with('-') && !is_zero, whole, fraction })
    }

    fn magnitude(&self, other: &Self) -> Ordering {
        let whole = self.whole.len().cmp(&other.whole.len()).then_with(|| self.whole.cmp(other.whole));
        // Without zeros at the end, the order of the digits is the order of the letters.
        whole.then_with(|| self.fraction.cmp(other.fraction))
    }
}

impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.magnitude(other),
            (true, true) => other.magnitude(self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_by_value() {
        use Ordering::{Equal, Greater, Less};
        for (left, right, expected) in [
            ("10", "10.0", Equal),
            ("010", "10", Equal),
            ("-0", "0.00", Equal),
            ("+5", "5", Equal),
            (".5", "0.50", Equal),
            ("5.", "5", Equal),
            ("9007199254740993", "9007199254740992", Greater),
            ("0.1", "0.10000000000000000001", Less),
            ("2", "10", Less),
            ("-2", "-10", Greater),
            ("-1", "1", Less),
            ("1.9", "1.10", Greater),
        ] {
            let order = Decimal::parse(left).unwrap().cmp(&Decimal::parse(right).unwrap());
            assert_eq!(order, expected, "{left} {right}");
        }
        for text in ["", "-", ".", "1e3", "0x10", " 1", "1,5", "--1", "1.2.3", "NaN", "١"] {
            assert!(Decimal::parse(text).is_none(), "{text}");
        }
    }
}
