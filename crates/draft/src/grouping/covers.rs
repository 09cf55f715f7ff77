//! Covers of classes of rows and columns, made shorter as long as that is easy.

use super::cover::{Block, Relation, STATEMENT};

/// Classes of rows and of columns that a set of bits has room for.
const MOST_CLASSES: usize = 64;

/// Three covers, from the classes of rows and of columns that are alike; none if there are too many to look through.
pub(super) fn covers(
    by_rows: &[Block],
    by_columns: &[Block],
    relation: &Relation<'_>,
) -> Option<[Vec<Block>; 3]> {
    if by_rows.len() > MOST_CLASSES || by_columns.len() > MOST_CLASSES {
        return None;
    }
    let classes = Classes::of(by_rows, by_columns, relation);
    let rows = classes.needed.iter().enumerate().map(|(row, columns)| (1 << row, *columns)).collect();
    let columns = (0..by_columns.len()).map(|column| (classes.rows_needing(column), 1 << column)).collect();
    Some([rows, columns, classes.by_worth()].map(|pairs| {
        let block = |(rows, columns): (u64, u64)| Block {
            rows: members(by_rows, rows, |class| &class.rows),
            columns: members(by_columns, columns, |class| &class.columns),
        };
        classes.moved(classes.slimmed(pairs)).into_iter().map(block).collect()
    }))
}

/// Of each class of rows the classes of columns, a bit each.
pub(super) struct Classes {
    pub(super) needed: Vec<u64>,
    pub(super) allowed: Vec<u64>,
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

    pub(super) fn rows_needing(&self, column: usize) -> u64 {
        bits(self.needed.iter().map(|own| own & 1 << column != 0))
    }

    /// Block by block the one that has the most new pairs for its length.
    fn by_worth(&self) -> Vec<(u64, u64)> {
        let candidates = self.candidates();
        let mut open = self.needed.clone();
        let mut blocks = Vec::new();
        loop {
            let worth = candidates.iter().filter_map(|(rows, columns)| {
                let rows = rows & bits(open.iter().map(|open| open & columns != 0));
                let columns = columns & picked(&open, rows).fold(0, |all, open| all | open);
                let gained: usize =
                    picked(&open, rows).map(|open| (open & columns).count_ones() as usize).sum();
                (gained > 0).then(|| (self.length(rows, columns), gained, rows, columns))
            });
            let best = worth.reduce(|best, next| if next.0 * best.1 < best.0 * next.1 { next } else { best });
            // The candidates have every pair, so that none is open when none gains.
            let Some((_, _, rows, columns)) = best else { return blocks };
            for (row, open) in open.iter_mut().enumerate() {
                if rows & 1 << row != 0 {
                    *open &= !columns;
                }
            }
            blocks.push((rows, columns));
        }
    }

    /// The blocks without those whose pairs others can take on in less text.
    fn slimmed(&self, mut blocks: Vec<(u64, u64)>) -> Vec<(u64, u64)> {
        while let Some(fewer) = (0..blocks.len()).find_map(|at| self.without(&blocks, at)) {
            blocks = fewer;
        }
        blocks
    }

    /// The blocks without one, if that is shorter.
    fn without(&self, blocks: &[(u64, u64)], at: usize) -> Option<Vec<(u64, u64)>> {
        let (rows, columns) = *blocks.get(at)?;
        let mut others = blocks.to_vec();
        others.remove(at);
        let own = self.length(rows, columns);
        let by_rows = self.with_rows(others.clone(), rows, columns);
        let by_columns = self.with_columns(others, rows, columns);
        let shorter = by_rows.into_iter().chain(by_columns).filter(|(added, _)| *added < own);
        shorter.min_by_key(|(added, _)| *added).map(|(_, blocks)| blocks)
    }

    /// The blocks with further rows in them, so that they have the needed pairs of these rows and columns, and how much text that is.
    pub(super) fn with_rows(
        &self,
        mut blocks: Vec<(u64, u64)>,
        rows: u64,
        columns: u64,
    ) -> Option<(usize, Vec<(u64, u64)>)> {
        let mut added = 0;
        for (row, (needed, allowed)) in self.needed.iter().zip(&self.allowed).enumerate() {
            if rows & 1 << row == 0 {
                continue;
            }
            let known =
                blocks.iter().filter(|(rows, _)| rows & 1 << row != 0).fold(0, |all, (_, own)| all | own);
            let mut missing = needed & columns & !known;
            while missing != 0 {
                let fits = blocks.iter_mut().filter(|(_, own)| own & !allowed == 0 && own & missing != 0);
                let (rows, own) = fits.max_by_key(|(_, own)| (*own & missing).count_ones())?;
                *rows |= 1 << row;
                missing &= !*own;
                added += self.row_lengths.get(row)?;
            }
        }
        Some((added, blocks))
    }

    /// The same with further columns.
    pub(super) fn with_columns(
        &self,
        mut blocks: Vec<(u64, u64)>,
        rows: u64,
        columns: u64,
    ) -> Option<(usize, Vec<(u64, u64)>)> {
        let mut added = 0;
        for (column, length) in
            self.column_lengths.iter().enumerate().filter(|(at, _)| columns & 1 << at != 0)
        {
            let allowing = bits(self.allowed.iter().map(|own| own & 1 << column != 0));
            let known =
                blocks.iter().filter(|(_, own)| own & 1 << column != 0).fold(0, |all, (rows, _)| all | rows);
            let mut missing = self.rows_needing(column) & rows & !known;
            while missing != 0 {
                let fits = blocks.iter_mut().filter(|(own, _)| own & !allowing == 0 && own & missing != 0);
                let (own, columns) = fits.max_by_key(|(own, _)| (*own & missing).count_ones())?;
                *columns |= 1 << column;
                missing &= !*own;
                added += length;
            }
        }
        Some((added, blocks))
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
            let rows = self.rows_needing(column);
            (rows, columns_of(rows))
        });
        of_rows.chain(of_columns).collect()
    }

    pub(super) fn length(&self, rows: u64, columns: u64) -> usize {
        let sum =
            |lengths: &[usize], chosen: u64| -> usize { ones(chosen).filter_map(|at| lengths.get(at)).sum() };
        STATEMENT + sum(&self.row_lengths, rows) + sum(&self.column_lengths, columns)
    }
}

pub(super) fn bits(marks: impl Iterator<Item = bool>) -> u64 {
    marks.enumerate().fold(0, |bits, (at, mark)| bits | u64::from(mark) << at)
}

/// The places of the bits.
pub(super) fn ones(mut mask: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = (mask != 0).then(|| mask.trailing_zeros() as usize)?;
        mask &= mask - 1;
        Some(at)
    })
}

fn picked(items: &[u64], rows: u64) -> impl Iterator<Item = u64> + '_ {
    ones(rows).filter_map(|row| items.get(row).copied())
}

fn members(classes: &[Block], chosen: u64, of: impl Fn(&Block) -> &Vec<usize>) -> Vec<usize> {
    let chosen = ones(chosen).filter_map(|at| classes.get(at));
    let mut members: Vec<usize> = chosen.flat_map(|class| of(class).iter().copied()).collect();
    members.sort_unstable();
    members
}
