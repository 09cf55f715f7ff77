//! Blocks that may stand in one statement although not every action was used on every resource, because it cannot act on the others.

use catalog::{Action, Flags};
use policy::{Glob, ResourcePattern};

use super::cover::Block;
use super::groups::{Aim, Row, service_of};

/// A block with what it takes to hold it against others.
struct Part<'a> {
    block: Block,
    service: Option<&'a str>,
}

/// Joins blocks where no action of one can act on a resource of the other that is not its own: `s3:ListBucket` on a bucket and
/// `s3:GetObject` on objects. That the types do not fit is what the catalogue says; where it does not know, they stay apart.
pub(super) fn join<'a>(blocks: Vec<Block>, rows: &[&Row<'a>], names: &[&'a str], aim: Aim) -> Vec<Block> {
    if blocks.len() < 2 {
        return blocks;
    }
    let named = Named { rows, targets: names.iter().map(|name| Target::of(name)).collect() };
    let mut parts: Vec<Part<'a>> = Vec::new();
    for block in blocks {
        let service = service_of(block.rows.iter().filter_map(|row| rows.get(*row)).map(|row| row.name));
        let may_share = |part: &&mut Part<'a>| {
            (aim == Aim::ShortestOfAll || (service.is_some() && part.service == service))
                && named.are_apart(&part.block, &block)
        };
        match parts.iter_mut().find(may_share) {
            Some(part) => {
                part.service = part.service.filter(|own| Some(*own) == service);
                add(&mut part.block.rows, &block.rows);
                add(&mut part.block.columns, &block.columns);
            }
            None => parts.push(Part { block, service }),
        }
    }
    parts.into_iter().map(|part| part.block).collect()
}

fn add(places: &mut Vec<usize>, more: &[usize]) {
    places.extend(more);
    places.sort_unstable();
    places.dedup();
}

struct Named<'r, 'a> {
    rows: &'r [&'r Row<'a>],
    targets: Vec<Option<Target>>,
}

/// The service and the last part of a resource's ARN; account and region tell no type.
struct Target {
    service: Glob,
    resource: Glob,
}

impl Target {
    fn of(name: &str) -> Option<Self> {
        let pattern = ResourcePattern::with_variables(name);
        let [_, _, service, _, _, resource] = pattern.parts() else { return None };
        Some(Self { service: service.clone(), resource: resource.clone() })
    }
}

impl Named<'_, '_> {
    /// Whether the statement of both allows nothing that two statements do not.
    fn are_apart(&self, one: &Block, other: &Block) -> bool {
        self.adds_nothing(one, other) && self.adds_nothing(other, one)
    }

    fn adds_nothing(&self, actions: &Block, resources: &Block) -> bool {
        let foreign = || resources.columns.iter().filter(|column| !actions.columns.contains(column));
        actions.rows.iter().all(|row| {
            let action = self.rows.get(*row).and_then(|row| row.known);
            action.is_some_and(|action| foreign().all(|column| self.is_beyond(action, *column)))
        })
    }

    fn is_beyond(&self, action: Action<'_>, column: usize) -> bool {
        let target = self.targets.get(column).and_then(Option::as_ref);
        !action.flags().has(Flags::RESOURCES_UNKNOWN)
            && target.is_some_and(|target| !action.applies_to(&target.service, &target.resource))
    }
}
