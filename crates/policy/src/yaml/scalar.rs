//! Unquoted text: which of it is a number, a boolean, nothing at all, and which is text.

use crate::Value;

/// The value of a plain scalar by the core schema (YAML 1.2.2, section 10.3.2), numbers as JSON writes them.
pub(super) fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number),
    }
}

/// The number as JSON writes it; `.inf` and `.nan`, which JSON cannot write, are text.
fn number(text: &str) -> Option<String> {
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            let plain = digits.chars().all(|each| each.is_digit(radix));
            return u128::from_str_radix(digits, radix).ok().filter(|_| plain).map(|value| value.to_string());
        }
    }
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    if whole.len() + fraction.len() == 0 || leading_zero || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    if let Some(exponent) = exponent {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if digits.is_empty() || !is_digits(digits) {
            return None;
        }
    }
    let mut number = format!("{sign}{}", if whole.is_empty() { "0" } else { whole });
    if !fraction.is_empty() {
        number.push('.');
        number.push_str(fraction);
    }
    if let Some(exponent) = exponent {
        number.push('e');
        number.push_str(exponent);
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_core_schema_decides() {
        let number = |text: &str| Value::Number(text.to_owned());
        let string = |text: &str| Value::String(text.to_owned());
        for (text, value) in [
            ("~", Value::Null),
            ("NULL", Value::Null),
            ("nULL", string("nULL")),
            ("True", Value::Bool(true)),
            ("yes", string("yes")),
            ("off", string("off")),
            ("2012-10-17", string("2012-10-17")),
            ("123456789012", number("123456789012")),
            ("012345678901", string("012345678901")),
            ("000000000000", string("000000000000")),
            ("0", number("0")),
            ("-0", number("-0")),
            ("+12", number("12")),
            ("0x1F", number("31")),
            ("0o17", number("15")),
            ("0x+1", string("0x+1")),
            ("1.50", number("1.50")),
            (".5", number("0.5")),
            ("5.", number("5")),
            ("1E3", number("1e3")),
            ("1e", string("1e")),
            (".", string(".")),
            ("-", string("-")),
            (".inf", string(".inf")),
            ("12:30:45", string("12:30:45")),
            ("1_000", string("1_000")),
            ("10.0.0.0/8", string("10.0.0.0/8")),
            ("s3:GetObject", string("s3:GetObject")),
        ] {
            assert_eq!(resolve(text), value, "{text}");
        }
    }
}
