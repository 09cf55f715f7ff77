//! The actions that AWS documents as needed for another one.

use std::collections::BTreeSet;

use catalog::Catalog;

use crate::map::Mapped;

/// An action that may be needed for a call to succeed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Documented {
    /// In the spelling of the catalogue.
    pub action: String,
    /// The action that needs it.
    pub needed_for: String,
    /// On what ground, as the catalogue says it: `documented`, `passrole-unverified`.
    pub how: String,
}

/// What AWS documents as needed for the actions of an event, sorted, without the actions themselves.
pub fn documented(catalog: &Catalog, mapped: &Mapped) -> Vec<Documented> {
    let mut found = BTreeSet::new();
    for action in mapped.actions().iter().filter_map(|name| catalog.action(name)) {
        for need in action.needs() {
            let name = need.action.full_name();
            if !mapped.actions().iter().any(|mapped| **mapped == *name) {
                found.insert(Documented {
                    action: name,
                    needed_for: action.full_name(),
                    how: need.how.to_owned(),
                });
            }
        }
    }
    found.into_iter().collect()
}
