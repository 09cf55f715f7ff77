//! Why an action was suggested, in words.

use catalog::Action;

use super::reading::{Clause, Term};
use super::stem::words_of;

/// For an action that a known task needs.
pub(super) fn of_task(task: &str, said: &[String]) -> String {
    format!(
        "known task: {task} ({})",
        said.iter().map(|said| format!("`{said}`")).collect::<Vec<_>>().join(", ")
    )
}

/// For an action whose name or service says what was said; `told_by` has for each term the word of the name.
pub(super) fn of_words(
    action: Action<'_>,
    service: u32,
    clause: &Clause,
    told_by: &[Option<usize>],
) -> String {
    let names: Vec<&str> = words_of(action.name()).collect();
    let mut reasons = Vec::new();
    for (term, place) in clause.terms.iter().zip(told_by) {
        let name = place.and_then(|place| names.get(place));
        let reason = match name {
            Some(name) if is_said(name, term) => format!("`{}` is in the name", term.said),
            Some(name) => format!("`{}` is {name} in names", term.said),
            None if term.services.contains(&service) => {
                format!("`{}` speaks of {}", term.said, action.service().title())
            }
            None => continue,
        };
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    if reasons.is_empty() { format!("an action of {}", action.service().title()) } else { reasons.join(", ") }
}

fn is_said(name: &str, term: &Term) -> bool {
    let name = super::stem::plain(name);
    super::stem::plain(&term.said) == name || super::stem::roots(&term.said).contains(&name)
}
