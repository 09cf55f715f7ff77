//! Columns of different sorts, which can be covered apart: no row that has something of one has anything of another, or all have.

use std::collections::BTreeMap;

use super::cover::{Block, Relation};

/// For each sort of columns the rows that need some, those together that need the same.
///
/// Columns are of one sort if the same rows have nothing of them; resources of one type are.
pub(super) fn sorts(by_rows: &[Block], relation: &Relation<'_>) -> Vec<Vec<Block>> {
    let mut columns: Vec<usize> = by_rows.iter().flat_map(|block| block.columns.iter().copied()).collect();
    columns.sort_unstable();
    columns.dedup();
    let rows = || by_rows.iter().flat_map(|block| block.rows.iter().copied());
    let mut by_sort: BTreeMap<Vec<bool>, Vec<usize>> = BTreeMap::new();
    for column in columns {
        let beyond = rows().map(|row| !relation.needs(row, column) && (relation.is_beyond)(row, column));
        by_sort.entry(beyond.collect()).or_default().push(column);
    }
    let of_sort = |own: Vec<usize>| {
        let mut alike: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for block in by_rows {
            let shared = block.columns.iter().copied().filter(|column| own.binary_search(column).is_ok());
            let shared: Vec<usize> = shared.collect();
            if !shared.is_empty() {
                alike.entry(shared).or_default().extend(&block.rows);
            }
        }
        let sorted = alike.into_iter().map(|(columns, mut rows)| {
            rows.sort_unstable();
            Block { rows, columns }
        });
        sorted.collect()
    };
    by_sort.into_values().map(of_sort).collect()
}
