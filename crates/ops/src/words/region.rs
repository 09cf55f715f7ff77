//! A region of requests in words: who may do what on what, and when.

use catalog::{ActionSet, Catalog};
use policy::ActionPattern;
use prove::Region;

use super::list::{quoted, shortened};
use super::pattern::{callers, resources};
use super::standing::standing;

/// How many actions are named.
const MOST: usize = 8;

/// The parts of the sentence about a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RegionWords {
    pub(crate) actions: String,
    /// `any resource`, `a except b`
    pub(crate) resources: String,
    /// Empty if nothing hangs on it.
    pub(crate) conditions: String,
    /// Empty if nothing hangs on it.
    pub(crate) caller: String,
}

impl RegionWords {
    /// `a on b, by c, only when d`.
    pub(crate) fn sentence(&self) -> String {
        let Self { actions, resources, conditions, caller } = self;
        let mut text = format!("{actions} on {resources}");
        for (before, part) in [(", by ", caller), (", only when ", conditions)] {
            if !part.is_empty() {
                text.push_str(before);
                text.push_str(part);
            }
        }
        text
    }
}

pub(crate) fn region(region: &Region, catalog: &Catalog) -> RegionWords {
    RegionWords {
        actions: actions(&region.actions, catalog),
        resources: resources(region),
        conditions: standing(&region.keys),
        caller: callers(region),
    }
}

/// The patterns, or a wider one with what it takes in besides, if that is shorter.
fn actions(patterns: &[String], catalog: &Catalog) -> String {
    let listed = |all: &[String]| shortened(all.iter().map(|action| quoted(action)), MOST, "and");
    let except = || {
        let expand = |text: &str| catalog.expand(&ActionPattern::parse(text));
        let sets: Vec<_> = patterns.iter().map(|pattern| expand(pattern)).collect();
        // What the catalogue does not know cannot be left out.
        if patterns.len() <= FEW || sets.iter().any(ActionSet::is_empty) {
            return None;
        }
        let set = sets.iter().fold(ActionSet::new(), |all, one| all.union(one));
        let wider = wider(set.actions(catalog).map(catalog::Action::full_name));
        let left = catalog.shrink(&expand(&wider).difference(&set));
        let whole = if wider == "*" { "any action".to_owned() } else { quoted(&wider) };
        match left.len() {
            0 => Some(whole),
            count if count < patterns.len() => Some(format!("{whole} except {}", listed(&left))),
            _ => None,
        }
    };
    except().unwrap_or_else(|| listed(patterns))
}

/// So many patterns are told as they are.
const FEW: usize = 3;

/// A pattern that takes in all of the names: what they begin with, up to the end of a word.
fn wider(names: impl Iterator<Item = String>) -> String {
    let common = |mut first: String, next: String| {
        let same = first.bytes().zip(next.bytes()).take_while(|(one, other)| one == other).count();
        first.truncate(same);
        first
    };
    let mut names = names.peekable();
    let first = names.peek().cloned().unwrap_or_default();
    let mut common = names.reduce(common).unwrap_or_default();
    let Some(colon) = common.find(':') else { return "*".to_owned() };
    let ends_word = |end: usize| {
        first.get(end..).is_none_or(|rest| !rest.starts_with(|next: char| next.is_ascii_lowercase()))
    };
    while common.len() > colon + 1 && !ends_word(common.len()) {
        common.pop();
    }
    common + "*"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_actions_are_told_by_what_they_leave_out() {
        let catalog = Catalog::embedded();
        let expand = |text: &str| catalog.expand(&ActionPattern::parse(text));
        for (whole, without, expected) in [
            ("s3:Get*", "s3:GetObject", "`s3:Get*` except `s3:GetObject`"),
            ("*", "s3:Delete*", "any action except `s3:Delete*`"),
            ("sqs:*", "sqs:SendMessage", "`sqs:*` except `sqs:SendMessage`"),
            ("sqs:*Message", "", "`sqs:DeleteMessage`, `sqs:ReceiveMessage` and `sqs:SendMessage`"),
        ] {
            let patterns = catalog.shrink(&expand(whole).difference(&expand(without)));
            assert_eq!(actions(&patterns, catalog), expected);
        }
        let unknown: Vec<_> = ["a:B", "a:C", "a:D", "a:E"].map(str::to_owned).into();
        assert_eq!(actions(&unknown, catalog), "`a:B`, `a:C`, `a:D` and `a:E`");
    }
}
