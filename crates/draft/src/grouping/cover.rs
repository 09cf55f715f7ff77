//! A relation of actions and resources as few blocks, in each of which every row goes with every column.

use std::collections::BTreeMap;

/// Rows and columns that all go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) rows: Vec<usize>,
    pub(super) columns: Vec<usize>,
}

/// About what a statement takes beside its actions and resources, its Sid included.
const STATEMENT: usize = 60;

/// Blocks that hold the pairs of the relation and no others, in little text: `relation` has the sorted columns of each row.
///
/// Smallest covers by blocks are hard to find; of three plain ways the best is taken, for each part of the relation by itself.
pub(super) fn cover(relation: &[Vec<usize>], row_lengths: &[usize], column_lengths: &[usize]) -> Vec<Block> {
    let mut alike: BTreeMap<&[usize], Vec<usize>> = BTreeMap::new();
    for (row, columns) in relation.iter().enumerate().filter(|(_, columns)| !columns.is_empty()) {
        alike.entry(columns).or_default().push(row);
    }
    let classes: Vec<Block> =
        alike.into_iter().map(|(columns, rows)| Block { rows, columns: columns.to_vec() }).collect();
    let length = |block: &Block| {
        let of = |places: &[usize], lengths: &[usize]| -> usize {
            places.iter().filter_map(|place| lengths.get(*place)).sum()
        };
        STATEMENT + of(&block.rows, row_lengths) + of(&block.columns, column_lengths)
    };
    let parts = parts(classes, column_lengths.len());
    parts
        .into_iter()
        .flat_map(|by_rows| {
            if by_rows.len() == 1 {
                return by_rows;
            }
            let by_columns = by_columns(&by_rows);
            let by_worth = by_worth(&by_rows, &by_columns, &length);
            let total = |blocks: &Vec<Block>| blocks.iter().map(length).sum::<usize>();
            let ways = [Some(by_rows), Some(by_columns), by_worth];
            ways.into_iter().flatten().min_by_key(total).unwrap_or_default()
        })
        .collect()
}

