//! The index of the Service Reference, and which services have changed since the last refresh.

use std::collections::BTreeMap;

use policy::{Node, Value};

use super::document::read_json;
use crate::Problem;

/// A service whose file is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetch {
    pub service: String,
    pub url: String,
    /// Seconds since 1970, to be remembered for the next [`plan`].
    pub modified: Option<u64>,
}

/// The services of an index that are new, have another time of modification than `known` says, or tell none.
///
/// The index is `service-list.json` or what the root of the Service Reference answers. Names that could not be file
/// names are refused, so that callers may use them as such; where a URL leads is for the caller to judge.
pub fn plan(index: &[u8], known: &BTreeMap<String, u64>) -> Result<Vec<Fetch>, Problem> {
    let place = "index of the Service Reference";
    let root = read_json(place, index)?;
    let entries = root.as_array().ok_or_else(|| Problem::new(place, "it is not a list"))?;
    let mut fetches = Vec::new();
    for entry in entries {
        let text = |name| entry.get(name).and_then(Node::as_str).map(str::to_owned);
        let (Some(service), Some(url)) = (text("service"), text("url")) else {
            return Err(Problem::new(place, "an entry has no `service` or no `url`"));
        };
        if !is_prefix(&service) {
            return Err(Problem::new(place, format!("`{service}` is no service prefix")));
        }
        let modified = match entry.get("modified").map(|node| &node.value) {
            Some(Value::Number(digits)) => digits.parse().ok(),
            _ => None,
        };
        if modified.is_none() || known.get(&service).copied() != modified {
            fetches.push(Fetch { service, url, modified });
        }
    }
    Ok(fetches)
}

/// Lower-case letters, digits, hyphens: what all prefixes of AWS are made of.
pub(super) fn is_prefix(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&name.len()) && name.bytes().all(fits)
}
