//! What is wrong in a text, with its place.

use std::collections::BTreeMap;

use policy::{Document, Span};

use crate::error::one_line;
use crate::{ErrorKind, OpError};

/// More than so many are not told.
const MOST: usize = 50;

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) span: Span,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

/// All faults of one text.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    all: Vec<Problem>,
    /// Keys that have no effect, told together: where each stands first.
    idle: BTreeMap<String, Span>,
}

impl Problems {
    pub(crate) fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Problem {
        self.all.push_mut(Problem { span, message: message.into(), help: None })
    }

    /// A key that another tool knows, and that has no effect here.
    pub(crate) fn report_idle(&mut self, key: &policy::Key) {
        self.idle.entry(key.text.clone()).or_insert(key.span);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty() && self.idle.is_empty()
    }

    /// Whether one more name may be searched for: whoever misspells more has another problem, and each search takes time.
    pub(crate) fn may_search(&self) -> bool {
        self.all.len() < 4 * MOST
    }

    /// Takes over all of the others.
    pub(crate) fn extend(&mut self, others: Self) {
        self.all.extend(others.all);
        self.idle.extend(others.idle);
    }

    /// Each in one line, in the order of their places.
    pub(crate) fn lines(mut self, document: &Document, has_lines: bool) -> Vec<String> {
        self.all.extend(self.idle_ones(document, has_lines));
        self.all.sort_by(|a, b| (a.span, &a.message).cmp(&(b.span, &b.message)));
        self.all.dedup();
        let left = self.all.len().saturating_sub(MOST);
        let line = |problem: &Problem| {
            let help = problem.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
            one_line(&format!("{}: {}{help}", place(document, problem.span, has_lines), problem.message))
        };
        let mut lines: Vec<_> = self.all.iter().take(MOST).map(line).collect();
        lines.extend((left > 0).then(|| format!("{}: and {left} more", document.source.name())));
        lines
    }
    /// All keys without an effect, at the place of the first.
    fn idle_ones(&self, document: &Document, has_lines: bool) -> Option<Problem> {
        let mut keys: Vec<_> = self.idle.iter().map(|(name, span)| (*span, name)).collect();
        keys.sort();
        let (first, others) = keys.split_first()?;
        let line = |span: Span| document.source.position(span.range().start).line;
        let named = |(span, name): &(Span, &String)| {
            if has_lines { format!(", `{name}` (line {})", line(*span)) } else { format!(", `{name}`") }
        };
        let others: String = others.iter().flat_map(|other| [named(other)]).collect();
        let verb = if others.is_empty() { "has" } else { "have" };
        Some(Problem {
            span: first.0,
            message: format!("`{}`{others} {verb} no effect here", first.1),
            help: None,
        })
    }
}

impl Problem {
    pub(crate) fn help(&mut self, help: impl Into<String>) {
        self.help = Some(help.into());
    }

    /// Offers the names that are near to the one that was written.
    pub(crate) fn nearest<'a>(&mut self, written: &str, names: impl IntoIterator<Item = &'a str> + Clone) {
        let near = catalog::nearest_words(written, names.clone());
        self.help = did_you_mean(&near).or_else(|| {
            let all: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
            (all.len() <= 12).then(|| format!("there are {}", all.join(", ")))
        });
    }
}

/// Asks for the first of the names that are near; nothing if none is.
pub(crate) fn did_you_mean(near: &[&str]) -> Option<String> {
    let near: Vec<_> = near.iter().take(3).map(|name| format!("`{name}`")).collect();
    match near.as_slice() {
        [] => None,
        [one] => Some(format!("did you mean {one}?")),
        [first @ .., last] => Some(format!("did you mean {} or {last}?", first.join(", "))),
    }
}

/// Where it is: file, line and column; in what came as an object, the way to it.
fn place(document: &Document, span: Span, has_lines: bool) -> String {
    let name = document.source.name();
    if has_lines {
        let position = document.source.position(span.range().start);
        format!("{name}:{}:{}", position.line, position.column)
    } else {
        format!("`{name}{}`", document.root.pointer(span))
    }
}

/// One refusal for all lines.
pub(crate) fn refusal(lines: Vec<String>) -> Option<OpError> {
    let mut lines = lines.into_iter();
    let first = lines.next()?;
    Some(OpError { also: lines.collect(), ..OpError::new(ErrorKind::Invalid, first) })
}
