//! Why no policy is made of a request, and what would make one.

use std::fmt;

/// One thing that stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong, in one line.
    pub message: String,
    /// What to ask for instead.
    pub help: Option<String>,
}

impl Refusal {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: Some(help.into()) }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

/// `a`, `b` and 3 more
pub(super) fn listed<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    joined(names, "and")
}

/// `a`, `b` or `c`
pub(super) fn either<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    joined(names, "or")
}

fn joined<T: AsRef<str>>(names: impl IntoIterator<Item = T>, word: &str) -> String {
    const MOST: usize = 4;
    let names: Vec<String> = names.into_iter().map(|name| format!("`{}`", name.as_ref())).collect();
    let more = names.len().saturating_sub(MOST);
    match (names.get(..MOST.min(names.len())).unwrap_or(&names), more) {
        (shown, 1..) => format!("{} {word} {more} more", shown.join(", ")),
        ([rest @ .., last], _) if !rest.is_empty() => format!("{} {word} {last}", rest.join(", ")),
        (shown, _) => shown.concat(),
    }
}
