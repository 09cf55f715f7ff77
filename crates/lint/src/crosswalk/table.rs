//! The table as a whole, and how an id is found in it.

use super::{accounts, policies, templates};

/// A tool and its ids.
#[derive(Debug)]
pub(super) struct Tool {
    pub(super) name: &'static str,
    /// Each id with the checks it stands for. One that ends in `*` stands for all that begin so; of `check/issue` the part before
    /// the slash is an id, too.
    pub(super) ids: &'static [(&'static str, &'static [&'static str])],
}

/// All rows: tool, id, checks.
pub(super) fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static [&'static str])> {
    let tools = [policies::TOOLS, templates::TOOLS, accounts::TOOLS].into_iter().flatten();
    tools.flat_map(|tool| tool.ids.iter().map(|(id, checks)| (tool.name, *id, *checks)))
}

/// Whether `name` is what the row's id says, in any letter case.
pub(super) fn says(id: &str, name: &str) -> bool {
    let begins = |whole: &str, start: &str| {
        whole.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
    };
    match (id.strip_suffix('*'), id.split_once('/')) {
        (Some(start), _) => begins(name, start),
        (None, Some((check, _))) => id.eq_ignore_ascii_case(name) || check.eq_ignore_ascii_case(name),
        (None, None) => id.eq_ignore_ascii_case(name),
    }
}
