//! What a request brings along: the context keys and their values.

/// The context of a request. Names of keys are compared without case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// In lower case.
    name: String,
    /// As given.
    pub(crate) key: String,
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
        self.insert(key, values, false);
    }

    /// Gives `key` a value that follows from the rest of the request, unless it has one.
    pub fn fill(&mut self, key: &str, value: &str) {
        if self.entry(&key.to_ascii_lowercase()).is_none() {
            self.insert(key, Values::One(value.to_owned()), true);
        }
    }

    fn insert(&mut self, key: &str, values: Values, filled: bool) {
        let name = key.to_ascii_lowercase();
        let entry = Entry { name, key: key.to_owned(), values, filled };
        match self.entries.iter_mut().find(|other| other.name == entry.name) {
            Some(other) => *other = entry,
            None => self.entries.push(entry),
        }
    }

    /// The values of a key; none if the request has no such key.
    pub fn get(&self, key: &str) -> Option<&Values> {
        self.entry(&key.to_ascii_lowercase()).map(|entry| &entry.values)
    }

    /// The same, by the name in lower case.
    pub(crate) fn values(&self, name: &str) -> Option<&Values> {
        self.entry(name).map(|entry| &entry.values)
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// The keys that were not given but follow from the request, with their values, in the order of their names.
    pub fn filled(&self) -> Vec<(&str, &Values)> {
        let mut filled: Vec<_> = self
            .entries
            .iter()
            .filter(|entry| entry.filled)
            .map(|entry| (entry.key.as_str(), &entry.values))
            .collect();
        filled.sort_by_key(|(key, _)| *key);
        filled
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
