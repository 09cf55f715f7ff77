//! Single rows and columns moved between blocks as long as that makes the text shorter.

use super::covers::{Classes, bits, ones};

/// Classes of rows and of columns that go together, a bit each.
type Pairs = (u64, u64);

/// More moves than this are not made: the text only gets shorter, and most covers are at their end after a few.
const MOST_MOVES: usize = 64;

impl Classes {
    /// The blocks after all moves that are worth it. Every needed pair stays in one.
    pub(super) fn moved(&self, mut blocks: Vec<Pairs>) -> Vec<Pairs> {
        // Where everything stands once, there is nothing to save.
        let (mut rows, mut columns) = (0, 0);
        let is_written_twice = blocks.iter().any(|(own_rows, own_columns)| {
            let is_known = rows & own_rows != 0 || columns & own_columns != 0;
            (rows, columns) = (rows | own_rows, columns | own_columns);
            is_known
        });
        if !is_written_twice {
            return blocks;
        }
        let mut length = self.total(&blocks);
        for _ in 0..MOST_MOVES {
            let better = (0..blocks.len()).find_map(|at| self.out_of_block(&blocks, at, length));
            let Some((shorter, next)) = better else { break };
            (length, blocks) = (shorter, next);
        }
        blocks
    }

    /// The best that comes of moving a row or a column out of one block, if that is shorter.
    fn out_of_block(&self, blocks: &[Pairs], at: usize, length: usize) -> Option<(usize, Vec<Pairs>)> {
        let (rows, columns) = *blocks.get(at)?;
        let of_rows = ones(rows).flat_map(|row| {
            let mut others = blocks.to_vec();
            if let Some(block) = others.get_mut(at) {
                block.0 &= !(1 << row);
            }
            let others = self.trimmed(others);
            let open = self.open(&others, row);
            self.placed(&others, 1 << row, open)
        });
        let of_columns = ones(columns).flat_map(|column| {
            let mut others = blocks.to_vec();
            if let Some(block) = others.get_mut(at) {
                block.1 &= !(1 << column);
            }
            let others = self.trimmed(others);
            let open = bits((0..self.needed.len()).map(|row| self.open(&others, row) & 1 << column != 0));
            self.placed(&others, open, 1 << column)
        });
        let all = of_rows.chain(of_columns).map(|blocks| (self.total(&blocks), blocks));
        all.min_by_key(|(length, _)| *length).filter(|(shorter, _)| *shorter < length)
    }

    /// The ways in which blocks can take on pairs.
    fn placed(&self, others: &[Pairs], rows: u64, columns: u64) -> Vec<Vec<Pairs>> {
        if rows == 0 || columns == 0 {
            return vec![others.to_vec()];
        }
        let mut own = others.to_vec();
        own.push((rows, columns));
        let by_rows = self.with_rows(others.to_vec(), rows, columns).map(|(_, blocks)| blocks);
        let by_columns = self.with_columns(others.to_vec(), rows, columns).map(|(_, blocks)| blocks);
        by_rows.into_iter().chain(by_columns).chain([own]).map(|blocks| self.trimmed(blocks)).collect()
    }

    /// The columns that a row needs and that no block gives it.
    fn open(&self, blocks: &[Pairs], row: usize) -> u64 {
        let known = blocks.iter().filter(|(rows, _)| rows & 1 << row != 0).fold(0, |all, (_, own)| all | own);
        self.needed.get(row).map_or(0, |needed| needed & !known)
    }

    /// The blocks without rows and columns all of whose pairs are in others, too.
    fn trimmed(&self, mut blocks: Vec<Pairs>) -> Vec<Pairs> {
        for at in 0..blocks.len() {
            let Some((before, [block, after @ ..])) = blocks.split_at_mut_checked(at) else { break };
            let (rows, columns) = *block;
            *block = ones(rows).fold((0, 0), |(rows, all), row| {
                let open = self.open(before, row) & self.open(after, row) & columns;
                (rows | u64::from(open != 0) << row, all | open)
            });
        }
        blocks.retain(|(rows, _)| *rows != 0);
        blocks
    }

    fn total(&self, blocks: &[Pairs]) -> usize {
        blocks.iter().map(|(rows, columns)| self.length(*rows, *columns)).sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::grouping::cover::{Relation, STATEMENT, cover};

    /// Rows of eight columns each, with marks of which ones are needed and which ones are beyond the row.
    fn rows() -> impl Strategy<Value = Vec<(u8, u8)>> {
        prop::collection::vec((any::<u8>(), any::<u8>()), 1..9)
    }

    proptest! {
        /// Whatever is moved, every needed pair stands in a block, and no pair that is neither needed nor beyond its row.
        #[test]
        fn blocks_have_the_pairs_that_are_needed_and_grant_no_other(rows in rows(), column in 10_usize..200) {
            let places = |bits: u8| -> Vec<usize> { (0..8).filter(|place| bits & 1 << place != 0).collect() };
            let is_beyond = |row: usize, column: usize| rows[row].1 & 1 << column != 0;
            let relation = Relation {
                rows: rows.iter().map(|row| places(row.0)).collect(),
                row_lengths: vec![25; rows.len()],
                column_lengths: vec![column; 8],
                kinds: vec![0; rows.len()],
                is_beyond: &is_beyond,
            };
            let blocks = cover(&relation);
            for (row, (needed, beyond)) in rows.iter().enumerate() {
                let own = blocks.iter().filter(|block| block.rows.contains(&row));
                let found = own.flat_map(|block| &block.columns).fold(0_u8, |all, column| all | 1 << column);
                prop_assert_eq!(found & needed, *needed, "a pair is missing: {:?}", blocks);
                prop_assert_eq!(found & !needed & !beyond, 0, "a pair is granted: {:?}", blocks);
            }
            let plain = relation.rows.iter().filter(|columns| !columns.is_empty());
            let plain: usize = plain.map(|columns| STATEMENT + 25 + column * columns.len()).sum();
            prop_assert!(blocks.iter().map(|block| relation.length(block)).sum::<usize>() <= plain);
        }
    }
}
