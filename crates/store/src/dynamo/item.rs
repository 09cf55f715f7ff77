//! One item: its keys, and the few kinds of values that we keep.

use std::collections::HashMap;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use trail::usage::event_id;

use crate::Error;

pub(super) type Attributes = HashMap<String, AttributeValue>;

/// The longest text in a sort key, of 1,024 bytes, that leaves room for what is behind it.
pub(super) const LONGEST: usize = 960;

/// An item as it is written and read.
#[derive(Debug, Clone, Default)]
pub(super) struct Item(pub(super) Attributes);

impl Item {
    pub(super) fn new(pk: &str, sk: &str) -> Self {
        Self::default().text("pk", pk).text("sk", sk)
    }

    pub(super) fn text(mut self, name: &str, value: &str) -> Self {
        self.0.insert(name.to_owned(), AttributeValue::S(value.to_owned()));
        self
    }

    pub(super) fn number(mut self, name: &str, value: &impl ToString) -> Self {
        self.0.insert(name.to_owned(), AttributeValue::N(value.to_string()));
        self
    }

    pub(super) fn bytes(mut self, name: &str, value: &[u8]) -> Self {
        self.0.insert(name.to_owned(), AttributeValue::B(Blob::new(value)));
        self
    }

    pub(super) fn sk(&self) -> &str {
        self.get_text("sk").unwrap_or_default()
    }

    pub(super) fn get_text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_s().ok().map(String::as_str)
    }

    pub(super) fn get_bytes(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name)?.as_b().ok().map(AsRef::as_ref)
    }

    pub(super) fn get_number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.0.get(name)?.as_n().ok()?.parse().ok()
    }

    /// What every item of the kind has.
    pub(super) fn need<T>(&self, name: &str, value: Option<T>) -> Result<T, Error> {
        let pk = self.get_text("pk").unwrap_or_default();
        value.ok_or_else(|| {
            Error::corrupt(&format!("the item `{pk}`, `{}`", self.sk()), format!("no `{name}`"))
        })
    }
}

/// A text for a key: itself, or its beginning and its number where it is too long. Keys order as texts do, but for the ends of long ones.
pub(super) fn bounded(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let mut end = LONGEST - 17;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}~{:016x}", text.get(..end).unwrap_or_default(), event_id(text, "", ""))
}

/// A time for a key: as many digits for all, those before 1970 first.
pub(super) fn time_key(at: i64) -> String {
    format!("{:020}", i128::from(at) - i128::from(i64::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_order_as_what_they_stand_for() {
        let times = [i64::MIN, -5, -1, 0, 1, 1_700_000_000, i64::MAX];
        assert!(times.map(time_key).is_sorted());
        assert!(times.iter().all(|at| time_key(*at).len() == 20));
        let long = "ü".repeat(600);
        let keys = [bounded("a"), bounded(&long), bounded(&format!("{long}x")), bounded(&"ü".repeat(480))];
        assert!(keys.iter().all(|key| key.len() <= LONGEST), "{keys:?}");
        assert_ne!(keys[1], keys[2]);
        assert_eq!(keys[3].len(), LONGEST);
    }
}
