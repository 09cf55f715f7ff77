//! A set that keeps its smallest members and owns up to having dropped some.

use std::borrow::Borrow;

use super::rare::Empty;
use super::sorted::Sorted;

/// At most `N` members: the smallest of all that were ever put in.
///
/// INVARIANT: a member among the `N` smallest of a whole is among the `N` smallest of every part, so no part drops it;
/// `is_truncated` holds exactly if more than `N` different members were put in. Both make [`Self::merge`] a set union.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capped<T: Ord, const N: usize> {
    /// Marked if there were more.
    members: Sorted<T, ()>,
}

impl<T: Ord, const N: usize> Default for Capped<T, N> {
    fn default() -> Self {
        Self { members: Sorted::default() }
    }
}

impl<T: Ord + 'static, const N: usize> Empty for Capped<T, N> {
    const EMPTY: &'static Self = &Self { members: Sorted::EMPTY };
}

impl<T: Ord, const N: usize> Capped<T, N> {
    /// The set of these. Files have them in order, which saves the search for their places.
    pub(crate) fn of(mut members: impl ExactSizeIterator<Item = T>) -> Self {
        if members.len() < 2 {
            return Self { members: Sorted::of_one(members.next().map(|member| (member, ())), false) };
        }
        let members: Vec<T> = members.collect();
        if members.len() <= N && members.is_sorted_by(|one, next| one < next) {
            let members = members.into_iter().map(|member| (member, ())).collect();
            return Self { members: Sorted::of_ascending(members, false) };
        }
        let mut set = Self::default();
        for member in members {
            set.insert_owned(member);
        }
        set
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = &T> {
        self.members.iter().map(|(member, ())| member)
    }

    pub fn len(&self) -> usize {
        self.members.len()
    }

    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Whether there were more members than are kept.
    pub fn is_truncated(&self) -> bool {
        self.members.is_marked()
    }

    /// The member behind which nothing is kept any more, if there is one.
    pub(crate) fn ceiling(&self) -> Option<&T> {
        if self.members.len() == N && self.is_truncated() { self.members.last() } else { None }
    }

    pub(crate) fn insert<Q>(&mut self, member: &Q)
    where
        Q: Ord + ?Sized,
        T: Borrow<Q> + for<'a> From<&'a Q>,
    {
        self.insert_by(member, |member| member.into());
    }

    /// Puts a member in that is made only if it is kept.
    pub(crate) fn insert_by<Q>(&mut self, member: &Q, make: impl FnOnce(&Q) -> T)
    where
        Q: Ord + ?Sized,
        T: Borrow<Q>,
    {
        if self.members.len() == N && self.members.is_behind(member) {
            self.truncate();
        } else if let Err(place) = self.members.find(member) {
            self.insert_at(place, || make(member));
        }
    }

    pub(crate) fn insert_owned(&mut self, member: T) {
        if let Err(place) = self.members.find(&member) {
            self.insert_at(place, || member);
        }
    }

    /// Puts a new member where it belongs, unless there are enough smaller ones.
    fn insert_at(&mut self, place: usize, make: impl FnOnce() -> T) {
        if self.members.len() < N {
            self.members.insert(place, make(), ());
            return;
        }
        self.truncate();
        if place < N {
            self.members.insert_for_last(place, make(), ());
        }
    }

    pub(crate) fn truncate(&mut self) {
        self.members.mark(true);
    }

    pub(crate) fn merge(&mut self, other: Self) {
        if other.is_truncated() {
            self.truncate();
        }
        for (member, ()) in other.members.into_entries() {
            self.insert_owned(member);
        }
    }
}
