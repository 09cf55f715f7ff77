//! Parting statements into as few policies as hold them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use policy::tree::{Element, Spanned, Statement};
use policy::{ActionPattern, ResourcePattern};

use crate::form::{Counts, Room};
use crate::size::{FRAME, size_of, statement_size, text_size};

/// Statements in policies that a form has room for, as few as can be found, each with its size; together they allow what the whole allows.
///
/// The statements of a service stay together if that needs no further policy. Where it saves one, or where a statement is too large
/// for any policy, it is cut between its resources, or between its actions if it has but one resource. What cannot be cut stands
/// alone, larger than the room. Where there is but one policy, that is as large as it gets.
pub(crate) fn split(statements: Vec<Statement>, room: &Room) -> Vec<(usize, Vec<Statement>)> {
    if statements.is_empty() {
        return Vec::new();
    }
    let items: Vec<Item> =
        statements.into_iter().enumerate().map(|(at, each)| Item::of(each, at, room.counts)).collect();
    // Each statement has a comma behind it, but for the last.
    let space = room.size.saturating_add(1).saturating_sub(FRAME);
    let all: usize = items.iter().map(|item| item.size).sum();
    if all <= space || room.policies == 1 {
        return vec![(FRAME + all - 1, items.into_iter().map(|item| item.statement).collect())];
    }
    let fitting: Vec<Item> =
        items.iter().cloned().flat_map(|item| pieces(item, space, room.counts)).collect();
    let fewest = all.div_ceil(space);
    let mut best = packed(services(&fitting, space), space);
    if best.len() > fewest {
        let single = packed(fitting.into_iter().map(|item| vec![item]).collect(), space);
        best = if single.len() < best.len() { single } else { best };
    }
    if best.len() > fewest {
        let filled = filled(items, space, room.counts);
        best = if filled.len() < best.len() { filled } else { best };
    }
    let sized = |statements: Vec<Statement>| {
        (size_of(statements.iter().map(|statement| statement_size(statement, room.counts))), statements)
    };
    best.into_iter().map(with_own_sids).map(sized).collect()
}

/// A statement, or a piece of one.
#[derive(Clone)]
struct Item {
    statement: Statement,
    /// Its place among the statements.
    at: usize,
    /// With a comma, and room for what [`with_own_sids`] may add.
    size: usize,
}

impl Item {
    fn of(statement: Statement, at: usize, counts: Counts) -> Self {
        Self { size: statement_size(&statement, counts) + 1, statement, at }
    }

    /// The service of the first action.
    fn service(&self) -> &str {
        let first = self.statement.actions().first().map_or("", |action| action.value.as_str());
        first.split(':').next().unwrap_or_default()
    }
}

/// The items in bins of that space: each unit whole, the largest first, into the first bin that has space for it.
fn packed(units: Vec<Vec<Item>>, space: usize) -> Vec<Vec<Item>> {
    let size = |unit: &[Item]| unit.iter().map(|item| item.size).sum::<usize>();
    let mut units = units;
    units.sort_by_key(|unit| Reverse(size(unit)));
    let mut bins: Vec<(usize, Vec<Item>)> = Vec::new();
    for unit in units {
        let needed = size(&unit);
        match bins.iter_mut().find(|(free, _)| *free >= needed) {
            Some((free, bin)) => {
                *free -= needed;
                bin.extend(unit);
            }
            None => bins.push((space.saturating_sub(needed), unit)),
        }
    }
    let mut bins: Vec<Vec<Item>> = bins.into_iter().map(|(_, bin)| bin).collect();
    for bin in &mut bins {
        bin.sort_by_key(|item| item.at);
    }
    bins.sort_by_key(|bin| bin.first().map(|item| item.at));
    bins
}

/// The items of each service as a unit, where there is space for them.
fn services(items: &[Item], space: usize) -> Vec<Vec<Item>> {
    let mut services: BTreeMap<&str, Vec<Item>> = BTreeMap::new();
    for item in items {
        services.entry(item.service()).or_default().push(item.clone());
    }
    let mut units = Vec::new();
    for (_, of_service) in services {
        if of_service.iter().map(|item| item.size).sum::<usize>() <= space {
            units.push(of_service);
        } else {
            units.extend(of_service.into_iter().map(|item| vec![item]));
        }
    }
    units
}

