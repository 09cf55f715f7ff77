//! Statements that differ in one list become one with both lists.

use std::collections::BTreeMap;

use policy::tree::{Element, Form, Statement};
use policy::write::{Style, write};

use super::bench::Bench;
use super::slot::Slot;
use super::{Dropped, Step, Why};

/// Joins what differs in `Action` alone, then what differs in `Resource` alone. Of two, the one with a Sid stays, else the first.
pub(super) fn merged(
    mut statements: Vec<Statement>,
    bench: &mut Bench<'_>,
    steps: &mut Vec<Step>,
) -> Vec<Statement> {
    for slot in [Slot::Action, Slot::Resource] {
        let mut kept: Vec<Option<Statement>> = Vec::with_capacity(statements.len());
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for statement in statements {
            let place = kept.len();
            if slot.length(&statement) == 0 || !bench.may_touch(&statement) {
                kept.push(Some(statement));
                continue;
            }
            let key = without(&statement, slot);
            let known = places.get(&key).copied();
            let earlier = known.and_then(|place| kept.get_mut(place)).and_then(Option::take);
            let (Some(at), Some(earlier)) = (known, earlier) else {
                places.insert(key, place);
                kept.push(Some(statement));
                continue;
            };
            let is_later_named = earlier.sid.is_none() && statement.sid.is_some();
            let (into, gone) = if is_later_named { (&statement, &earlier) } else { (&earlier, &statement) };
            let joined = joined(into, gone, slot);
            let parts = [into, gone];
            let is_proved = bench.is_covered(&joined, &parts, &[])
                && parts.iter().all(|part| bench.is_covered(part, &[&joined], &[]));
            if !is_proved {
                if let Some(hole) = kept.get_mut(at) {
                    *hole = Some(earlier);
                }
                kept.push(Some(statement));
                continue;
            }
            let why = Why::MergedInto { label: into.label(), element: slot.element() };
            steps.push(Step::of(gone, Dropped::Statement, why));
            if is_later_named {
                places.insert(key, place);
                kept.push(Some(joined));
            } else if let Some(hole) = kept.get_mut(at) {
                *hole = Some(joined);
            }
        }
        statements = kept.into_iter().flatten().collect();
    }
    statements
}

/// What two statements must have in common.
fn without(statement: &Statement, slot: Slot) -> String {
    let mut rest = statement.clone();
    rest.sid = None;
    match slot {
        Slot::Action => rest.action = None,
        _ => rest.resource = None,
    }
    write(&rest.to_node(), Style::Minified)
}

fn joined(into: &Statement, gone: &Statement, slot: Slot) -> Statement {
    let mut joined = into.clone();
    match slot {
        Slot::Action => extend(joined.action.as_mut(), gone.action.as_ref(), policy::ActionPattern::as_str),
        _ => extend(joined.resource.as_mut(), gone.resource.as_ref(), policy::ResourcePattern::as_str),
    }
    joined
}

fn extend<T: Clone>(list: Option<&mut Element<T>>, more: Option<&Element<T>>, text: impl Fn(&T) -> &str) {
    let (Some(list), Some(more)) = (list, more) else { return };
    for item in &more.items {
        if list.items.iter().all(|known| text(&known.value) != text(&item.value)) {
            list.items.push(item.clone());
        }
    }
    if list.items.len() > 1 {
        list.form = Form::List;
    }
}
