//! The condition keys of a simulated request: their values must be of the type that is said.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ContextEntry.html>

use std::net::IpAddr;

use serde_json::{Map, Value, json};

use super::fault::Fault;
use super::form::Form;

/// What each type of a single value must be; its name with `List` is that of several.
const TYPES: [(&str, Fits); 6] = [
    ("string", |_| true),
    ("numeric", |text| text.parse::<f64>().is_ok_and(f64::is_finite)),
    ("boolean", |text| text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")),
    ("ip", is_address),
    ("binary", is_base64),
    ("date", is_date),
];

type Fits = fn(&str) -> bool;

/// Key to value, or to a list of values.
pub(super) fn entries(form: &Form) -> Result<Map<String, Value>, Fault> {
    let mut context = Map::new();
    for (index, entry) in form.entries("ContextEntries").iter().enumerate() {
        let (key, value) = read(entry).map_err(|fault| fault.within("ContextEntries", index))?;
        if context.keys().any(|other| other.eq_ignore_ascii_case(key)) {
            return Err(Fault::invalid_input(format!("{key} is given twice")).within("ContextEntries", index));
        }
        context.insert(key.to_owned(), value);
    }
    Ok(context)
}

fn read(entry: &Form) -> Result<(&str, Value), Fault> {
    let wrong = |message: String| Err(Fault::invalid_input(message));
    let Some(key) = entry.text("ContextKeyName").filter(|key| key.contains(':')) else {
        return wrong("ContextKeyName must be a key with its prefix, such as aws:SourceIp".to_owned());
    };
    let name = entry.text("ContextKeyType").unwrap_or("string");
    let single = name.strip_suffix("List");
    let Some((_, fits)) = TYPES.iter().find(|(known, _)| *known == single.unwrap_or(name)) else {
        return wrong(format!("ContextKeyType {name} is none"));
    };
    let values = entry.list("ContextKeyValues");
    if let Some(value) = values.iter().find(|value| !fits(value)) {
        return wrong(format!("{key}: {value} is no value of type {name}"));
    }
    match (values.as_slice(), single) {
        ([one], None) => Ok((key, json!(one))),
        (_, Some(_)) => Ok((key, json!(values))),
        (_, None) => wrong(format!("{key}: type {name} has one value; of several it is {name}List")),
    }
}

/// An address, perhaps of a network.
fn is_address(text: &str) -> bool {
    let (address, bits) = text.split_once('/').unwrap_or((text, "0"));
    let most = |address: IpAddr| if address.is_ipv4() { 32 } else { 128 };
    address.parse().is_ok_and(|address| bits.parse::<u8>().is_ok_and(|bits| bits <= most(address)))
}

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - body.len() <= 2
        && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
}

/// The time as ISO 8601 writes it, or seconds since 1970.
fn is_date(text: &str) -> bool {
    let is_epoch = text.strip_prefix('-').unwrap_or(text).parse::<u64>().is_ok();
    let digits =
        |part: &str, count: usize| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    let day: Vec<&str> = text.get(..10).unwrap_or_default().split('-').collect();
    let within =
        |part: &str, least: u8, most: u8| part.parse().is_ok_and(|part: u8| (least..=most).contains(&part));
    let is_day = matches!(day.as_slice(), [year, month, date]
        if digits(year, 4) && digits(month, 2) && digits(date, 2) && within(month, 1, 12) && within(date, 1, 31));
    is_epoch || (is_day && text.get(10..).is_some_and(|rest| rest.is_empty() || rest.starts_with('T')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(kind: &str, values: &[&str]) -> Result<Value, String> {
        let begin = "ContextEntries.member.1.ContextKey";
        let number = |(index, value): (usize, &&str)| format!("&{begin}Values.member.{}={value}", index + 1);
        let values: String = values.iter().enumerate().map(number).collect();
        let body = format!("{begin}Name=aws:x&{begin}Type={kind}{values}");
        let read = entries(&Form::parse(body.as_bytes()).unwrap()).map_err(|fault| fault.message)?;
        Ok(read["aws:x"].clone())
    }

    #[test]
    fn values_are_of_their_type() {
        for (kind, good, bad) in [
            ("numeric", "-1.5e3", "one"),
            ("boolean", "True", "yes"),
            ("ip", "2001:db8::/32", "203.0.113.0/33"),
            ("binary", "QmluYQ==", "Qm="),
            ("date", "2026-11-22T10:00:00Z", "today"),
            ("date", "1763805600", "22.11.2026"),
            ("date", "2026-11-22", "2026-13-45T99:99:99Z"),
        ] {
            assert!(entry(kind, &[good]).is_ok(), "{kind} {good}");
            assert!(entry(kind, &[bad]).unwrap_err().contains(bad), "{kind} {bad}");
        }
    }

    #[test]
    fn lists_are_lists_and_single_values_are_not() {
        assert_eq!(entry("string", &["a"]), Ok(json!("a")));
        assert_eq!(entry("stringList", &["a"]), Ok(json!(["a"])));
        assert_eq!(entry("numericList", &["1", "2"]), Ok(json!(["1", "2"])));
        assert!(entry("string", &["a", "b"]).is_err());
        assert!(entry("string", &[]).is_err());
        assert!(entry("text", &["a"]).is_err());
    }
}
