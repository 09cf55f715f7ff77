//! The map of what has no column: `requestParameters.instancesSet.items[].instanceId` → `i-0a1b2c3d4e5f60718`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::record::Field;

/// Keys and values, as they lie in a row.
pub(super) struct Unmapped<'b>(pub(super) Vec<(&'b str, &'b str)>);

/// Members in members.
const DEEPEST: usize = 16;
/// What comes behind a name that is that of a list: the values of all its entries are one text, with commas between.
const LIST: &str = "[]";

impl<'b> Unmapped<'b> {
    pub(super) fn text(&self, key: &str) -> Option<&'b str> {
        self.0.iter().find(|(name, value)| *name == key && !value.is_empty()).map(|(_, value)| *value)
    }

    pub(super) fn field(&self, key: &str) -> Field<'b> {
        self.text(key).map(Into::into)
    }

    /// The entries of a list, and whether they can be told apart.
    pub(super) fn pieces(&self, key: &str) -> (Vec<&'b str>, bool) {
        match self.text(key).map(pieces) {
            None => (Vec::new(), true),
            Some(pieces) => (pieces.clone().unwrap_or_default(), pieces.is_some()),
        }
    }

    /// What lies below a name, as JSON, and whether that is all of it: entries of a list that cannot be told apart are left out.
    pub(super) fn below(&self, prefix: &str) -> (Option<String>, bool) {
        let (mut root, mut is_whole) = (Node::Members(BTreeMap::new()), true);
        let mut is_any = false;
        for (key, value) in &self.0 {
            let Some(path) = key.strip_prefix(prefix) else { continue };
            is_any = true;
            let path: Vec<&str> = path.split('.').collect();
            let lists = path.iter().filter(|name| name.ends_with(LIST)).count();
            let values = if lists == 0 { Some(vec![*value]) } else { pieces(value) };
            // In lists within lists it is not said where one ends.
            let values = values.filter(|values| path.len() <= DEEPEST && (lists < 2 || values.len() == 1));
            let is_put = values.is_some_and(|values| root.put(&path, &values));
            is_whole &= is_put;
        }
        (is_any.then(|| root.json().to_string()), is_whole)
    }
}

/// The entries of a list that was written as one text. A comma may be part of an entry, but not of the ids that services give, and
/// what begins a new ARN ends the one before; anything else cannot be told apart.
fn pieces(text: &str) -> Option<Vec<&str>> {
    let pieces: Vec<&str> = text.split(',').collect();
    let all = |is: fn(&str) -> bool| pieces.iter().all(|piece| is(piece));
    (pieces.len() == 1 || all(is_id) || all(|piece| piece.starts_with("arn:"))).then_some(pieces)
}

/// Such as `i-0a1b2c3d4e5f60718`, `sg-903004f8`.
fn is_id(text: &str) -> bool {
    text.rsplit_once('-').is_some_and(|(kind, number)| {
        !kind.is_empty()
            && kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
            && (number.len() == 8 || number.len() == 17)
            && number.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

enum Node {
    Text(String),
    Members(BTreeMap<String, Node>),
    Entries(Vec<Node>),
}

impl Node {
    /// Puts the values where the path leads; false if something else is there.
    fn put(&mut self, path: &[&str], values: &[&str]) -> bool {
        let ([first, rest @ ..], Self::Members(members)) = (path, &mut *self) else {
            let is_free = matches!(self, Self::Members(members) if members.is_empty());
            if let ([], [value], true) = (path, values, is_free) {
                *self = Self::Text((*value).to_owned());
                return true;
            }
            return false;
        };
        let (name, is_list) = first.strip_suffix(LIST).map_or((*first, false), |name| (name, true));
        let empty = || Self::Members(BTreeMap::new());
        if !is_list {
            return members.entry(name.to_owned()).or_insert_with(empty).put(rest, values);
        }
        let Self::Entries(entries) =
            members.entry(name.to_owned()).or_insert_with(|| Self::Entries(Vec::new()))
        else {
            return false;
        };
        if entries.len() < values.len() {
            entries.resize_with(values.len(), empty);
        }
        entries.iter_mut().zip(values).all(|(entry, value)| entry.put(rest, &[value]))
    }

    fn json(self) -> Value {
        match self {
            Self::Text(text) => Value::String(text),
            Self::Members(members) => Value::Object(
                members.into_iter().map(|(name, node)| (name, node.json())).collect::<Map<_, _>>(),
            ),
            Self::Entries(entries) => entries.into_iter().map(Self::json).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_put_together_again_as_far_as_they_can_be() {
        for (pairs, json, is_whole) in [
            (vec![("r.bucketName", "b"), ("r.key", "a,b")], r#"{"bucketName":"b","key":"a,b"}"#, true),
            (
                vec![
                    ("r.set.items[].instanceId", "i-0a1b2c3d4e5f60718,i-903004f8"),
                    ("r.set.items[].x", "y"),
                ],
                r#"{"set":{"items":[{"instanceId":"i-0a1b2c3d4e5f60718","x":"y"},{"instanceId":"i-903004f8"}]}}"#,
                true,
            ),
            (
                vec![("r.arns[]", "arn:aws:s3:::a,arn:aws:s3:::b"), ("r.names[]", "one")],
                r#"{"arns":["arn:aws:s3:::a","arn:aws:s3:::b"],"names":["one"]}"#,
                true,
            ),
            // Two names, or one with a comma in it.
            (vec![("r.names[]", "one,two"), ("r.key", "k")], r#"{"key":"k"}"#, false),
            // A role may be called `x,i-903004f8`; an ARN that is cut is none.
            (vec![("r.arns[]", "arn:aws:iam::1:role/x,i-903004f8")], "{}", false),
            // One member cannot be two things.
            (vec![("r.a", "1"), ("r.a.b", "2")], r#"{"a":"1"}"#, false),
            (vec![("r.a[].b[]", "i-903004f8,i-903004f9")], "{}", false),
        ] {
            assert_eq!(Unmapped(pairs.clone()).below("r."), (Some(json.to_owned()), is_whole), "{pairs:?}");
        }
        assert_eq!(Unmapped(vec![("other", "x")]).below("r."), (None, true));
    }
}
