//! Rows → a Parquet file, row group by row group.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::ColumnPath;

use super::column::{Column, Kind, Place, message};

/// So many rows, or bytes of text, make a row group: what a reader has to hold at once.
const GROUP_ROWS: usize = 1 << 16;
const GROUP_BYTES: usize = 32 << 20;
/// A column of which no two values are alike: nothing is gained by a dictionary, or by its smallest and largest.
const UNLIKE: &str = "seen";

/// One value, or none.
#[derive(Debug, Clone)]
pub(crate) enum Cell<'a> {
    None,
    Text(Cow<'a, str>),
    Number(i64),
    Flag(bool),
}

/// A table on its way into a file.
pub(crate) struct Table<'o> {
    columns: &'static [Column],
    values: Vec<Values>,
    rows: usize,
    bytes: usize,
    file: SerializedFileWriter<Vec<u8>>,
    out: &'o mut dyn Write,
}

/// What a column holds of the row group that is being made.
struct Values {
    definition: Vec<i16>,
    repetition: Vec<i16>,
    typed: Typed,
}

enum Typed {
    Texts(Vec<ByteArray>),
    Numbers(Vec<i64>),
    Flags(Vec<bool>),
}

impl<'o> Table<'o> {
    /// Begins a file with these columns, and with `notes` beside the rows.
    pub(crate) fn new(
        columns: &'static [Column],
        notes: &[(&str, String)],
        out: &'o mut dyn Write,
    ) -> io::Result<Self> {
        let schema = parse_message_type(&message(columns)).map_err(fault)?;
        let notes = notes.iter().map(|(name, text)| KeyValue::new((*name).to_owned(), text.clone()));
        let unlike = ColumnPath::from(UNLIKE);
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            // The version of the library that wrote it is nothing that the content depends on.
            .set_created_by("leastwise".to_owned())
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_column_statistics_enabled(unlike.clone(), EnabledStatistics::None)
            .set_column_dictionary_enabled(unlike, false)
            .set_key_value_metadata(Some(notes.collect()))
            .build();
        let file =
            SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties)).map_err(fault)?;
        let values = columns.iter().map(|column| Values::new(column.kind)).collect();
        Ok(Self { columns, values, rows: 0, bytes: 0, file, out })
    }

    /// Adds a row: for each column its values, one for each entry of its list.
    pub(crate) fn row(&mut self, row: &[Option<Vec<Cell<'_>>>]) -> io::Result<()> {
        for ((column, values), cells) in self.columns.iter().zip(&mut self.values).zip(row) {
            self.bytes += values.push(column.place, cells.as_deref());
        }
        self.rows += 1;
        if self.rows >= GROUP_ROWS || self.bytes >= GROUP_BYTES { self.group() } else { Ok(()) }
    }

    /// Writes what is left and the end of the file.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        if self.rows > 0 {
            self.group()?;
        }
        let end = self.file.into_inner().map_err(fault)?;
        self.out.write_all(&end)
    }

    fn group(&mut self) -> io::Result<()> {
        let mut group = self.file.next_row_group().map_err(fault)?;
        for values in &mut self.values {
            let Some(mut column) = group.next_column().map_err(fault)? else { break };
            let (definition, repetition) = (Some(&*values.definition), Some(&*values.repetition));
            match &values.typed {
                Typed::Texts(texts) => {
                    column.typed::<ByteArrayType>().write_batch(texts, definition, repetition)
                }
                Typed::Numbers(numbers) => {
                    column.typed::<Int64Type>().write_batch(numbers, definition, repetition)
                }
                Typed::Flags(flags) => column.typed::<BoolType>().write_batch(flags, definition, repetition),
            }
            .map_err(fault)?;
            column.close().map_err(fault)?;
            values.clear();
        }
        group.close().map_err(fault)?;
        // What the writer holds is handed on: it keeps its own count of the bytes.
        let written = std::mem::take(self.file.inner_mut());
        (self.rows, self.bytes) = (0, 0);
        self.out.write_all(&written)
    }
}

impl Values {
    fn new(kind: Kind) -> Self {
        let typed = match kind {
            Kind::Text => Typed::Texts(Vec::new()),
            Kind::Number | Kind::Moment => Typed::Numbers(Vec::new()),
            Kind::Flag => Typed::Flags(Vec::new()),
        };
        Self { definition: Vec::new(), repetition: Vec::new(), typed }
    }

    fn clear(&mut self) {
        self.definition.clear();
        self.repetition.clear();
        match &mut self.typed {
            Typed::Texts(texts) => texts.clear(),
            Typed::Numbers(numbers) => numbers.clear(),
            Typed::Flags(flags) => flags.clear(),
        }
    }

    /// Adds the cells of a row, and answers with their bytes.
    fn push(&mut self, place: Place, cells: Option<&[Cell<'_>]>) -> usize {
        let (there, entry) = place.levels();
        let cells = match (cells, place) {
            (None, _) => return self.level(0, 0),
            // A list that is there, without entries.
            (Some([]), Place::List | Place::Entry(_)) => return self.level(1, 0),
            (Some(cells), _) => cells,
        };
        let mut bytes = 0;
        for (number, cell) in cells.iter().enumerate() {
            let is_there = self.typed.push(cell);
            bytes += self.level(if is_there { there } else { entry }, i16::from(number > 0));
            bytes += if let Cell::Text(text) = cell { text.len() } else { 0 };
        }
        bytes
    }

    fn level(&mut self, definition: i16, repetition: i16) -> usize {
        self.definition.push(definition);
        self.repetition.push(repetition);
        2 * size_of::<i16>()
    }
}

impl<'a> Cell<'a> {
    pub(crate) fn text(text: &'a str) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn maybe(text: Option<&'a str>) -> Self {
        text.map_or(Self::None, Self::text)
    }
}

impl Typed {
    /// Adds a value; false if there is none of the kind.
    fn push(&mut self, cell: &Cell<'_>) -> bool {
        match (self, cell) {
            (Self::Texts(texts), Cell::Text(text)) => {
                texts.push(ByteArray::from(Bytes::copy_from_slice(text.as_bytes())));
            }
            (Self::Numbers(numbers), Cell::Number(number)) => numbers.push(*number),
            (Self::Flags(flags), Cell::Flag(flag)) => flags.push(*flag),
            _ => return false,
        }
        true
    }
}

fn fault(error: ParquetError) -> io::Error {
    io::Error::other(error)
}
