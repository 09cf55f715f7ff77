//! A relation of actions and resources as few blocks, in each of which every row goes with every column.

use std::collections::BTreeMap;

use super::covers::covers;
use super::join::join;

/// Rows and columns that all go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) rows: Vec<usize>,
    pub(super) columns: Vec<usize>,
}

/// Which rows go with which columns, and how long it is to write them.
pub(super) struct Relation<'r> {
    /// The columns that each row needs, sorted.
    pub(super) rows: Vec<Vec<usize>>,
    pub(super) row_lengths: Vec<usize>,
    pub(super) column_lengths: Vec<usize>,
    /// Rows of different kinds only come into one block if they need the same column.
    pub(super) kinds: Vec<usize>,
    /// Whether a row has nothing of a column, so that they may stand in one block although the row does not need it.
    pub(super) is_beyond: &'r dyn Fn(usize, usize) -> bool,
}

/// About what a statement takes beside its actions and resources, its Sid included.
pub(super) const STATEMENT: usize = 60;

/// Blocks that hold the pairs of the relation, and beside them only what is beyond their rows, in little text.
///
/// Smallest covers by blocks are hard to find; of some plain ways the best is taken, for each part of the relation by itself.
pub(super) fn cover(relation: &Relation<'_>) -> Vec<Block> {
    let mut alike: BTreeMap<(usize, &[usize]), Vec<usize>> = BTreeMap::new();
    for (row, (columns, kind)) in relation.rows.iter().zip(&relation.kinds).enumerate() {
        if !columns.is_empty() {
            alike.entry((*kind, columns)).or_default().push(row);
        }
    }
    let blocks = alike.into_iter().map(|((_, columns), rows)| Block { rows, columns: columns.to_vec() });
    parts(blocks.collect(), relation).into_iter().flat_map(|part| of_part(part, relation)).collect()
}

fn of_part(by_rows: Vec<Block>, relation: &Relation<'_>) -> Vec<Block> {
    if by_rows.len() == 1 {
        return by_rows;
    }
    let by_columns = by_columns(&by_rows);
    let further = covers(&by_rows, &by_columns, relation);
    let ways = [by_rows, by_columns].into_iter().chain(further.into_iter().flatten());
    let total = |blocks: &Vec<Block>| blocks.iter().map(|block| relation.length(block)).sum::<usize>();
    ways.map(|blocks| join(blocks, relation)).min_by_key(total).unwrap_or_default()
}

impl Relation<'_> {
    pub(super) fn length(&self, block: &Block) -> usize {
        let of = |places: &[usize], lengths: &[usize]| -> usize {
            places.iter().filter_map(|place| lengths.get(*place)).sum()
        };
        STATEMENT + of(&block.rows, &self.row_lengths) + of(&block.columns, &self.column_lengths)
    }

    pub(super) fn needs(&self, row: usize, column: usize) -> bool {
        self.rows.get(row).is_some_and(|columns| columns.binary_search(&column).is_ok())
    }

    /// Whether the row may stand in a block with the column.
    pub(super) fn allows(&self, row: usize, column: usize) -> bool {
        self.needs(row, column) || (self.is_beyond)(row, column)
    }

    /// The kind of all the rows of a block, if it is one.
    pub(super) fn kind(&self, block: &Block) -> Option<usize> {
        let mut kinds = block.rows.iter().filter_map(|row| self.kinds.get(*row));
        let first = kinds.next()?;
        kinds.all(|other| other == first).then_some(*first)
    }
}

/// The blocks, those together that share columns or kinds with one another.
fn parts(blocks: Vec<Block>, relation: &Relation<'_>) -> Vec<Vec<Block>> {
    let columns = relation.column_lengths.len();
    // For each column and then each kind the first block that has it, and for each block one of its part that comes before it.
    let mut owner: BTreeMap<usize, usize> = BTreeMap::new();
    let mut before: Vec<usize> = (0..blocks.len()).collect();
    let first = |before: &[usize], mut at: usize| {
        while let Some(next) = before.get(at).copied().filter(|next| *next != at) {
            at = next;
        }
        at
    };
    for (index, block) in blocks.iter().enumerate() {
        let kind = relation.kind(block).map(|kind| columns + kind);
        for bond in block.columns.iter().copied().chain(kind) {
            let owner = *owner.entry(bond).or_insert(index);
            let (one, other) = (first(&before, owner), first(&before, index));
            if let Some(place) = before.get_mut(one.max(other)) {
                *place = one.min(other);
            }
        }
    }
    let mut parts: BTreeMap<usize, Vec<Block>> = BTreeMap::new();
    for (index, block) in blocks.into_iter().enumerate() {
        parts.entry(first(&before, index)).or_default().push(block);
    }
    parts.into_values().collect()
}

