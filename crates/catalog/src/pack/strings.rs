//! The pool of strings: each once, after its length in two characters of seven bits.

use std::collections::BTreeMap;

/// Longer texts are cut; no fact comes near.
const LONGEST: usize = 128 * 128 - 1;

pub(super) struct Strings {
    pool: String,
    places: BTreeMap<String, u32>,
}

impl Strings {
    pub(super) fn new() -> Self {
        Self { pool: String::new(), places: BTreeMap::new() }
    }

    /// The place of the text in the pool.
    pub(super) fn place(&mut self, text: &str) -> u32 {
        let text = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text);
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        let place = number(self.pool.len());
        let length = number(text.len());
        for seven_bits in [length & 127, length >> 7] {
            self.pool.push(char::from(u8::try_from(seven_bits).unwrap_or(0)));
        }
        self.pool.push_str(text);
        self.places.insert(text.to_owned(), place);
        place
    }

    pub(super) fn finish(self) -> String {
        self.pool
    }
}

/// Counts of facts are far below this limit; [`super::columns::Columns::finish`] refuses a catalogue that reaches it.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