/// The items in order, each bin filled before the next is begun.
fn filled(items: Vec<Item>, space: usize, counts: Counts) -> Vec<Vec<Item>> {
    let mut bins: Vec<Vec<Item>> = vec![Vec::new()];
    let mut free = space;
    for item in items {
        let mut rest = Some(item);
        while let Some(item) = rest.take() {
            let (own, left) = if item.size <= free {
                (Some(item), None)
            } else if let Some((own, left)) = cut(&item, free, counts) {
                (Some(own), Some(left))
            } else if free == space {
                // Not even a bin of its own is large enough.
                (Some(item), None)
            } else {
                (None, Some(item))
            };
            if let Some(own) = own {
                free = free.saturating_sub(own.size);
                if let Some(bin) = bins.last_mut() {
                    bin.push(own);
                }
            }
            if left.is_some() {
                bins.push(Vec::new());
                free = space;
            }
            rest = left;
        }
    }
    bins
}

/// An item in pieces of which each fits, if they can be made.
fn pieces(item: Item, space: usize, counts: Counts) -> Vec<Item> {
    let mut pieces = Vec::new();
    let mut rest = item;
    while rest.size > space
        && let Some((own, left)) = cut(&rest, space, counts)
    {
        pieces.push(own);
        rest = left;
    }
    pieces.push(rest);
    pieces
}

/// A letter that may be put behind the Sid of a piece.
const LETTER: usize = 1;

/// As much of an item as there is space for, and the rest of it; none if that is nothing or all.
fn cut(item: &Item, space: usize, counts: Counts) -> Option<(Item, Item)> {
    let statement = &item.statement;
    let piece = |action: &[Spanned<ActionPattern>], resource: &[Spanned<ResourcePattern>]| {
        let statement =
            Statement { action: Some(list(action)), resource: Some(list(resource)), ..statement.clone() };
        let piece = Item::of(statement, item.at, counts);
        Item { size: piece.size + LETTER, ..piece }
    };
    let (actions, resources) = (statement.actions(), statement.resources());
    let resource = |each: &Spanned<ResourcePattern>| text_size(each.value.as_str(), counts) + 1;
    let action = |each: &Spanned<ActionPattern>| text_size(each.value.as_str(), counts) + 1;
    let free = space.saturating_sub(piece(actions, &[]).size);
    let longest = resources.iter().map(resource).max().unwrap_or_default();
    if resources.len() > 1 && longest <= free {
        let (own, left) = parted(resources, resource, free)?;
        return Some((piece(actions, own), piece(actions, left)));
    }
    let free = space.saturating_sub(piece(&[], resources).size);
    let (own, left) = parted(actions, action, free)?;
    Some((piece(own, resources), piece(left, resources)))
}

/// The first items, as many as there is space for, and the others; none if there are none of either.
fn parted<T>(items: &[T], size: impl Fn(&T) -> usize, space: usize) -> Option<(&[T], &[T])> {
    let mut free = space;
    let fits = |item: &T| {
        let left = free.checked_sub(size(item));
        free = left.unwrap_or(free);
        left.is_some()
    };
    let count = items.iter().map(fits).take_while(|fits| *fits).count();
    items.split_at_checked(count).filter(|(own, left)| !own.is_empty() && !left.is_empty())
}

fn list<T: Clone>(items: &[Spanned<T>]) -> Element<T> {
    Element::of(items.iter().map(|item| item.value.clone()))
}

/// The statements of a policy. Sids are unique within one: pieces of one statement that came to lie together are told apart.
fn with_own_sids(items: Vec<Item>) -> Vec<Statement> {
    let mut taken = BTreeSet::new();
    let mut statements: Vec<Statement> = items.into_iter().map(|item| item.statement).collect();
    for sid in statements.iter_mut().filter_map(|statement| statement.sid.as_mut()) {
        let mut letters = 'b'..='z';
        let own = sid.value.clone();
        while taken.contains(&sid.value)
            && let Some(letter) = letters.next()
        {
            sid.value = format!("{own}{letter}");
        }
        taken.insert(sid.value.clone());
    }
    statements
}
