//! A small table of words, read by the places of its columns.

use std::ops::Range;

use crate::Catalog;
use crate::layout::{Column, Kind};

#[derive(Clone, Copy)]
pub struct Table<'c> {
    pub(crate) catalog: &'c Catalog,
    pub(crate) id: u32,
}

/// One row of a [`Table`].
#[derive(Clone, Copy)]
pub struct Row<'c> {
    table: Table<'c>,
    start: u32,
    width: u32,
}

impl Catalog {
    /// All small tables, by name.
    pub fn tables(&self) -> impl ExactSizeIterator<Item = Table<'_>> {
        (0..self.store.rows(Kind::Table)).map(|id| Table { catalog: self, id })
    }

    /// The rows of a table, none if there is no such table.
    pub(crate) fn table_rows(&self, name: &str) -> impl Iterator<Item = Row<'_>> {
        self.table(name).into_iter().flat_map(Table::rows)
    }

    pub fn table(&self, name: &str) -> Option<Table<'_>> {
        self.tables().find(|table| table.name() == name)
    }
}

impl<'c> Table<'c> {
    pub fn name(self) -> &'c str {
        self.catalog.store.text(Column::TableName, self.id)
    }

    pub fn rows(self) -> impl Iterator<Item = Row<'c>> {
        let Range { start, end } = self.cells();
        let width = self.width();
        let starts = (start..end).step_by(width.max(1) as usize);
        starts.map(move |start| Row { table: self, start, width })
    }

    /// The first row whose first cell is this, without regard to case.
    pub fn row(self, first: &str) -> Option<Row<'c>> {
        self.rows().find(|row| row.cell(0).eq_ignore_ascii_case(first))
    }

    fn width(self) -> u32 {
        let cells = self.cells();
        self.catalog.store.at(Column::TableWidth, self.id).min(cells.end - cells.start)
    }

    fn cells(self) -> Range<u32> {
        self.catalog.store.span(Column::TableCells, self.id)
    }

    fn cell(self, cell: u32) -> &'c str {
        self.catalog.store.text(Column::CellText, cell)
    }
}

impl<'c> Row<'c> {
    pub(crate) fn catalog(self) -> &'c Catalog {
        self.table.catalog
    }

    pub fn cells(self) -> impl ExactSizeIterator<Item = &'c str> {
        (0..self.width).map(move |index| self.cell(index))
    }

    /// The cell at `index`; `""` beyond the end.
    pub fn cell(self, index: u32) -> &'c str {
        if index < self.width { self.table.cell(self.start + index) } else { "" }
    }
}
