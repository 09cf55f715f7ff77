//! What a finding is about, as far as suppressions ask.

use std::cell::OnceCell;

use policy::tree::{Policy, Spanned, Statement};
use policy::{ActionFault, ActionPattern, Answer, Diagnostic, Glob, ResourcePattern};

use super::{Checks, Suppression};
use crate::config::is_unreadable_text;

/// A finding in its document.
pub(super) struct Subject<'a> {
    /// What the document is called.
    pub(super) name: &'a str,
    pub(super) found: &'a Diagnostic,
    policy: &'a Policy,
    /// Looked for when it is asked for, as few suppressions do.
    statement: OnceCell<Option<&'a Statement>>,
}

impl<'a> Subject<'a> {
    pub(super) fn new(name: &'a str, policy: &'a Policy, found: &'a Diagnostic) -> Self {
        Self { name, found, policy, statement: OnceCell::new() }
    }

    /// The statement that the finding is in.
    fn statement(&self) -> Option<&'a Statement> {
        let find =
            || self.policy.statements.iter().find(|statement| statement.span.contains(self.found.span));
        *self.statement.get_or_init(find)
    }

    /// Whether the finding says that a text could not be read: whoever does not see it would take the text for a clean one.
    pub(super) fn must_be_told(&self) -> bool {
        lint::find(self.found.id).is_some_and(is_unreadable_text)
    }
}

impl Suppression {
    /// Whether the finding is one of those that the suppression is about.
    pub(super) fn fits(&self, subject: &Subject<'_>) -> bool {
        let of_statement = |fits: &dyn Fn(&Statement) -> bool| subject.statement().is_some_and(fits);
        self.checks.has(subject.found.id)
            && !subject.must_be_told()
            && self.path.as_ref().is_none_or(|path| path.matches(subject.name))
            && self.sid.as_ref().is_none_or(|sid| of_statement(&|statement| has_sid(statement, sid)))
            && self.action.as_ref().is_none_or(|pattern| {
                of_statement(&|statement| {
                    is_about(statement.actions(), statement.not_actions(), subject, |item| {
                        within_actions(pattern, item)
                    })
                })
            })
            && self.resource.as_ref().is_none_or(|pattern| {
                of_statement(&|statement| {
                    is_about(statement.resources(), statement.not_resources(), subject, |item| {
                        within_resources(pattern, item)
                    })
                })
            })
    }
}

impl Checks {
    pub(super) fn has(&self, id: &str) -> bool {
        match self {
            Self::All => true,
            Self::These(ids) => ids.contains(&id),
        }
    }
}

pub(super) fn has_sid(statement: &Statement, pattern: &Glob) -> bool {
    statement.sid.as_ref().is_some_and(|sid| pattern.matches(&sid.value))
}

/// Whether the entry that the finding is about is meant; if it is about none, whether all that the statement lists are.
fn is_about<T>(
    listed: &[Spanned<T>],
    excepted: &[Spanned<T>],
    subject: &Subject<'_>,
    is_meant: impl Fn(&T) -> bool,
) -> bool {
    let mut entries = listed.iter().chain(excepted);
    match entries.find(|entry| entry.span.contains(subject.found.span)) {
        Some(entry) => is_meant(&entry.value),
        None => !listed.is_empty() && listed.iter().all(|entry| is_meant(&entry.value)),
    }
}

/// What stands for no action at all is compared as a text.
fn within_actions(pattern: &ActionPattern, entry: &ActionPattern) -> bool {
    let stands_for_some = entry.fault().is_none_or(ActionFault::leaves_a_pattern);
    if stands_for_some {
        pattern.covers(entry)
    } else {
        Glob::folded(pattern.as_str()).matches(entry.as_str())
    }
}

fn within_resources(pattern: &ResourcePattern, entry: &ResourcePattern) -> bool {
    (!entry.is_short() && pattern.covers(entry) == Answer::Yes)
        || Glob::new(pattern.as_str()).matches(entry.as_str())
}
