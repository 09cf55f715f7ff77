//! The resources that were touched, grouped by what their ARNs begin with.

use std::borrow::Cow;
use std::sync::Arc;

use super::Share;
use super::list::List;
use super::sorted::Sorted;
use crate::resource::Origin;

/// Stems kept for one use.
const STEMS: usize = 128;
/// Resources kept under one stem.
const RESTS: usize = 64;

/// A set of ARNs that stays small however many there were.
///
/// An ARN is cut into a stem, up to the first `/` or `:` of its resource part (`arn:aws:s3:::bucket/`), and the rest. Under a
/// stem with too many resources the smallest are kept and the stem is marked, so that "all of them lie under `stem`"
/// stays known when the single names do not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resources {
    /// Marked if there were more.
    stems: Sorted<Arc<str>, Rests>,
    is_unnamed: bool,
}

/// What is known of one resource beside its ARN; adds up by union.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    pub origin: Origin,
    /// Of which of the event's actions it is a resource, a bit each (see [`crate::resource::of_actions`]); all bits: of any.
    pub of: u16,
}

/// [`Known::of`] where no action is told apart.
pub const ANY_ACTION: u16 = u16::MAX;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Rests {
    /// Marked if there were more.
    members: Sorted<Arc<str>, Known>,
}

/// An ARN, cut into stem and rest, and what is known of it.
type Entry<'a> = (&'a str, &'a str, Known);

