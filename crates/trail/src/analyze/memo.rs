//! A memory of what was seen, in constant space: it may forget, and then the work is done once more.

use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;

use hashbrown::DefaultHashBuilder;

/// Makes a number of texts. Two different inputs have the same number with a chance of one in 2⁶⁴, which is taken to be none; the
/// hasher has another seed in each process, so that nobody can write logs in which it happens.
#[derive(Clone, Default)]
pub(super) struct Numbers(DefaultHashBuilder);

impl Numbers {
    /// The number of the texts, in their order, together with another number.
    pub(super) fn of<'a>(&self, number: u64, texts: impl IntoIterator<Item = &'a str>) -> u64 {
        let mut hasher = self.0.build_hasher();
        hasher.write_u64(number);
        texts.into_iter().for_each(|text| text.hash(&mut hasher));
        hasher.finish()
    }
}

/// A value for each number seen lately, in the one slot that the number chooses.
pub(super) struct Latest<T>(Vec<(u64, T)>);

impl<T: Copy + Default> Latest<T> {
    /// Keeps that many at most; a power of two.
    pub(super) fn new(slots: usize) -> Self {
        Self(vec![(0, T::default()); slots])
    }

    pub(super) fn get(&self, number: u64) -> Option<T> {
        let (known, value) = self.0.get(place(&self.0, number))?;
        (*known == number | 1).then_some(*value)
    }

    pub(super) fn put(&mut self, number: u64, value: T) {
        let place = place(&self.0, number);
        if let Some(slot) = self.0.get_mut(place) {
            *slot = (number | 1, value);
        }
    }
}

/// The latest numbers of each kind for each use.
///
/// All that is remembered of a use lies side by side, so that an event waits for memory once and not once for each kind: where the
/// memory of all uses together is larger than the caches, that is what counting mostly consists of.
pub(super) struct Recent(Vec<OfUse>);

/// As long as two lines of a cache.
#[derive(Clone, Copy, Default)]
#[repr(align(128))]
struct OfUse([[u64; 4]; 4]);

impl Recent {
    /// Remembers that many uses at most; a power of two.
    pub(super) fn new(uses: usize) -> Self {
        Self(vec![OfUse::default(); uses])
    }

    /// Whether a number that was made of the use, too, was not among the latest of its kind; there are four kinds.
    pub(super) fn is_new(&mut self, use_: usize, kind: usize, number: u64) -> bool {
        let place = use_ & self.0.len().wrapping_sub(1);
        let Some(slots) = self.0.get_mut(place).and_then(|OfUse(kinds)| kinds.get_mut(kind)) else {
            return true;
        };
        let is_new = !slots.contains(&number);
        if is_new {
            slots.rotate_right(1);
            slots[0] = number;
        }
        is_new
    }
}

/// A set of numbers.
pub(super) struct Memo(Vec<u64>);

impl Memo {
    /// Keeps that many numbers at most; a power of two.
    pub(super) fn new(slots: usize) -> Self {
        Self(vec![0; slots])
    }

    /// Whether the number was not seen lately.
    pub(super) fn is_new(&mut self, number: u64) -> bool {
        let place = place(&self.0, number);
        let Some(slot) = self.0.get_mut(place) else { return true };
        std::mem::replace(slot, number | 1) != number | 1
    }
}

/// The latest of equal texts, so that what is kept of many is kept once.
pub(super) struct Texts {
    slots: Vec<Arc<str>>,
    numbers: Numbers,
}

impl Texts {
    /// Keeps that many texts at most; a power of two.
    pub(super) fn new(slots: usize, numbers: Numbers) -> Self {
        Self { slots: vec!["".into(); slots], numbers }
    }

    /// A text that most others that are equal share.
    pub(super) fn shared(&mut self, text: &str) -> Arc<str> {
        let place = place(&self.slots, self.numbers.of(0, [text]));
        let Some(slot) = self.slots.get_mut(place) else { return text.into() };
        if **slot != *text {
            *slot = text.into();
        }
        Arc::clone(slot)
    }
}

fn place<T>(slots: &[T], number: u64) -> usize {
    usize::try_from(number >> 32).unwrap_or_default() & slots.len().wrapping_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one() {
        let mut texts = Texts::new(1 << 4, Numbers::default());
        for number in (0..100).map(|number| format!("text {number}")) {
            let (one, other) = (texts.shared(&number), texts.shared(&number));
            assert!(*one == *number && Arc::ptr_eq(&one, &other));
        }
    }

    #[test]
    fn the_latest_of_each_use_and_kind_are_known() {
        let mut recent = Recent::new(2);
        let mut is_new = |use_, kind, number| recent.is_new(use_, kind, number);
        for number in 1..5 {
            assert!(is_new(1, 0, number) && is_new(1, 1, number) && is_new(0, 0, number));
            assert!(!is_new(1, 0, number) && !is_new(3, 0, number));
        }
        assert!(!is_new(1, 0, 1) && is_new(1, 0, 5) && is_new(1, 0, 1));
    }

    #[test]
    fn the_same_is_seen_once_and_anything_else_is_new() {
        let (mut memo, mut latest) = (Memo::new(1 << 10), Latest::new(1 << 10));
        let numbers = Numbers::default();
        let mut is_new = |number, texts: [&str; 2]| {
            let number = numbers.of(number, texts);
            let known = latest.get(number);
            latest.put(number, 7);
            assert_eq!(known, (!memo.is_new(number)).then_some(7));
            known.is_none()
        };
        assert!(is_new(0, ["a", "b"]));
        assert!(!is_new(0, ["a", "b"]));
        for (number, texts) in [
            (1, ["a", "b"]),
            (0, ["ab", ""]),
            (0, ["", "ab"]),
            (0, ["b", "a"]),
            (0, ["a", "b\0"]),
            (0, ["a\0", "b"]),
        ] {
            assert!(is_new(number, texts), "{number} {texts:?}");
        }
    }
}
