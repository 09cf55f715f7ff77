//! Which checks a name stands for.

use lint::Check;

/// The checks of that id or alias, or those that another tool's id stands for; nothing if there is none of that name.
pub(super) fn named(name: &str) -> Option<Vec<&'static Check>> {
    lint::named(name).map(|named| named.checks)
}

/// Whether the check says that a text, or a part of it, could not be read.
pub(crate) fn is_unreadable_text(check: &Check) -> bool {
    matches!(check.run, lint::Run::Reader) && check.severity == policy::Severity::Error
}