impl Resources {
    /// The set of these ARNs, put together at once.
    pub(super) fn of_entries<'a>(entries: impl Iterator<Item = (&'a str, Known)>) -> Self {
        let mut entries: List<Entry<'_>> = entries
            .map(|(arn, known)| {
                let (stem, rest) = cut(arn);
                (stem, rest, known)
            })
            .collect();
        entries.sort_by_key(|(stem, rest, _)| (*stem, *rest));
        if let [(stem, ..)] = *entries {
            let stem = Some((stem.into(), Rests::of_entries(&entries)));
            return Self { stems: Sorted::of_one(stem, false), is_unnamed: false };
        }
        let by_stem = || entries.chunk_by(|(one, ..), (next, ..)| one == next);
        let count = by_stem().count();
        let mut stems = Vec::with_capacity(count.min(STEMS));
        stems.extend(
            by_stem().take(STEMS).filter_map(|run| Some((run.first()?.0.into(), Rests::of_entries(run)))),
        );
        Self { stems: Sorted::of_ascending(stems, count > STEMS), is_unnamed: false }
    }

    /// The ARNs kept, in order of their stems. One that ends in `*` stands for all that begin so.
    pub fn arns(&self) -> impl Iterator<Item = String> + '_ {
        self.entries().map(|(arn, _)| arn)
    }

    /// The ARNs kept with what is known of them, in order of their stems.
    pub fn entries(&self) -> impl Iterator<Item = (String, Known)> + '_ {
        self.stems.iter().flat_map(|(stem, rests)| {
            rests.members.iter().map(move |(rest, known)| ([&**stem, &**rest].concat(), *known))
        })
    }

    /// Whether it is among the ARNs kept.
    pub fn has(&self, arn: &str) -> bool {
        let (stem, rest) = cut(arn);
        let rests = self.stems.find(stem).ok().and_then(|place| self.stems.value(place));
        rests.is_some_and(|rests| rests.members.find(rest).is_ok())
    }

    /// The ARNs cut into stem and rest, with what is known of them.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&str, &str, Known)> + '_ {
        self.stems.iter().flat_map(|(stem, rests)| {
            rests.members.iter().map(move |(rest, known)| (&**stem, &**rest, *known))
        })
    }

    /// Without those of which, by stem and rest, the answer is no.
    pub(crate) fn retain(&mut self, keep: impl Fn(&str, &str, Known) -> bool) {
        for stem in self.stems.iter().map(|(stem, _)| Arc::clone(stem)).collect::<Vec<_>>() {
            if let Some(rests) = self.stems.find(&*stem).ok().and_then(|place| self.stems.value_mut(place)) {
                rests.members.retain(|rest, known| keep(&stem, rest, *known));
            }
        }
        self.stems.retain(|_, rests| !rests.members.is_empty() || rests.is_truncated());
    }

    /// The stems under which there were more resources than [`Self::arns`] names.
    pub fn crowded_stems(&self) -> impl Iterator<Item = &str> + '_ {
        self.stems.iter().filter(|(_, rests)| rests.is_truncated()).map(|(stem, _)| &**stem)
    }

    /// Whether there were resources under stems that are not kept: what else was touched is then unknown.
    pub fn is_truncated(&self) -> bool {
        self.stems.is_marked()
    }

    pub fn is_empty(&self) -> bool {
        self.stems.is_empty()
    }

    /// Whether there was an event of which no resource is known at all, although its actions take some: one that lists all there are, or
    /// one whose request says too little.
    pub fn is_unnamed(&self) -> bool {
        self.is_unnamed
    }

    /// The same without a word of what was not named.
    #[must_use]
    pub fn named(&self) -> Self {
        Self { is_unnamed: false, ..self.clone() }
    }

    pub(crate) fn mark_unnamed(&mut self) {
        self.is_unnamed = true;
    }

    /// Adds these in place of what no call named.
    pub(crate) fn name(&mut self, arns: impl IntoIterator<Item = String>, known: Known) {
        arns.into_iter().for_each(|arn| self.insert(&arn, known));
        self.is_unnamed = false;
    }

    /// Those of one action, by the bit of its number. Crowded stems stay: whose the resources left out were is not known.
    #[must_use]
    pub fn of(&self, action: u16) -> Cow<'_, Self> {
        if self.parts().all(|(.., known)| known.of & action != 0) {
            return Cow::Borrowed(self);
        }
        let mut own = self.clone();
        for rests in own.stems.values_mut() {
            rests.members.retain(|_, known| known.of & action != 0);
        }
        own.stems.retain(|_, rests| !rests.members.is_empty() || rests.is_truncated());
        Cow::Owned(own)
    }

    pub(crate) fn insert(&mut self, arn: &str, known: Known) {
        self.insert_by(arn, known, &mut |text| text.into());
    }

    pub(crate) fn insert_by(&mut self, arn: &str, known: Known, share: &mut Share<'_>) {
        let (stem, rest) = cut(arn);
        if let Some(rests) = self.stem(stem, share) {
            rests.insert(rest, known, share);
        }
    }

    pub(crate) fn mark_crowded(&mut self, stem: &str) {
        if let Some(rests) = self.stem(stem, &mut |text| text.into()) {
            rests.members.mark(true);
        }
    }

    pub(crate) fn truncate(&mut self) {
        self.stems.mark(true);
    }

    /// Adds what another set holds.
    pub fn merge(&mut self, other: Self) {
        if other.is_truncated() {
            self.truncate();
        }
        self.is_unnamed |= other.is_unnamed;
        if self.stems.is_empty() {
            let is_truncated = self.is_truncated();
            self.stems = other.stems;
            self.stems.mark(is_truncated);
            return;
        }
        for (stem, rests) in other.stems.into_entries() {
            if let Some(mine) = self.stem(&stem, &mut |_| Arc::clone(&stem)) {
                mine.merge(rests);
            }
        }
    }

    /// The set under `stem`, unless smaller stems fill the cap.
    fn stem(&mut self, stem: &str, share: &mut Share<'_>) -> Option<&mut Rests> {
        if self.stems.len() == STEMS && self.stems.is_behind(stem) {
            self.truncate();
            return None;
        }
        let place = match self.stems.find(stem) {
            Ok(place) => place,
            Err(place) => {
                if self.stems.len() == STEMS {
                    self.truncate();
                    self.stems.insert_for_last(place, share(stem), Rests::default());
                } else {
                    self.stems.insert(place, share(stem), Rests::default());
                }
                place
            }
        };
        self.stems.value_mut(place)
    }
}

