//! The ids of events that are kept to look them up: there are very many, so those of the usual form are kept as the sixteen bytes that
//! they stand for.

use std::cmp::Ordering;
use std::fmt;

/// `6b3f0c12-…`: the places of the hyphens among 32 hex digits.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];
const LENGTH: usize = 36;
const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The id of an event, as logged; ordered as text.
#[derive(Clone, PartialEq, Eq)]
pub struct EventIdText(Form);

/// INVARIANT: an id that can be of the usual form is.
#[derive(Clone, PartialEq, Eq)]
enum Form {
    /// In order of their texts, since the digits are.
    Usual([u8; 16]),
    Other(Box<str>),
}

impl EventIdText {
    /// Tells the text.
    fn tell<T>(&self, told: impl FnOnce(&str) -> T) -> T {
        match &self.0 {
            Form::Usual(bytes) => told(std::str::from_utf8(&written(*bytes)).unwrap_or_default()),
            Form::Other(text) => told(text),
        }
    }

    /// The first eight letters as a number; of ids, the order of these numbers is that of the texts as far as they tell.
    pub(crate) fn beginning(&self) -> u64 {
        self.tell(beginning)
    }
}

/// The first bytes of a text, in the order of texts.
pub(crate) fn beginning(text: &str) -> u64 {
    let mut first = [0; 8];
    first.iter_mut().zip(text.bytes()).for_each(|(slot, byte)| *slot = byte);
    u64::from_be_bytes(first)
}

fn written(bytes: [u8; 16]) -> [u8; LENGTH] {
    let mut digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    std::array::from_fn(|place| {
        if HYPHENS.contains(&place) {
            return b'-';
        }
        digits.next().and_then(|digit| DIGITS.get(usize::from(digit))).copied().unwrap_or_default()
    })
}

/// The bytes of an id of the usual form, in small letters.
fn usual(text: &[u8; LENGTH]) -> Option<[u8; 16]> {
    let (mut digits, mut bytes) = ([0; 32], [0; 16]);
    let mut is_usual = HYPHENS.iter().all(|place| text.get(*place) == Some(&b'-'));
    let groups = text.split(|letter| *letter == b'-').flatten();
    digits.iter_mut().zip(groups).for_each(|(digit, letter)| *digit = *letter);
    // Which digit comes next cannot be foretold, so nothing hangs on it but the sum.
    for digit in &mut digits {
        is_usual &= digit.is_ascii_digit() | (b'a'..=b'f').contains(digit);
        *digit = (*digit & 15).wrapping_add((*digit >> 6) * 9);
    }
    let (pairs, _) = digits.as_chunks::<2>();
    bytes.iter_mut().zip(pairs).for_each(|(byte, [high, low])| *byte = high << 4 | low);
    is_usual.then_some(bytes)
}

impl From<&str> for EventIdText {
    fn from(text: &str) -> Self {
        let bytes = text.as_bytes().try_into().ok().and_then(usual);
        Self(bytes.map_or_else(|| Form::Other(text.into()), Form::Usual))
    }
}

impl PartialOrd for EventIdText {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for EventIdText {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Form::Usual(mine), Form::Usual(theirs)) => mine.cmp(theirs),
            _ => self.tell(|mine| other.tell(|theirs| mine.cmp(theirs))),
        }
    }
}

impl fmt::Debug for EventIdText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tell(|text| fmt::Debug::fmt(text, out))
    }
}

impl fmt::Display for EventIdText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tell(|text| out.pad(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_every_form_are_the_texts_they_were() {
        let texts = [
            "",
            "a",
            "0123abcd-2222-3333-4444-555555555555",
            "0123abce-2222-3333-4444-555555555555",
            "0123abcd-2222-3333-4444-55555555555f",
            "0123ABCD-2222-3333-4444-555555555555",
            "0123abcd-2222-3333-4444-55555555555g",
            "0123abcd-2222-3333-4444_555555555555",
            "0123abcd-2222-3333-44445555555555555",
            "0123abcd22222-3333-4444-555555555555",
            "é11111111-2222-3333-4444-5555555555",
            "z",
        ];
        for one in texts {
            assert_eq!(EventIdText::from(one).to_string(), one);
            assert_eq!(EventIdText::from(one).beginning(), beginning(one));
            for other in texts {
                assert_eq!(EventIdText::from(one).cmp(&other.into()), one.cmp(other));
                assert_eq!(EventIdText::from(one) == other.into(), one == other);
            }
        }
        let is_short = |text| matches!(EventIdText::from(text).0, Form::Usual(_));
        assert!(is_short(texts[2]) && texts[5..].iter().all(|text| !is_short(text)));
    }
}
