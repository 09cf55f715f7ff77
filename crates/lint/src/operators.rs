//! Writing another operator in place of one that does not fit.

use policy::tree::{Operator, OperatorName, Spanned, Statement};
use policy::write::quote;
use policy::{Edit, Fix, Safety};

use crate::condition_keys::block_of;

/// The operator with another name, and with the set prefix and the `IfExists` it has.
pub(crate) fn renamed(operator: &Operator, name: OperatorName) -> String {
    let prefix = operator.set.map_or(String::new(), |set| format!("{}:", set.text()));
    format!("{prefix}{}{}", name.text(), if operator.if_exists { "IfExists" } else { "" })
}

/// The operator without its set prefix.
pub(crate) fn without_set(operator: &Operator) -> String {
    operator.text.split_once(':').map_or(operator.text.as_str(), |(_, name)| name).to_owned()
}

/// The edit that writes another operator; none if the block has other keys, whose meaning would change too, or if the condition
/// has that operator already and would then have it twice.
pub(crate) fn replacement(statement: &Statement, operator: &Spanned<Operator>, by: &str) -> Option<Edit> {
    let block = block_of(statement, operator)?;
    let is_alone = block.entries.len() == 1 && block.malformed.is_empty();
    let is_taken = || statement.condition.as_ref().is_some_and(|condition| condition.has_operator(by));
    (is_alone && !is_taken()).then(|| Edit { span: operator.span, text: quote(by) })
}

/// The same as a fix.
pub(crate) fn replace(
    statement: &Statement,
    operator: &Spanned<Operator>,
    by: &str,
    safety: Safety,
) -> Option<Fix> {
    let edit = replacement(statement, operator, by)?;
    let title = match safety {
        Safety::Safe => format!("replace the operator by `{by}`"),
        Safety::Unsafe => {
            format!("replace the operator by `{by}`, {}", change(&operator.value, &Operator::parse(by)))
        }
    };
    Some(Fix { title, safety, edits: vec![edit] })
}

/// What another operator does in another way.
fn change(old: &Operator, new: &Operator) -> &'static str {
    let kind = |operator: &Operator| operator.name.map(OperatorName::value_type);
    let is_like = |operator: &Operator| operator.name.is_some_and(|name| name.text().ends_with("Like"));
    if old.set != new.set {
        "which takes the key for one value that must be there"
    } else if !old.if_exists && new.if_exists {
        "which requests without the key pass"
    } else if old.if_exists && !new.if_exists {
        "which requests without the key do not pass"
    } else if kind(old) != kind(new) {
        "which compares values of another type"
    } else if !is_like(old) && is_like(new) {
        "which takes `*` and `?` for wildcards"
    } else {
        "which compares in another way"
    }
}
