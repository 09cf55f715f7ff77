//! Collects the columns and writes them with their directory.

use super::strings::number;
use crate::facts::Problem;
use crate::layout::{COLUMNS, Column, DIRECTORY_ENTRY, HEADER, MAGIC, VERSION};

pub(super) struct Columns {
    numbers: Vec<Vec<u32>>,
}

impl Columns {
    pub(super) fn new() -> Self {
        Self { numbers: vec![Vec::new(); Column::COUNT] }
    }

    pub(super) fn push(&mut self, column: Column, value: u32) {
        if let Some(numbers) = self.numbers.get_mut(column as usize) {
            numbers.push(value);
        }
    }

    /// How many numbers the column has so far.
    pub(super) fn len(&self, column: Column) -> usize {
        self.numbers.get(column as usize).map_or(0, Vec::len)
    }

    /// Writes lists as two columns: where each begins (and the last ends), and the items of all.
    pub(super) fn push_lists<T>(
        &mut self,
        starts: Column,
        lists: impl IntoIterator<Item = Vec<T>>,
        mut item: impl FnMut(&mut Self, T),
    ) {
        let mut start = 0;
        self.push(starts, start);
        for list in lists {
            start += number(list.len());
            self.push(starts, start);
            for value in list {
                item(self, value);
            }
        }
    }

    /// Magic, directory and columns.
    pub(super) fn finish(self, strings: usize) -> Result<Vec<u8>, Problem> {
        let mut directory = Vec::new();
        let mut body = Vec::new();
        let start = HEADER + Column::COUNT * DIRECTORY_ENTRY;
        for ((_, _, holds), numbers) in COLUMNS.iter().zip(&self.numbers) {
            let width = width(numbers);
            let rows = numbers.len() - (holds.numbers(0).min(numbers.len()));
            for entry in [width, start + body.len(), rows] {
                directory.extend(number(entry).to_le_bytes());
            }
            for value in numbers {
                body.extend(value.to_le_bytes().into_iter().take(width));
            }
        }
        let length = u32::try_from(start + body.len());
        let (Ok(length), Ok(strings)) = (length, u32::try_from(strings)) else {
            return Err(Problem::new("catalogue", "the facts do not fit into 4 GB"));
        };
        let mut bytes = MAGIC.to_vec();
        for entry in [VERSION, length, strings] {
            bytes.extend(entry.to_le_bytes());
        }
        bytes.extend(directory);
        bytes.extend(body);
        Ok(bytes)
    }
}

/// The bytes that the largest number needs.
fn width(numbers: &[u32]) -> usize {
    match numbers.iter().max() {
        None | Some(0..=0xff) => 1,
        Some(0x100..=0xffff) => 2,
        Some(0x1_0000..=0xff_ffff) => 3,
        Some(_) => 4,
    }
}
