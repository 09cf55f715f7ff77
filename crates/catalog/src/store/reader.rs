//! A packed catalogue in memory, embedded or read from a file.

use std::borrow::Cow;
use std::ops::Range;

use super::header::{Place, broken, read_directory, read_lengths};
use crate::facts::Problem;
use crate::layout::{Column, Kind};

/// The columns and strings of one catalogue.
///
/// Whoever asks for a row that does not exist gets 0 or `""`; [`Store::check`] makes sure that no number in a
/// foreign file leads there.
#[derive(Debug)]
pub(crate) struct Store {
    columns: Cow<'static, [u8]>,
    strings: Cow<'static, str>,
    places: [Place; Column::COUNT],
}

impl Store {
    /// Takes what the packer of this very build wrote: only the directory is looked at.
    pub(crate) fn trusted(columns: &'static [u8], strings: &'static str) -> Result<Self, Problem> {
        let places = read_directory(columns)?;
        Ok(Self { columns: Cow::Borrowed(columns), strings: Cow::Borrowed(strings), places })
    }

    /// Takes bytes from anywhere and checks all of them.
    pub(crate) fn open(bytes: Cow<'static, [u8]>) -> Result<Self, Problem> {
        let lengths = read_lengths(&bytes)?;
        if lengths.columns.checked_add(lengths.strings) != Some(bytes.len()) {
            return Err(broken("the file is cut off or has something appended"));
        }
        let (columns, strings) = split(bytes, lengths.columns)?;
        let places = read_directory(&columns)?;
        let store = Self { columns, strings, places };
        store.check()?;
        Ok(store)
    }

    /// The form of a file, as [`Store::open`] takes it.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        [&self.columns, self.strings.as_bytes()].concat()
    }

    pub(crate) fn rows(&self, kind: Kind) -> u32 {
        u32::try_from(self.place(kind.first_column()).rows).unwrap_or(u32::MAX)
    }

    /// The number of a row.
    pub(crate) fn at(&self, column: Column, row: u32) -> u32 {
        self.number(self.place(column), row).unwrap_or(0)
    }

    /// The rows of another kind that belong to a row.
    pub(crate) fn span(&self, starts: Column, row: u32) -> Range<u32> {
        self.at(starts, row)..self.at(starts, row.saturating_add(1))
    }

    /// The row whose span holds `item`.
    pub(crate) fn owner(&self, starts: Column, item: u32) -> u32 {
        let rows = self.rows(starts.kind());
        partition(0..rows, |row| self.at(starts, row + 1) <= item)
    }

    /// The text of a row.
    pub(crate) fn text(&self, column: Column, row: u32) -> &str {
        self.string(self.at(column, row)).unwrap_or("")
    }

    /// The text at a place in the strings.
    pub(super) fn string(&self, place: u32) -> Option<&str> {
        let place = usize::try_from(place).ok()?;
        let [low, high] = *self.strings.as_bytes().get(place..)?.first_chunk::<2>()?;
        let length = usize::from(low) + (usize::from(high) << 7);
        self.strings.get(place + 2..place + 2 + length)
    }

    pub(super) fn place(&self, column: Column) -> Place {
        self.places.get(column as usize).copied().unwrap_or_default()
    }

    /// The number of a row; one row more than the kind has where the column holds starts.
    pub(super) fn number(&self, place: Place, row: u32) -> Option<u32> {
        let row = usize::try_from(row).ok().filter(|row| *row < place.numbers)?;
        let bytes = self.columns.get(place.offset + row * place.width..)?;
        Some(match (place.width, bytes) {
            (1, [a, ..]) => u32::from(*a),
            (2, [a, b, ..]) => u32::from_le_bytes([*a, *b, 0, 0]),
            (3, [a, b, c, ..]) => u32::from_le_bytes([*a, *b, *c, 0]),
            (4, [a, b, c, d, ..]) => u32::from_le_bytes([*a, *b, *c, *d]),
            _ => return None,
        })
    }
}

/// The first row of a range for which `is_before` does not hold; it must hold for all rows before that one.
pub(crate) fn partition(rows: Range<u32>, mut is_before: impl FnMut(u32) -> bool) -> u32 {
    let Range { mut start, mut end } = rows;
    while start < end {
        let middle = start + (end - start) / 2;
        if is_before(middle) { start = middle + 1 } else { end = middle }
    }
    start
}

fn split(bytes: Cow<'static, [u8]>, at: usize) -> Result<(Cow<'static, [u8]>, Cow<'static, str>), Problem> {
    let not_text = |_| broken("the strings are not UTF-8");
    match bytes {
        Cow::Borrowed(bytes) => {
            let (columns, strings) =
                bytes.split_at_checked(at).ok_or_else(|| broken("the file is cut off"))?;
            let strings = std::str::from_utf8(strings).map_err(not_text)?;
            Ok((Cow::Borrowed(columns), Cow::Borrowed(strings)))
        }
        Cow::Owned(mut columns) => {
            let strings = columns.split_off(at.min(columns.len()));
            let strings = String::from_utf8(strings).map_err(|error| not_text(error.utf8_error()))?;
            Ok((Cow::Owned(columns), Cow::Owned(strings)))
        }
    }
}
