//! Which checks a name stands for.

use lint::Check;

/// The checks of that id or alias, or those that another tool's id stands for; else what to do about the name.
pub(super) fn named(name: &str) -> Result<Vec<&'static Check>, Option<String>> {
    let named = lint::named(name).map(|named| named.checks);
    named.ok_or_else(|| lint::nearest_names(name).first().map(|near| format!("did you mean `{near}`?")))
}

/// Whether the check says that a text, or a part of it, could not be read.
pub(crate) fn is_unreadable_text(check: &Check) -> bool {
    matches!(check.run, lint::Run::Reader) && check.severity == policy::Severity::Error
}
