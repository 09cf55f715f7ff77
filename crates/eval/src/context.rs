//! What a request brings along: the context keys and their values.

use std::borrow::Cow;

/// The context of a request. Names of keys are compared without case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// As given.
    pub(crate) key: Cow<'static, str>,
    pub(crate) values: Values,
    pub(crate) filled: bool,
}

/// The values of a context key.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html>
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    One(String),
    /// Of a multivalued key; none is like an absent key.
    Many(Vec<String>),
    /// The request has the key or has it not, with whatever value: nobody said.
    Unknown,
}

impl Context {
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives `key` its values; the last given count.
    pub fn set(&mut self, key: &str, values: Values) {
        let entry = Entry { key: Cow::Owned(key.to_owned()), values, filled: false };
        match self.entries.iter_mut().find(|other| other.is(key)) {
            Some(other) => *other = entry,
            None => self.entries.push(entry),
        }
    }

    /// Gives `key` a value that follows from the rest of the request, unless it has one.
    pub fn fill(&mut self, key: impl Into<Cow<'static, str>>, value: &str) {
        let key = key.into();
        if self.get(&key).is_none() {
            self.entries.push(Entry { key, values: Values::One(value.to_owned()), filled: true });
        }
    }

    /// The values of a key; none if the request has no such key.
    pub fn get(&self, key: &str) -> Option<&Values> {
        self.entries.iter().find(|entry| entry.is(key)).map(|entry| &entry.values)
    }

    /// The keys that were not given but follow from the request, with their values, in the order of their names.
    pub fn filled(&self) -> Vec<(&str, &Values)> {
        let mut filled: Vec<_> = self
            .entries
            .iter()
            .filter(|entry| entry.filled)
            .map(|entry| (&*entry.key, &entry.values))
            .collect();
        filled.sort_by_key(|(key, _)| *key);
        filled
    }
}

impl Entry {
    fn is(&self, key: &str) -> bool {
        self.key.eq_ignore_ascii_case(key)
    }
}

impl Values {
    /// The values as a slice; none if they are not known.
    pub(crate) fn known(&self) -> Option<&[String]> {
        match self {
            Self::One(value) => Some(std::slice::from_ref(value)),
            Self::Many(values) => Some(values),
            Self::Unknown => None,
        }
    }
}
