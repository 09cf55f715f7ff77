//! A memory of what was seen, in constant space: it may forget, and then the work is done once more.

use std::sync::Arc;

/// A set of 64-bit numbers, each in the one slot that its lower bits choose.
///
/// Two different inputs have the same number with a chance of one in 2⁶⁴, which is taken to be none.
pub(super) struct Memo(Vec<u64>);

impl Memo {
    /// Keeps that many numbers at most; a power of two.
    pub(super) fn new(slots: usize) -> Self {
        Self(vec![0; slots])
    }

    /// Whether these texts were not seen lately together with this number.
    pub(super) fn is_new<'a>(
        &mut self,
        number: usize,
        texts: &(impl Iterator<Item = &'a str> + Clone),
    ) -> bool {
        let hash = texts.clone().fold(mixed(number as u64, SEED), hashed) | 1;
        let Some(slot) = slot(&mut self.0, hash) else { return true };
        let is_new = *slot != hash;
        *slot = hash;
        is_new
    }
}

/// The latest of equal texts, so that what is kept of many is kept once.
pub(super) struct Texts(Vec<Arc<str>>);

impl Texts {
    /// Keeps that many texts at most; a power of two.
    pub(super) fn new(slots: usize) -> Self {
        Self(vec!["".into(); slots])
    }

    /// A text that most others that are equal share.
    pub(super) fn shared(&mut self, text: &str) -> Arc<str> {
        let Some(slot) = slot(&mut self.0, hashed(SEED, text)) else { return text.into() };
        if **slot != *text {
            *slot = text.into();
        }
        Arc::clone(slot)
    }
}

fn slot<T>(slots: &mut [T], hash: u64) -> Option<&mut T> {
    let last = slots.len().wrapping_sub(1);
    slots.get_mut(usize::try_from(hash >> 32).unwrap_or_default() & last)
}

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// Eight bytes at a time, so that a long request costs little.
fn hashed(mut hash: u64, text: &str) -> u64 {
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    for word in words {
        hash = mixed(hash, u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(slot, byte)| *slot = *byte);
    // The length tells `a` + `b` from `ab` + ``.
    mixed(mixed(hash, u64::from_le_bytes(last)), text.len() as u64)
}

fn mixed(hash: u64, word: u64) -> u64 {
    let product =
        u128::from(hash ^ word ^ SEED) * u128::from(0xa076_1d64_78bd_642f_u64 ^ word.rotate_left(32));
    #[allow(clippy::cast_possible_truncation, reason = "the two halves are folded into one")]
    let folded = (product as u64) ^ ((product >> 64) as u64);
    folded ^ hash.rotate_left(29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one() {
        let mut texts = Texts::new(1 << 4);
        for number in (0..100).map(|number| format!("text {number}")) {
            let (one, other) = (texts.shared(&number), texts.shared(&number));
            assert!(*one == *number && Arc::ptr_eq(&one, &other));
        }
    }

    #[test]
    fn the_same_is_seen_once_and_anything_else_is_new() {
        let mut memo = Memo::new(1 << 10);
        let mut is_new = |number, texts: &[&'static str]| memo.is_new(number, &texts.iter().copied());
        assert!(is_new(0, &["a", "b"]));
        assert!(!is_new(0, &["a", "b"]));
        for (number, texts) in [
            (1, ["a", "b"]),
            (0, ["ab", ""]),
            (0, ["", "ab"]),
            (0, ["b", "a"]),
            (0, ["a", "b\0"]),
            (0, ["a\0", "b"]),
        ] {
            assert!(is_new(number, &texts), "{number} {texts:?}");
        }
    }
}