/// Each column in one block only: those with the same rows together.
fn by_columns(by_rows: &[Block]) -> Vec<Block> {
    let mut rows_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for block in by_rows {
        for column in &block.columns {
            rows_of.entry(*column).or_default().extend(&block.rows);
        }
    }
    let mut alike: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    for (column, mut rows) in rows_of {
        rows.sort_unstable();
        alike.entry(rows).or_default().push(column);
    }
    alike.into_iter().map(|(rows, columns)| Block { rows, columns }).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn relation(rows: Vec<Vec<usize>>, row: usize, column: usize) -> Relation<'static> {
        Relation {
            row_lengths: vec![row; rows.len()],
            column_lengths: vec![column; 4],
            kinds: vec![0; rows.len()],
            rows,
            is_beyond: &|_, _| false,
        }
    }

    fn pairs(blocks: &[Block]) -> BTreeSet<(usize, usize)> {
        let of = |block: &Block| -> Vec<(usize, usize)> {
            block
                .rows
                .iter()
                .flat_map(|row| block.columns.iter().map(move |column| (*row, *column)))
                .collect()
        };
        blocks.iter().flat_map(of).collect()
    }

    #[test]
    fn what_is_long_is_written_seldom() {
        // Two rows with the columns 0, 1, 2 and 0, 1: as two blocks whichever way.
        let rows = || vec![vec![0, 1, 2], vec![0, 1]];
        assert_eq!(
            cover(&relation(rows(), 20, 80)),
            [Block { rows: vec![0], columns: vec![2] }, Block { rows: vec![0, 1], columns: vec![0, 1] }]
        );
        let blocks = cover(&relation(rows(), 400, 20));
        assert_eq!((blocks.len(), blocks.iter().filter(|block| block.rows.contains(&0)).count()), (2, 1));
    }

    #[test]
    fn what_is_beyond_a_row_may_stand_beside_it() {
        let rows = || vec![vec![0], vec![0, 1], vec![2]];
        // The first two rows know nothing of column 2, and the last of no other.
        let is_beyond = |row: usize, column: usize| (row == 2) != (column == 2);
        let joined = cover(&Relation { is_beyond: &is_beyond, ..relation(rows(), 20, 80) });
        assert_eq!(joined.len(), 2);
        assert_eq!(joined.iter().filter(|block| block.columns.contains(&2)).count(), 1);
        let apart = Relation { kinds: vec![0, 0, 1], is_beyond: &is_beyond, ..relation(rows(), 20, 80) };
        assert_eq!(cover(&apart).len(), 3, "kinds keep apart");
    }

    /// All relations of three rows and four columns: the pairs are those of the relation, in no more text than a block for each row.
    #[test]
    fn every_small_relation_is_covered_as_it_is() {
        for bits in 0_u32..1 << 12 {
            let rows: Vec<Vec<usize>> = (0..3)
                .map(|row| (0..4).filter(|column| bits & 1 << (row * 4 + column) != 0).collect())
                .collect();
            let relation = relation(rows.clone(), 20, 70);
            let blocks = cover(&relation);
            let expected = rows.iter().enumerate();
            let expected: BTreeSet<_> = expected
                .flat_map(|(row, columns)| columns.iter().map(move |column| (row, *column)))
                .collect();
            assert_eq!(pairs(&blocks), expected, "{rows:?}");
            let plain = rows.iter().filter(|columns| !columns.is_empty());
            let plain: usize = plain.map(|columns| STATEMENT + 20 + 70 * columns.len()).sum();
            assert!(blocks.iter().map(|block| relation.length(block)).sum::<usize>() <= plain, "{rows:?}");
        }
    }
}
