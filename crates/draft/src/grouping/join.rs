//! Blocks that may stand in one statement although not every action was used on every resource, because it cannot act on the others.

use super::cover::{Block, Relation};

/// Joins blocks of a kind where no row of one has anything of a column of the other that it does not need.
pub(super) fn join(blocks: Vec<Block>, relation: &Relation<'_>) -> Vec<Block> {
    let mut joined: Vec<Block> = Vec::new();
    for block in blocks {
        let kind = relation.kind(&block);
        let may_share = |other: &&mut Block| {
            kind.is_some()
                && relation.kind(other) == kind
                && adds_nothing(relation, other, &block)
                && adds_nothing(relation, &block, other)
        };
        match joined.iter_mut().find(may_share) {
            Some(other) => {
                add(&mut other.rows, &block.rows);
                add(&mut other.columns, &block.columns);
            }
            None => joined.push(block),
        }
    }
    joined
}

fn adds_nothing(relation: &Relation<'_>, rows: &Block, columns: &Block) -> bool {
    let foreign = || columns.columns.iter().filter(|column| rows.columns.binary_search(column).is_err());
    rows.rows.iter().all(|row| foreign().all(|column| relation.allows(*row, *column)))
}

fn add(places: &mut Vec<usize>, more: &[usize]) {
    places.extend(more);
    places.sort_unstable();
    places.dedup();
}
