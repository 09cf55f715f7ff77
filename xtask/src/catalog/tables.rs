//! The small tables that are kept by hand under `crates/catalog/data/tables`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

pub(crate) struct Table {
    pub(crate) path: PathBuf,
    pub(crate) rows: Vec<Row>,
}

pub(crate) struct Row {
    /// Counted from one.
    pub(crate) line: usize,
    pub(crate) fields: Vec<String>,
}

impl Table {
    /// Reads `NAME.tsv`, of which every row must have `columns` fields.
    pub(crate) fn read(data: &Path, name: &str, columns: usize) -> Result<Table> {
        let path = data.join("tables").join(format!("{name}.tsv"));
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let mut rows = Vec::new();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
            if fields.len() != columns {
                bail!("{}:{}: {} fields, not {columns}", path.display(), index + 1, fields.len());
            }
            rows.push(Row { line: index + 1, fields });
        }
        Ok(Table { path, rows })
    }
}

impl Row {
    /// The field of a column, counted from zero; empty if there is none.
    pub(crate) fn field(&self, column: usize) -> &str {
        self.fields.get(column).map_or("", String::as_str)
    }
}
