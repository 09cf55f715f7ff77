//! Actions as a request lists them: names and patterns, held against the catalogue.

use catalog::{Action, ActionSet, Catalog};
use policy::{ActionPattern, Glob};
use schemars::JsonSchema;
use serde::Serialize;

use crate::OpError;

/// More than any policy within AWS's quotas names.
const MOST: usize = 1_000;

/// The entries of a request, in the order asked, each once.
pub(crate) struct Asked<'c> {
    pub(crate) entries: Vec<(String, Entry<'c>)>,
}

/// What an entry stands for.
pub(crate) enum Entry<'c> {
    Action(Action<'c>),
    /// Of a pattern: one action at least.
    Pattern(ActionSet),
    /// AWS uses it in policies of its own, and says nowhere what it does.
    Undocumented,
    Unknown(Unknown),
}

/// An entry that stands for no action
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Unknown {
    pub(crate) action: String,
    /// Why not
    pub(crate) error: String,
    /// Actions that may be meant, the likeliest first
    pub(crate) nearest: Vec<String>,
}

/// A pattern, and how many actions it stands for
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Wildcard {
    pub(crate) pattern: String,
    /// How many actions of the catalogue it stands for
    pub(crate) actions: usize,
    /// How many of them are sensitive
    pub(crate) sensitive: usize,
}

impl<'c> Asked<'c> {
    pub(crate) fn read(catalog: &'c Catalog, texts: &[String]) -> Result<Self, OpError> {
        if texts.is_empty() {
            return Err(OpError::invalid("`actions` is empty").hint("list actions such as `s3:GetObject`"));
        }
        if texts.len() > MOST {
            return Err(OpError::too_large(format!(
                "{} actions; at most {MOST} are taken at a time",
                texts.len()
            )));
        }
        let mut seen = std::collections::BTreeSet::new();
        let new = texts.iter().filter(|text| seen.insert(text.to_ascii_lowercase()));
        Ok(Self { entries: new.map(|text| (text.clone(), Entry::of(catalog, text))).collect() })
    }

    /// All actions that the entries stand for.
    pub(crate) fn actions(&self) -> ActionSet {
        let mut all = ActionSet::new();
        for (_, entry) in &self.entries {
            match entry {
                Entry::Action(action) => all.insert(action.id()),
                Entry::Pattern(set) => all.insert_all(set),
                Entry::Undocumented | Entry::Unknown(_) => {}
            }
        }
        all
    }

    /// The first entry with wildcards that stands for the action, if no entry names it.
    pub(crate) fn pattern_of(&self, action: Action<'_>) -> Option<&str> {
        let is_named = |(_, entry): &(String, Entry<'_>)| matches!(entry, Entry::Action(named) if named.id() == action.id());
        if self.entries.iter().any(is_named) {
            return None;
        }
        let holds = |entry: &Entry<'_>| matches!(entry, Entry::Pattern(set) if set.contains(action.id()));
        self.entries.iter().find(|(_, entry)| holds(entry)).map(|(text, _)| text.as_str())
    }

    pub(crate) fn wildcards(&self, sensitive: &ActionSet) -> Vec<Wildcard> {
        let of = |(text, entry): &(String, Entry<'_>)| match entry {
            Entry::Pattern(set) => Some(Wildcard {
                pattern: text.clone(),
                actions: set.len(),
                sensitive: set.intersection(sensitive).len(),
            }),
            _ => None,
        };
        self.entries.iter().filter_map(of).collect()
    }

    pub(crate) fn unknown(&self) -> impl Iterator<Item = Unknown> {
        self.entries.iter().filter_map(|(text, entry)| match entry {
            Entry::Unknown(unknown) => Some(unknown.clone()),
            Entry::Undocumented => Some(Unknown {
                action: text.clone(),
                error: "AWS uses it in policies of its own, and says nowhere what it does".to_owned(),
                nearest: Vec::new(),
            }),
            Entry::Action(_) | Entry::Pattern(_) => None,
        })
    }
}

impl<'c> Entry<'c> {
    pub(crate) fn of(catalog: &'c Catalog, text: &str) -> Self {
        let unknown = |error: String, nearest: Vec<String>| {
            Self::Unknown(Unknown { action: text.to_owned(), error, nearest })
        };
        let pattern = ActionPattern::parse(text);
        if let Some(fault) = pattern.fault().filter(|fault| !fault.leaves_a_pattern()) {
            return unknown(format!("it {fault}; write it as `service:Action`"), Vec::new());
        }
        if let Some(action) = catalog.action(text) {
            return Self::Action(action);
        }
        let set = if text.contains(['*', '?']) { catalog.expand(&pattern) } else { ActionSet::new() };
        if !set.is_empty() {
            return Self::Pattern(set);
        }
        if catalog.is_undocumented_action(text) {
            return Self::Undocumented;
        }
        let (error, nearest) = why_not(catalog, &pattern, text);
        unknown(error, nearest)
    }
}

/// Why a name or a pattern stands for nothing, and what may be meant.
fn why_not(catalog: &Catalog, pattern: &ActionPattern, text: &str) -> (String, Vec<String>) {
    let prefix = pattern.service().and_then(Glob::as_literal).unwrap_or_default();
    let is_wild = text.contains(['*', '?']);
    let near = || -> Vec<String> {
        let near = if is_wild { Vec::new() } else { catalog.nearest_actions(text) };
        near.into_iter().map(Action::full_name).collect()
    };
    if let Some(retired) = catalog.retired_prefix(&prefix) {
        let instead =
            retired.successor().map(|service| format!("; `{}` has come in its place", service.prefix()));
        return (format!("AWS no longer has the service `{prefix}`{}", instead.unwrap_or_default()), near());
    }
    if !prefix.is_empty() && catalog.service(&prefix).is_none() {
        let services = catalog.nearest_services(&prefix);
        let named: Vec<_> = services.iter().map(|service| format!("`{}`", service.prefix())).collect();
        let meant =
            if named.is_empty() { String::new() } else { format!("; near it are {}", named.join(", ")) };
        return (
            format!("there is no service `{prefix}` in the catalogue of {}{meant}", catalog.date()),
            near(),
        );
    }
    if is_wild {
        return (format!("no action in the catalogue of {} fits it", catalog.date()), Vec::new());
    }
    match catalog.retired_action(text) {
        Some(source) => (format!("AWS no longer lists it; it did last in the data of {source}"), near()),
        None => (format!("it is not in the catalogue of {}", catalog.date()), near()),
    }
}

impl Unknown {
    /// Each in a line, with what may be meant.
    pub(crate) fn lines(all: &[Self]) -> String {
        let line = |one: &Self| {
            let near: Vec<_> = one.nearest.iter().map(|name| format!("`{name}`")).collect();
            let meant = if near.is_empty() {
                String::new()
            } else {
                format!("; did you mean {}?", near.join(" or "))
            };
            crate::render::plain(&format!("`{}`: {}{meant}", one.action, one.error)).into_owned() + "\n"
        };
        all.iter().map(line).collect()
    }
}
