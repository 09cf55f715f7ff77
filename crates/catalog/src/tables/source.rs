//! Where the facts come from, and of when they are.

use crate::Catalog;
use crate::view::Row;

/// A source of the facts.
#[derive(Clone, Copy)]
pub struct Source<'c> {
    row: Row<'c>,
}

impl Catalog {
    pub fn sources(&self) -> impl Iterator<Item = Source<'_>> {
        self.table_rows("sources").map(|row| Source { row })
    }

    /// The day or month of the newest facts about actions: `2026-10`. `""` if no source is named.
    pub fn date(&self) -> &str {
        self.sources().filter(|source| source.of() == "services").map(Source::date).max().unwrap_or("")
    }
}

impl<'c> Source<'c> {
    /// What it tells of: `services` or `operations`.
    pub fn of(self) -> &'c str {
        self.row.cell(0)
    }

    /// Name and version.
    pub fn name(self) -> &'c str {
        self.row.cell(1)
    }

    pub fn licence(self) -> &'c str {
        self.row.cell(2)
    }

    /// The day or month whose state of AWS it describes.
    pub fn date(self) -> &'c str {
        self.row.cell(3)
    }
}
