//! The header and the directory of a packed catalogue.

use crate::facts::Problem;
use crate::layout::{COLUMNS, Column, DIRECTORY_ENTRY, HEADER, Holds, MAGIC, VERSION};

/// Where a column lies.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) width: usize,
    pub(super) offset: usize,
    pub(super) numbers: usize,
    pub(super) rows: usize,
}

/// The lengths of the two parts of a file.
pub(super) struct Lengths {
    pub(super) columns: usize,
    pub(super) strings: usize,
}

pub(super) fn read_lengths(bytes: &[u8]) -> Result<Lengths, Problem> {
    if !bytes.starts_with(&MAGIC) {
        return Err(broken("this is not a packed catalogue"));
    }
    let header = [8, 12, 16].map(|offset| number_at(bytes, offset));
    let [Some(version), Some(columns), Some(strings)] = header else {
        return Err(broken("the header is cut off"));
    };
    if u32::try_from(version) != Ok(VERSION) {
        return Err(broken(format!("the format has version {version}, this program reads {VERSION}")));
    }
    Ok(Lengths { columns, strings })
}

/// The places of all columns, each inside of `bytes`.
pub(super) fn read_directory(bytes: &[u8]) -> Result<[Place; Column::COUNT], Problem> {
    let mut places = [Place::default(); Column::COUNT];
    for (index, ((column, _, holds), place)) in COLUMNS.iter().zip(&mut places).enumerate() {
        let entry = HEADER + index * DIRECTORY_ENTRY;
        *place = read_place(bytes, entry, *holds)
            .ok_or_else(|| broken(format!("the column {column:?} does not lie within the file")))?;
    }
    Ok(places)
}

fn read_place(bytes: &[u8], entry: usize, holds: Holds) -> Option<Place> {
    let width = number_at(bytes, entry).filter(|width| (1..=4).contains(width))?;
    let offset = number_at(bytes, entry + 4)?;
    let rows = number_at(bytes, entry + 8)?;
    let numbers = holds.numbers(rows);
    let end = numbers.checked_mul(width)?.checked_add(offset)?;
    (end <= bytes.len()).then_some(Place { width, offset, numbers, rows })
}

fn number_at(bytes: &[u8], offset: usize) -> Option<usize> {
    let number = bytes.get(offset..)?.first_chunk::<4>()?;
    usize::try_from(u32::from_le_bytes(*number)).ok()
}

pub(super) fn broken(message: impl Into<String>) -> Problem {
    Problem::new("packed catalogue", message)
}
