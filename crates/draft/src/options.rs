//! What a draft is to hold, and what not.

use policy::ActionPattern;

use crate::{Form, Generalise, WhyLeftOut};

/// How a draft is made.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub mode: Mode,
    pub form: Form,
    pub filter: Filter,
    pub generalise: Generalise,
    pub dependents: Dependents,
    /// Draft what was refused, too, marked so.
    pub include_denied: bool,
    /// Draft, beside each read, those that AWS names alike.
    pub keep_read: bool,
    /// Write the same grants in as few characters as can be: by the beginnings of names, and without Sids.
    pub shorten: bool,
}

/// How far a draft narrows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// Actions, on everything; only roles are passed by name all the same.
    Actions,
    /// Actions, on the resources that were touched.
    #[default]
    Resources,
    /// The same, under the conditions that all calls met.
    Conditions,
}

/// Which of the used actions are drafted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Never drafted.
    pub exclude: Vec<ActionPattern>,
    /// If there is one: nothing else is drafted.
    pub only: Vec<ActionPattern>,
    /// Used at least so often.
    pub min_count: u64,
}

/// Which actions are drafted that calls need beside those they stand for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dependents {
    None,
    /// Those that a request called for: it hands over a role, or names a key.
    #[default]
    Inferred,
    /// And those that AWS documents for the action, whether the request called for them or not.
    Documented,
}

impl Filter {
    /// Why an action of this name is not drafted, however it was used.
    pub(crate) fn refuses(&self, action: &str) -> Option<WhyLeftOut> {
        if let Some(pattern) = self.exclude.iter().find(|pattern| pattern.matches(action)) {
            return Some(WhyLeftOut::Excluded(pattern.as_str().to_owned()));
        }
        let is_allowed = self.only.is_empty() || self.only.iter().any(|pattern| pattern.matches(action));
        (!is_allowed).then_some(WhyLeftOut::NotAllowed)
    }

    /// Whether no action that the pattern stands for is refused by its name, be it one of today or of tomorrow.
    pub(crate) fn takes_all_of(&self, pattern: &ActionPattern) -> bool {
        !self.exclude.iter().any(|refused| refused.intersects(pattern))
            && (self.only.is_empty() || self.only.iter().any(|allowed| allowed.covers(pattern)))
    }

    pub(crate) fn is_too_few(&self, count: u64) -> Option<WhyLeftOut> {
        (count < self.min_count).then_some(WhyLeftOut::TooFew { count, least: self.min_count })
    }
}
