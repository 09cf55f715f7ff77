//! Saying which checks stopped at a limit, in one finding: what was not looked at must not seem to be in order.

use policy::document::CHECK_LIMIT_REACHED;
use policy::{Diagnostic, Document, Node, Severity, Span, Value};

use crate::budget::{LONGEST_TEXT, Limit, MOST_FINDINGS, MOST_SEARCHES};

/// Checks with the limit that each reached, in the order in which they ran.
#[derive(Default)]
pub(crate) struct Unfinished(Vec<(&'static str, Limit)>);

impl Unfinished {
    pub(crate) fn add(&mut self, check: &'static str, reached: Option<Limit>) {
        self.0.extend(reached.map(|limit| (check, limit)));
    }

    /// The finding at the beginning of the document, if there is anything to say.
    pub(crate) fn finding(&self, root: &Node) -> Option<Diagnostic> {
        let parts: Vec<String> = [Limit::Findings, Limit::Steps, Limit::Searches]
            .into_iter()
            .filter_map(|limit| self.part(limit))
            .collect();
        if parts.is_empty() {
            return None;
        }
        let message = format!("not all of the document was checked: {}", parts.join("; "));
        let severity = if self.0.iter().all(|(_, limit)| *limit == Limit::Searches) {
            Severity::Suggestion
        } else {
            Severity::Warning
        };
        let place = crate::absence::opening(root.span);
        let help = "AWS takes no policy as large: split it, or mend what is reported and check again";
        Some(Diagnostic::new(CHECK_LIMIT_REACHED, severity, place, message).help(help))
    }

    fn part(&self, reached: Limit) -> Option<String> {
        let names: Vec<_> = self
            .0
            .iter()
            .filter(|(_, limit)| *limit == reached)
            .map(|(check, _)| format!("`{check}`"))
            .collect();
        let names = match names.as_slice() {
            [] => return None,
            [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            one => one.concat(),
        };
        Some(match reached {
            Limit::Findings => format!("{names} stopped after {MOST_FINDINGS} findings"),
            Limit::Steps => format!("{names} had too much to compare"),
            Limit::Searches => {
                format!("{names} looked for the right names of only {MOST_SEARCHES} wrong ones")
            }
        })
    }
}

/// The finding for a text that is longer than any policy, because of which no check runs.
pub(crate) fn too_long(document: &Document) -> Option<Diagnostic> {
    if document.source.text().len() <= LONGEST_TEXT {
        return None;
    }
    let span = longest(&document.root).filter(|span| span.len() > LONGEST_TEXT)?;
    let message = format!(
        "a text of {} bytes is more than the limit of {LONGEST_TEXT}: nothing was checked",
        span.len()
    );
    let place = crate::absence::opening(span);
    let help = "AWS takes no policy as large: remove the text";
    Some(Diagnostic::new(CHECK_LIMIT_REACHED, Severity::Error, place, message).help(help))
}

/// The place of the longest key or value.
fn longest(node: &Node) -> Option<Span> {
    let own = matches!(node.value, Value::String(_) | Value::Number(_)).then_some(node.span);
    let keys = node.as_object().unwrap_or_default().iter().map(|member| member.key.span);
    let children = node.children().filter_map(longest);
    own.into_iter().chain(keys).chain(children).max_by_key(|span| span.len())
}
