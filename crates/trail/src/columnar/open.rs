//! A Parquet file → batches of rows of some of its columns.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};

use super::batch::{Batch, Filled, Filling};
use super::column::Kind;
use super::guard;
use super::schema::{Leaf, leaves};
use super::source::Source;

/// So many rows are read at once.
const ROWS: usize = 1024;

/// Whether bytes begin as a Parquet file does.
pub fn is_parquet(head: &[u8]) -> bool {
    head.starts_with(b"PAR1")
}

pub(crate) struct File {
    source: Source,
    reader: SerializedFileReader<Source>,
    leaves: Vec<Leaf>,
}

impl File {
    /// The error says what is wrong with the file, in words.
    pub(crate) fn open(source: Source) -> Result<Self, String> {
        guard::footer(&source)?;
        let reader = contained(|| SerializedFileReader::new(source.clone()))?;
        let leaves = leaves(reader.metadata().file_metadata().schema());
        Ok(Self { source, reader, leaves })
    }

    /// A text that was written beside the rows.
    pub(crate) fn note(&self, name: &str) -> Option<&str> {
        let notes = self.reader.metadata().file_metadata().key_value_metadata()?;
        notes.iter().find(|note| note.key == name)?.value.as_deref()
    }

    /// The column whose names from the outside to the inside these are.
    pub(crate) fn find(&self, path: &[&str]) -> Option<usize> {
        self.leaves.iter().position(|leaf| leaf.path.iter().map(String::as_str).eq(path.iter().copied()))
    }

    /// What a column holds, and whether that is one value a row or a list of them; the error names what it should be.
    pub(crate) fn check(&self, column: usize, kinds: &[Kind], in_list: bool) -> Result<(), String> {
        let Some(leaf) = self.leaves.get(column) else { return Ok(()) };
        let is_kind = leaf.kind.is_some_and(|(kind, _)| kinds.contains(&kind));
        if is_kind && leaf.lists == i16::from(in_list) {
            return Ok(());
        }
        let names: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
        let what = if in_list { "a list of " } else { "" };
        Err(format!("the column `{}` is not {what}{}", leaf.path.join("."), names.join(" or ")))
    }

    /// Hands all rows of the columns to `visit`, some at a time, until it breaks off; a column that is `None` is empty.
    /// The error says why the rest cannot be read.
    pub(crate) fn read(
        &self,
        columns: &[Option<usize>],
        visit: &mut dyn FnMut(&Batch) -> ControlFlow<()>,
    ) -> Result<(), String> {
        for number in 0..self.reader.num_row_groups() {
            let group = contained(|| self.reader.get_row_group(number))?;
            let mut fillings = Vec::with_capacity(columns.len());
            for column in columns {
                fillings.push(column.map(|column| self.filling(&*group, column)).transpose()?);
            }
            let declared = usize::try_from(group.metadata().num_rows()).unwrap_or_default();
            if !Self::read_group(&mut fillings, declared, visit)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// False if `visit` broke off.
    fn read_group(
        fillings: &mut [Option<(Filling, &Leaf)>],
        declared: usize,
        visit: &mut dyn FnMut(&Batch) -> ControlFlow<()>,
    ) -> Result<bool, String> {
        let mut left = declared;
        while left > 0 {
            let rows = left.min(ROWS);
            let mut columns = Vec::with_capacity(fillings.len());
            for filling in fillings.iter_mut() {
                let Some((filling, leaf)) = filling else {
                    columns.push(None);
                    continue;
                };
                let filled = contained(|| filling.fill(rows, leaf))?;
                let name = || leaf.path.join(".");
                if filled.rows() != rows {
                    return Err(format!(
                        "the column `{}` of the Parquet file has fewer rows than it says",
                        name()
                    ));
                }
                if !filled.is_utf8() {
                    return Err(format!("the column `{}` of the Parquet file is not UTF-8", name()));
                }
                columns.push(Some(filled));
            }
            left -= rows;
            if visit(&Batch { rows, columns }).is_break() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn filling(&self, group: &dyn RowGroupReader, column: usize) -> Result<(Filling, &Leaf), String> {
        let (Some(leaf), Some(chunk)) = (self.leaves.get(column), group.metadata().columns().get(column))
        else {
            return Err(guard::CUT.to_owned());
        };
        guard::pages(&self.source, chunk)?;
        contained(|| group.get_column_reader(column)).map(|reader| (Filling::new(reader), leaf))
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "numbers",
            Self::Flag => "flags",
            Self::Moment => "times",
        }
    }
}

/// Runs the library. It asserts much of what hostile files get wrong: its panics are answers like its errors.
fn contained<T>(run: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(format!("broken Parquet data: {}", plain(&error))),
        Err(_) => Err("broken Parquet data".to_owned()),
    }
}

/// The error without the name of its kind, and not longer than a line.
fn plain(error: &ParquetError) -> String {
    let text = error.to_string();
    let text = text.lines().next().unwrap_or_default();
    let text = text.split_once(": ").map_or(text, |(_, what)| what);
    text.chars().take(200).collect()
}

impl Filled {
    fn rows(&self) -> usize {
        self.starts.len()
    }
}
