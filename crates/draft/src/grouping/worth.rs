//! A cover block by block, each time the one that has the most new pairs for its length.

use super::cover::{Block, Relation, STATEMENT};

/// Classes of rows and of columns that a set of bits has room for.
const MOST_CLASSES: usize = 64;

/// The cover, from the classes of rows and of columns that are alike; none if there are too many to look through.
pub(super) fn by_worth(
    by_rows: &[Block],
    by_columns: &[Block],
    relation: &Relation<'_>,
) -> Option<Vec<Block>> {
    if by_rows.len() > MOST_CLASSES || by_columns.len() > MOST_CLASSES {
        return None;
    }
    let classes = Classes::of(by_rows, by_columns, relation);
    let candidates = classes.candidates();
    let mut open = classes.needed.clone();
    let mut blocks = Vec::new();
    while open.iter().any(|columns| *columns != 0) {
        let worth = candidates.iter().filter_map(|(rows, columns)| {
            let rows = rows & bits(open.iter().map(|open| open & columns != 0));
            let columns = columns & picked(&open, rows).fold(0, |all, open| all | open);
            let gained: usize = picked(&open, rows).map(|open| (open & columns).count_ones() as usize).sum();
            (gained > 0).then(|| (classes.length(rows, columns), gained, rows, columns))
        });
        let best = worth.reduce(|best, next| if next.0 * best.1 < best.0 * next.1 { next } else { best });
        let (_, _, rows, columns) = best?;
        for (row, open) in open.iter_mut().enumerate() {
            if rows & 1 << row != 0 {
                *open &= !columns;
            }
        }
        blocks.push(Block {
            rows: members(by_rows, rows, |class| &class.rows),
            columns: members(by_columns, columns, |class| &class.columns),
        });
    }
    Some(blocks)
}

/// Of each class of rows the classes of columns, a bit each.
struct Classes {
    needed: Vec<u64>,
    allowed: Vec<u64>,
    row_lengths: Vec<usize>,
    column_lengths: Vec<usize>,
}

impl Classes {
    fn of(by_rows: &[Block], by_columns: &[Block], relation: &Relation<'_>) -> Self {
        let needs = |one: &Block, other: &Block| {
            one.rows
                .first()
                .zip(other.columns.first())
                .is_some_and(|(row, column)| relation.needs(*row, *column))
        };
        let allows = |one: &Block, other: &Block| {
            one.rows.iter().all(|row| other.columns.iter().all(|column| relation.allows(*row, *column)))
        };
        let sum = |places: &[usize], lengths: &[usize]| -> usize {
            places.iter().filter_map(|place| lengths.get(*place)).sum()
        };
        Self {
            needed: by_rows
                .iter()
                .map(|row| bits(by_columns.iter().map(|column| needs(row, column))))
                .collect(),
            allowed: by_rows
                .iter()
                .map(|row| bits(by_columns.iter().map(|column| allows(row, column))))
                .collect(),
            row_lengths: by_rows.iter().map(|class| sum(&class.rows, &relation.row_lengths)).collect(),
            column_lengths: by_columns
                .iter()
                .map(|class| sum(&class.columns, &relation.column_lengths))
                .collect(),
        }
    }

    /// Rows and columns that may all stand together: for each class the largest such block that has all that it needs.
    fn candidates(&self) -> Vec<(u64, u64)> {
        let rows_with = |columns: u64| bits(self.allowed.iter().map(|own| own & columns == columns));
        let columns_of = |rows: u64| picked(&self.allowed, rows).fold(u64::MAX, |shared, own| shared & own);
        let of_rows = self.needed.iter().map(|columns| {
            let rows = rows_with(*columns);
            (rows, columns_of(rows))
        });
        let of_columns = (0..self.column_lengths.len()).map(|column| {
            let rows = bits(self.needed.iter().map(|own| own & 1 << column != 0));
            (rows, columns_of(rows))
        });
        of_rows.chain(of_columns).collect()
    }

    fn length(&self, rows: u64, columns: u64) -> usize {
        let sum = |lengths: &[usize], chosen: u64| -> usize {
            lengths.iter().enumerate().filter(|(at, _)| chosen & 1 << at != 0).map(|(_, length)| length).sum()
        };
        STATEMENT + sum(&self.row_lengths, rows) + sum(&self.column_lengths, columns)
    }
}

fn bits(marks: impl Iterator<Item = bool>) -> u64 {
    marks.enumerate().fold(0, |bits, (at, mark)| bits | u64::from(mark) << at)
}

fn picked(items: &[u64], rows: u64) -> impl Iterator<Item = u64> + '_ {
    items.iter().enumerate().filter(move |(row, _)| rows & 1 << row != 0).map(|(_, item)| *item)
}

fn members(classes: &[Block], chosen: u64, of: impl Fn(&Block) -> &Vec<usize>) -> Vec<usize> {
    let chosen = classes.iter().enumerate().filter(|(at, _)| chosen & 1 << at != 0);
    let mut members: Vec<usize> = chosen.flat_map(|(_, class)| of(class).iter().copied()).collect();
    members.sort_unstable();
    members
}
