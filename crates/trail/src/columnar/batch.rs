//! Some rows of some columns.

use std::borrow::Cow;

use parquet::column::reader::ColumnReader;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;

use super::column::Kind;
use super::schema::{Leaf, Unit};
use super::write::Cell;

/// Rows that were read at once; columns in the order in which they were asked for.
pub(crate) struct Batch {
    pub(crate) rows: usize,
    pub(super) columns: Vec<Option<Filled>>,
}

/// What a column holds in these rows.
pub(super) struct Filled {
    definition: Vec<i16>,
    /// Where in `definition` each row begins.
    pub(super) starts: Vec<usize>,
    /// For each place in `definition` the place of its value, or of the next one.
    places: Vec<usize>,
    values: Values,
    entry: i16,
    value: i16,
    unit: Unit,
}

enum Values {
    None,
    Texts(Vec<ByteArray>),
    Numbers(Vec<i64>),
    Flags(Vec<bool>),
}

/// A column that is being read.
pub(super) struct Filling(ColumnReader);

impl Batch {
    /// The value of a row.
    pub(crate) fn cell(&self, column: usize, row: usize) -> Cell<'_> {
        let filled = self.columns.get(column).and_then(Option::as_ref);
        filled.map_or(Cell::None, |filled| filled.starts.get(row).map_or(Cell::None, |at| filled.cell(*at)))
    }

    pub(crate) fn text(&self, column: usize, row: usize) -> Option<&str> {
        as_text(&self.cell(column, row))
    }

    pub(crate) fn number(&self, column: usize, row: usize) -> Option<i64> {
        if let Cell::Number(number) = self.cell(column, row) { Some(number) } else { None }
    }

    pub(crate) fn flag(&self, column: usize, row: usize) -> Option<bool> {
        if let Cell::Flag(flag) = self.cell(column, row) { Some(flag) } else { None }
    }

    /// The entries of a row's list; none if the row has no list.
    pub(crate) fn list(&self, column: usize, row: usize) -> Option<Vec<Cell<'_>>> {
        let filled = self.columns.get(column)?.as_ref()?;
        let start = *filled.starts.get(row)?;
        let end = filled.starts.get(row + 1).copied().unwrap_or(filled.definition.len());
        let first = *filled.definition.get(start)?;
        if first < filled.entry {
            return (first + 1 == filled.entry).then(Vec::new);
        }
        Some((start..end).map(|at| filled.cell(at)).collect())
    }

    /// The texts of a row's list, without what is no text.
    pub(crate) fn texts(&self, column: usize, row: usize) -> Option<Vec<&str>> {
        Some(self.list(column, row)?.into_iter().filter_map(|cell| as_text(&cell)).collect())
    }
}

/// The text that a cell of a batch is.
pub(crate) fn as_text<'b>(cell: &Cell<'b>) -> Option<&'b str> {
    if let Cell::Text(Cow::Borrowed(text)) = cell { Some(text) } else { None }
}

impl Filled {
    fn cell(&self, at: usize) -> Cell<'_> {
        if self.definition.get(at) != Some(&self.value) {
            return Cell::None;
        }
        let Some(place) = self.places.get(at) else { return Cell::None };
        match &self.values {
            Values::None => Cell::None,
            Values::Texts(texts) => {
                let text = texts.get(*place).and_then(|text| std::str::from_utf8(text.data()).ok());
                Cell::maybe(text)
            }
            Values::Numbers(numbers) => {
                numbers.get(*place).map_or(Cell::None, |number| Cell::Number(self.scaled(*number)))
            }
            Values::Flags(flags) => flags.get(*place).map_or(Cell::None, |flag| Cell::Flag(*flag)),
        }
    }

    /// A moment in milliseconds; other numbers as they are.
    fn scaled(&self, number: i64) -> i64 {
        number.div_euclid((self.unit / 1_000).max(1))
    }

    pub(super) fn is_utf8(&self) -> bool {
        let Values::Texts(texts) = &self.values else { return true };
        texts.iter().all(|text| std::str::from_utf8(text.data()).is_ok())
    }
}

impl Filling {
    pub(super) fn new(reader: ColumnReader) -> Self {
        Self(reader)
    }

    /// Reads so many rows, or as many as there are.
    pub(super) fn fill(&mut self, rows: usize, leaf: &Leaf) -> Result<Filled, ParquetError> {
        let (mut definition, mut repetition) = (Vec::new(), Vec::new());
        macro_rules! read {
            ($reader:ident, $values:expr) => {{
                let mut values = Vec::new();
                let (records, _, levels) =
                    $reader.read_records(rows, Some(&mut definition), Some(&mut repetition), &mut values)?;
                (records, levels, $values(values))
            }};
        }
        let numbers = |values: Vec<i32>| Values::Numbers(values.into_iter().map(i64::from).collect());
        let (records, levels, values) = match &mut self.0 {
            ColumnReader::ByteArrayColumnReader(reader) => read!(reader, Values::Texts),
            ColumnReader::Int64ColumnReader(reader) => read!(reader, Values::Numbers),
            ColumnReader::Int32ColumnReader(reader) => read!(reader, numbers),
            ColumnReader::BoolColumnReader(reader) => read!(reader, Values::Flags),
            ColumnReader::Int96ColumnReader(reader) => read!(reader, |values: Vec<_>| {
                Values::Numbers(values.iter().map(parquet::data_type::Int96::to_millis).collect())
            }),
            ColumnReader::FloatColumnReader(reader) => read!(reader, |_| Values::None),
            ColumnReader::DoubleColumnReader(reader) => read!(reader, |_| Values::None),
            ColumnReader::FixedLenByteArrayColumnReader(reader) => read!(reader, |_| Values::None),
        };
        // Columns without the levels leave them out: then every value is there, or begins a row.
        definition.resize(levels, leaf.value);
        repetition.resize(levels, 0);
        let starts = repetition.iter().enumerate().filter(|(_, level)| **level == 0).map(|(at, _)| at);
        let mut starts: Vec<usize> = starts.collect();
        starts.truncate(records);
        let mut next = 0;
        let place = |level: &i16| {
            let place = next;
            next += usize::from(*level == leaf.value);
            place
        };
        let places = definition.iter().map(place).collect();
        let unit = leaf.kind.filter(|(kind, _)| *kind == Kind::Moment).map_or(0, |(_, unit)| unit);
        Ok(Filled { places, definition, starts, values, entry: leaf.entry, value: leaf.value, unit })
    }
}
