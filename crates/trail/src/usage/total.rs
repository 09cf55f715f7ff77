//! All use of all callers, with the books of what came in.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{EventIds, Use, UseKey};
use crate::Principal;
use crate::{Skip, Skipped};

/// What was used, by whom. [`Usage::default`] is the empty one; [`Usage::merge`] puts two together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usage {
    pub(crate) principals: BTreeMap<Principal, BTreeMap<UseKey, Box<Use>>>,
    /// Records that came in.
    pub(crate) records: u64,
    /// Without duplicates, which follow from the other figures: see [`Usage::skipped`].
    pub(crate) skipped: Skipped,
    pub(crate) files: Files,
    /// The numbers of the objects read.
    pub(crate) objects: EventIds,
}

/// How many objects were read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Files {
    pub read: u64,
    /// Of these, how many were broken in some place or altogether.
    pub broken: u64,
}

impl Usage {
    /// Adds what `other` saw. Events that both saw count once; every order and grouping gives the same.
    ///
    /// What cannot be told apart are events without an id, and records skipped for another reason than being a
    /// duplicate: those add up, unless all objects of the one are among those of the other, which then is the whole already.
    pub fn merge(&mut self, other: Self) {
        if self.holds(&other) {
            return;
        }
        if other.holds(self) {
            *self = other;
            return;
        }
        self.add(other);
    }

    /// Adds a part of the same run, which has other objects even where they look the same.
    pub fn add(&mut self, other: Self) {
        for (principal, uses) in other.principals {
            self.add_uses(principal, uses);
        }
        self.objects.merge(other.objects);
        self.records = self.records.saturating_add(other.records);
        self.skipped.merge(&other.skipped);
        self.files.read = self.files.read.saturating_add(other.files.read);
        self.files.broken = self.files.broken.saturating_add(other.files.broken);
    }

    /// Adds uses of one caller.
    pub(crate) fn add_uses(&mut self, principal: Principal, uses: BTreeMap<UseKey, Box<Use>>) {
        let mine = match self.principals.entry(principal) {
            Entry::Vacant(place) => {
                place.insert(uses);
                return;
            }
            Entry::Occupied(mine) => mine.into_mut(),
        };
        for (key, use_) in uses {
            match mine.entry(key) {
                Entry::Vacant(place) => drop(place.insert(use_)),
                Entry::Occupied(mut mine) => mine.get_mut().merge(*use_),
            }
        }
    }

    /// Adds a part of a run that began when there was what `before` tells the books of. All parts are the same run, but for a
    /// part of which all was known before, or which has all that was: that counts once.
    pub fn merge_part(&mut self, part: Self, before: &Self) {
        if before.holds(&part) {
            return;
        }
        if self.objects == before.objects && part.holds(self) {
            *self = part;
            return;
        }
        self.add(part);
    }

    /// The books without any use: how many records and files came in, and which objects.
    #[must_use]
    pub fn books(&self) -> Self {
        let Self { principals: _, records, skipped, files, objects } = self;
        Self {
            principals: BTreeMap::new(),
            records: *records,
            skipped: skipped.clone(),
            files: *files,
            objects: objects.clone(),
        }
    }

    /// Whether all that `other` was made of is known, and in this one.
    fn holds(&self, other: &Self) -> bool {
        let is_whole = |usage: &Self| usage.files.read == usage.objects.len() as u64;
        !other.objects.is_empty()
            && is_whole(self)
            && is_whole(other)
            && other.objects.is_subset(&self.objects)
    }

    /// Whether the object of this number was read.
    pub fn has_object(&self, number: u64) -> bool {
        self.objects.contains(number)
    }

    /// The callers in order of their names, each with its uses in order of their keys.
    pub fn principals(&self) -> impl Iterator<Item = (&Principal, &BTreeMap<UseKey, Box<Use>>)> {
        self.principals.iter()
    }

    /// The uses of one caller.
    pub fn uses(&self, principal: &str) -> Option<&BTreeMap<UseKey, Box<Use>>> {
        self.principals.get(principal)
    }

    /// How many records came in: always [`Self::used`] plus all of [`Self::skipped`].
    pub fn records(&self) -> u64 {
        self.records
    }

    /// How many different API calls were counted.
    pub fn used(&self) -> u64 {
        let counts = self.principals.values().flat_map(BTreeMap::values).map(|use_| use_.count());
        counts.fold(0, u64::saturating_add)
    }

    /// How many records were not counted, and why.
    pub fn skipped(&self) -> Skipped {
        let mut skipped = self.skipped.clone();
        // An event that came in and is not among the different ones counted is one that was seen before.
        let duplicates = self.records.saturating_sub(self.used()).saturating_sub(skipped.total());
        skipped.add(Skip::Duplicate, duplicates);
        skipped
    }

    pub fn files(&self) -> Files {
        self.files
    }
}
