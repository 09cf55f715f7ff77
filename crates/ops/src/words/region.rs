//! A region of requests in words: who may do what on what, and when.

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

pub(crate) fn region(region: &Region) -> RegionWords {
    RegionWords {
        actions: shortened(region.actions.iter().map(|action| quoted(action)), MOST, "and"),
        resources: resources(region),
        conditions: standing(&region.keys),
        caller: callers(region),
    }
}