impl Rests {
    /// The set of the rests of these, which are in order.
    fn of_entries(entries: &[Entry<'_>]) -> Self {
        if let [(_, rest, known)] = entries {
            return Self { members: Sorted::of_one(Some(((*rest).into(), *known)), false) };
        }
        let mut members: Vec<(Arc<str>, Known)> = Vec::with_capacity(entries.len().min(RESTS));
        let mut is_truncated = false;
        for (_, rest, known) in entries {
            if let Some((_, mine)) = members.last_mut().filter(|(last, _)| **last == **rest) {
                mine.add(*known);
            } else if members.len() < RESTS {
                members.push(((*rest).into(), *known));
            } else {
                is_truncated = true;
                break;
            }
        }
        Self { members: Sorted::of_ascending(members, is_truncated) }
    }

    fn is_truncated(&self) -> bool {
        self.members.is_marked()
    }

    fn insert(&mut self, rest: &str, known: Known, share: &mut Share<'_>) {
        if self.members.len() == RESTS && self.members.is_behind(rest) {
            self.members.mark(true);
            return;
        }
        let place = match self.members.find(rest) {
            Ok(place) => {
                if let Some(mine) = self.members.value_mut(place) {
                    mine.add(known);
                }
                return;
            }
            Err(place) => place,
        };
        if self.members.len() == RESTS {
            self.members.mark(true);
            self.members.insert_for_last(place, share(rest), known);
        } else {
            self.members.insert(place, share(rest), known);
        }
    }

    fn merge(&mut self, other: Self) {
        let is_truncated = self.is_truncated() || other.is_truncated();
        self.members.mark(is_truncated);
        if self.members.is_empty() {
            self.members = other.members;
            self.members.mark(is_truncated);
            return;
        }
        for (rest, known) in other.members.into_entries() {
            self.insert(&rest, known, &mut |_| Arc::clone(&rest));
        }
    }
}

impl Known {
    /// What an ARN in a record's list is known by.
    pub const LISTED: Self = Self { origin: Origin::RESOURCES, of: ANY_ACTION };

    /// A number for each different knowledge, below 2²⁴.
    pub(crate) fn number(self) -> u64 {
        u64::from(self.origin.bits()) << 16 | u64::from(self.of)
    }

    fn add(&mut self, other: Self) {
        self.origin = self.origin.with(other.origin);
        self.of |= other.of;
    }
}

fn cut(arn: &str) -> (&str, &str) {
    let resource = memchr::memchr_iter(b':', arn.as_bytes()).nth(4).map_or(0, |at| at + 1);
    let tail = arn.get(resource..).unwrap_or_default();
    let stem = memchr::memchr2(b'/', b':', tail.as_bytes()).map_or(resource, |at| resource + at + 1);
    arn.split_at_checked(stem).unwrap_or((arn, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_are_cut_behind_the_first_separator_of_the_resource() {
        for (arn, stem, rest) in [
            ("arn:aws:s3:::bucket", "arn:aws:s3:::", "bucket"),
            ("arn:aws:s3:::bucket/a/b", "arn:aws:s3:::bucket/", "a/b"),
            ("arn:aws:iam::111122223333:role/app/web", "arn:aws:iam::111122223333:role/", "app/web"),
            ("arn:aws:lambda:eu-west-1:1:function:f", "arn:aws:lambda:eu-west-1:1:function:", "f"),
            ("arn:aws:sqs:eu-west-1:1:queue", "arn:aws:sqs:eu-west-1:1:", "queue"),
        ] {
            assert_eq!(cut(arn), (stem, rest));
        }
    }

    #[test]
    fn a_set_put_together_at_once_is_the_one_put_together_piece_by_piece() {
        let arn = |number: usize| format!("arn:aws:s3:::b{}/{}", number * 7 % 150, number * 31 % 101);
        let only_b = |number: usize| format!("arn:aws:s3:::b/{}", number * 31 % 101);
        let known = |number: usize| Known { of: 1 << (number % 3), ..Known::LISTED };
        for count in [0, 1, 2, 50, 64, 65, 101, 102, 500, 2_000] {
            for name in [&arn as &dyn Fn(usize) -> String, &only_b] {
                let arns: Vec<String> = (0..count).map(name).collect();
                let entries = || arns.iter().enumerate().map(|(number, arn)| (&**arn, known(number)));
                let mut expected = Resources::default();
                entries().for_each(|(arn, known)| expected.insert(arn, known));
                assert_eq!(Resources::of_entries(entries()), expected, "{count}");
            }
        }
    }

    #[test]
    fn too_many_under_one_stem_mark_the_stem_only() {
        let mut resources = Resources::default();
        for number in 0..100 {
            resources.insert(&format!("arn:aws:s3:::b/{number:03}"), Known::LISTED);
        }
        assert_eq!(resources.arns().count(), RESTS);
        assert_eq!(resources.crowded_stems().collect::<Vec<_>>(), ["arn:aws:s3:::b/"]);
        assert!(!resources.is_truncated());
    }

    #[test]
    fn too_many_stems_are_said_so() {
        let mut resources = Resources::default();
        for number in (0..200).rev() {
            resources.insert(&format!("arn:aws:s3:::b{number:03}/key"), Known::LISTED);
        }
        assert_eq!(resources.arns().next().as_deref(), Some("arn:aws:s3:::b000/key"));
        assert_eq!(resources.arns().count(), STEMS);
        assert!(resources.is_truncated());
    }
}
