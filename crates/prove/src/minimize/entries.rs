//! Entries of lists and conditions that change nothing.

use policy::tree::Statement;

use super::bench::Bench;
use super::overlap::{actions_meet, resources_meet};
use super::slot::{Slot, named, without_condition};
use super::{Dropped, Step, Why};

/// The statements beside one: those of its effect that may say what it says, and those that deny.
pub(super) struct Beside<'a> {
    pub(super) same: Vec<&'a Statement>,
    pub(super) denies: Vec<&'a Statement>,
}

/// The statement without what changes nothing in it.
pub(super) fn without_needless(
    statement: &Statement,
    beside: &Beside<'_>,
    bench: &mut Bench<'_>,
    steps: &mut Vec<Step>,
) -> Statement {
    let mut left = statement.clone();
    for slot in Slot::ELEMENTS {
        for at in (0..slot.length(&left)).rev() {
            if slot.length(&left) < 2 || bench.is_spent() {
                break;
            }
            let shorter = slot.without(&left, at);
            let why = if slot.narrows() {
                let piece = slot.retain(&left, |place| place == at);
                narrower(&piece, &left, slot, at, beside, bench)
            } else {
                said(&shorter, &left, beside, bench)
            };
            if let Some(why) = why {
                steps.push(Step::of(&left, slot.dropped(&left, at), why));
                left = shorter;
            }
        }
    }
    without_conditions(&mut left, beside, bench, steps);
    without_values(&mut left, beside, bench, steps);
    left
}

fn without_conditions(
    left: &mut Statement,
    beside: &Beside<'_>,
    bench: &mut Bench<'_>,
    steps: &mut Vec<Step>,
) {
    for slot in Slot::of_values(left).into_iter().rev() {
        let Slot::Values { block, entry } = slot else { continue };
        if bench.is_spent() {
            return;
        }
        let wider = without_condition(left, block, entry);
        if let Some(why) = said(&wider, left, beside, bench) {
            let (operator, key, _) = named(left, block, entry);
            steps.push(Step::of(left, Dropped::Condition { operator, key }, why));
            *left = wider;
        }
    }
}

fn without_values(left: &mut Statement, beside: &Beside<'_>, bench: &mut Bench<'_>, steps: &mut Vec<Step>) {
    for slot in Slot::of_values(left) {
        for at in (0..slot.length(left)).rev() {
            if slot.length(left) < 2 || bench.is_spent() {
                break;
            }
            let changed = slot.without(left, at);
            let Some(why) = said(left, &changed, beside, bench) else { continue };
            if let Some(back) = said(&changed, left, beside, bench) {
                let why = if why == Why::SaidByRest { back } else { why };
                steps.push(Step::of(left, slot.dropped(left, at), why));
                *left = changed;
            }
        }
    }
}

/// Why what `piece` says is said by `rest` or by the statements beside it.
fn said(piece: &Statement, rest: &Statement, beside: &Beside<'_>, bench: &mut Bench<'_>) -> Option<Why> {
    if bench.is_covered(piece, &[rest], &[]) {
        return Some(Why::SaidByRest);
    }
    if beside.same.is_empty() && beside.denies.is_empty() {
        return None;
    }
    let by: Vec<_> = std::iter::once(rest).chain(beside.same.iter().copied()).collect();
    bench.why(piece, &by, &beside.denies)
}

/// The same for one entry of a list, of which only the entries count that it meets.
fn narrower(
    piece: &Statement,
    whole: &Statement,
    slot: Slot,
    at: usize,
    beside: &Beside<'_>,
    bench: &mut Bench<'_>,
) -> Option<Why> {
    bench.charge(slot.length(whole));
    let rest = slot.retain(whole, |place| place != at && entries_meet(whole, slot, at, place));
    if slot.length(&rest) > 0 {
        return said(piece, &rest, beside, bench);
    }
    let is_alone = |others: &[&Statement]| !others.iter().any(|other| super::overlap::meet(piece, other));
    if is_alone(&beside.same) && (is_alone(&beside.denies) || piece.denies()) {
        return None;
    }
    bench.why(piece, &beside.same, &beside.denies)
}

fn entries_meet(statement: &Statement, slot: Slot, one: usize, other: usize) -> bool {
    let is_action = slot == Slot::Action;
    let (actions, resources) = (statement.actions(), statement.resources());
    match (actions.get(one), actions.get(other), resources.get(one), resources.get(other)) {
        (Some(one), Some(other), ..) if is_action => actions_meet(&one.value, &other.value),
        (_, _, Some(one), Some(other)) if !is_action => resources_meet(&one.value, &other.value),
        _ => true,
    }
}