/// The blocks, those together that share columns with one another.
fn parts(blocks: Vec<Block>, columns: usize) -> Vec<Vec<Block>> {
    // For each column the first block that has it, and for each block one of its part that comes before it.
    let mut owner: Vec<Option<usize>> = vec![None; columns];
    let mut before: Vec<usize> = (0..blocks.len()).collect();
    let first = |before: &[usize], mut at: usize| {
        while let Some(next) = before.get(at).copied().filter(|next| *next != at) {
            at = next;
        }
        at
    };
    for (index, block) in blocks.iter().enumerate() {
        for column in &block.columns {
            let Some(owner) = owner.get_mut(*column) else { continue };
            let (one, other) = (first(&before, *owner.get_or_insert(index)), first(&before, index));
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

/// Classes of rows and of columns that a set of bits has room for, and that are looked through in no time.
const MOST_CLASSES: usize = 24;

/// Block by block the one with the most new pairs for its length; none if there are too many to look through.
fn by_worth(
    by_rows: &[Block],
    by_columns: &[Block],
    length: &impl Fn(&Block) -> usize,
) -> Option<Vec<Block>> {
    if by_rows.len() > MOST_CLASSES || by_columns.len() > MOST_CLASSES {
        return None;
    }
    // Of each class of rows the classes of columns, a bit each.
    let needed: Vec<u32> = by_rows
        .iter()
        .map(|block| {
            let has = |class: &Block| class.columns.first().is_some_and(|one| block.columns.contains(one));
            bits(by_columns.iter().map(has))
        })
        .collect();
    let rows_within = |columns: u32| bits(needed.iter().map(|own| own & columns == columns));
    let of_rows = needed.iter().map(|columns| (rows_within(*columns), *columns));
    let of_columns = (0..by_columns.len()).map(|column| {
        let rows = rows_within(1 << column);
        let shared = picked(&needed, rows).fold(u32::MAX, |shared, own| shared & own);
        (rows, shared)
    });
    let candidates: Vec<(u32, u32)> = of_rows.chain(of_columns).collect();
    let mut open = needed.clone();
    let mut blocks = Vec::new();
    while open.iter().any(|columns| *columns != 0) {
        let worth = candidates.iter().filter_map(|(rows, columns)| {
            let rows = rows & bits(open.iter().map(|open| open & columns != 0));
            let columns = columns & picked(&open, rows).fold(0, |all, open| all | open);
            let block = Block {
                rows: members(by_rows, rows, |class| &class.rows),
                columns: members(by_columns, columns, |class| &class.columns),
            };
            let gained: usize = picked(&open, rows).map(|open| (open & columns).count_ones() as usize).sum();
            (gained > 0).then(|| (length(&block), gained, block, rows, columns))
        });
        let best = worth.reduce(|best, next| if next.0 * best.1 < best.0 * next.1 { next } else { best });
        let (_, _, block, rows, columns) = best?;
        for (row, open) in open.iter_mut().enumerate() {
            if rows & 1 << row != 0 {
                *open &= !columns;
            }
        }
        blocks.push(block);
    }
    Some(blocks)
}

fn bits(marks: impl Iterator<Item = bool>) -> u32 {
    marks.enumerate().fold(0, |bits, (at, mark)| bits | u32::from(mark) << at)
}

fn picked(items: &[u32], rows: u32) -> impl Iterator<Item = u32> + '_ {
    items.iter().enumerate().filter(move |(row, _)| rows & 1 << row != 0).map(|(_, item)| *item)
}

fn members(classes: &[Block], chosen: u32, of: impl Fn(&Block) -> &Vec<usize>) -> Vec<usize> {
    let chosen = classes.iter().enumerate().filter(|(at, _)| chosen & 1 << at != 0);
    let mut members: Vec<usize> = chosen.flat_map(|(_, class)| of(class).iter().copied()).collect();
    members.sort_unstable();
    members
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

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

    fn length(blocks: &[Block], row: usize, column: usize) -> usize {
        blocks.iter().map(|block| STATEMENT + row * block.rows.len() + column * block.columns.len()).sum()
    }

    #[test]
    fn what_is_long_is_written_seldom() {
        // Two rows with the columns 0, 1, 2 and 0, 1: as two blocks whichever way.
        let relation = vec![vec![0, 1, 2], vec![0, 1]];
        let blocks = cover(&relation, &[20, 20], &[80, 80, 80]);
        assert_eq!(
            blocks,
            [Block { rows: vec![0], columns: vec![2] }, Block { rows: vec![0, 1], columns: vec![0, 1] }]
        );
        let blocks = cover(&relation, &[400, 20], &[20, 20, 20]);
        assert_eq!(length(&blocks, 0, 0), 2 * STATEMENT);
        assert_eq!(blocks.iter().filter(|block| block.rows.contains(&0)).count(), 1);
    }

    /// All relations of three rows and four columns: the pairs are those of the relation, in no more text than a block for each row.
    #[test]
    fn every_small_relation_is_covered_as_it_is() {
        for bits in 0_u32..1 << 12 {
            let relation: Vec<Vec<usize>> = (0..3)
                .map(|row| (0..4).filter(|column| bits & 1 << (row * 4 + column) != 0).collect())
                .collect();
            let blocks = cover(&relation, &[20; 3], &[70; 4]);
            let expected = relation.iter().enumerate();
            let expected: BTreeSet<_> = expected
                .flat_map(|(row, columns)| columns.iter().map(move |column| (row, *column)))
                .collect();
            assert_eq!(pairs(&blocks), expected, "{relation:?}");
            let plain = relation.iter().filter(|columns| !columns.is_empty());
            let plain: usize = plain.map(|columns| STATEMENT + 20 + 70 * columns.len()).sum();
            assert!(length(&blocks, 20, 70) <= plain, "{relation:?}");
        }
    }
}
