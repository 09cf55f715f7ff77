//! A set that keeps its smallest members and owns up to having dropped some.

use std::borrow::Borrow;
use std::collections::BTreeSet;

/// At most `N` members: the smallest of all that were ever put in.
///
/// INVARIANT: a member among the `N` smallest of a whole is among the `N` smallest of every part, so no part drops it;
/// `is_truncated` holds exactly if more than `N` different members were put in. Both make [`Self::merge`] a set union.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capped<T: Ord, const N: usize> {
    members: BTreeSet<T>,
    is_truncated: bool,
}

impl<T: Ord, const N: usize> Default for Capped<T, N> {
    fn default() -> Self {
        Self { members: BTreeSet::new(), is_truncated: false }
    }
}

impl<T: Ord, const N: usize> Capped<T, N> {
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &T> {
        self.members.iter()
    }

    pub fn len(&self) -> usize {
        self.members.len()
    }

    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Whether there were more members than are kept.
    pub fn is_truncated(&self) -> bool {
        self.is_truncated
    }

    pub(crate) fn insert<Q>(&mut self, member: &Q)
    where
        Q: Ord + ?Sized,
        T: Borrow<Q> + for<'a> From<&'a Q>,
    {
        if self.members.contains(member) {
            return;
        }
        if self.members.len() < N {
            self.members.insert(member.into());
            return;
        }
        self.is_truncated = true;
        if self.members.last().is_some_and(|last| member < last.borrow()) {
            self.members.pop_last();
            self.members.insert(member.into());
        }
    }

    pub(crate) fn insert_owned(&mut self, member: T) {
        self.members.insert(member);
        if self.members.len() > N {
            self.is_truncated = true;
            self.members.pop_last();
        }
    }

    pub(crate) fn truncate(&mut self) {
        self.is_truncated = true;
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.is_truncated |= other.is_truncated;
        self.members.extend(other.members);
        while self.members.len() > N {
            self.is_truncated = true;
            self.members.pop_last();
        }
    }
}
