//! What must hold of the keys of a region, in words: conditions of the policies that hold, and such that do not.

use policy::tree::{Operator, OperatorName, OperatorType, SetPrefix};
use prove::{KeyRegion, Written};

use super::list::{quoted, shortened};
use super::predicate::predicate;

/// How many conditions are told.
const MOST: usize = 8;

/// Every condition at once. Empty if there is none.
pub(super) fn standing(keys: &[KeyRegion]) -> String {
    let clauses: Vec<_> = keys.iter().flat_map(clauses).collect();
    shortened(clauses.into_iter(), MOST, "and")
}

fn clauses(key: &KeyRegion) -> Vec<String> {
    let what = quoted(&key.key);
    if key.present == Some(false) {
        return vec![format!("{what} is absent")];
    }
    let is_there = key.present == Some(true);
    let (plain, others) = plain(key);
    let mut clauses = Vec::new();
    let literals = |values: Vec<String>| values.iter().map(|value| quoted(value)).collect();
    match plain {
        Plain::Nothing => {}
        Plain::Is(values) => {
            clauses.push(format!("{what} {}", predicate(OperatorName::StringEquals, literals(values), false)))
        }
        Plain::IsNot(values) => {
            let said = predicate(OperatorName::StringNotEquals, literals(values), false);
            clauses.push(format!("{what} {said}{}", if is_there { "" } else { OR_ABSENT }));
        }
    }
    for (written, holds) in others {
        let clause = clause(&what, written, holds, is_there);
        if !clauses.contains(&clause) {
            clauses.push(clause);
        }
    }
    if clauses.is_empty() && is_there {
        clauses.push(format!("{what} is present"));
    }
    clauses
}

const OR_ABSENT: &str = " (or is absent)";
const OR_NONE: &str = " (or there is none)";

/// What all plain comparisons with whole texts come to.
enum Plain {
    Nothing,
    Is(Vec<String>),
    IsNot(Vec<String>),
}

/// Takes plain comparisons together: one of `a` and `b`, and not `a`, is `b`.
fn plain(key: &KeyRegion) -> (Plain, Vec<(&Written, bool)>) {
    let (mut is, mut is_not, mut others) = (None::<Vec<String>>, Vec::new(), Vec::new());
    for (written, holds) in &key.conditions {
        let operator = Operator::parse_ignoring_case(&written.operator);
        let has_variable = written.values.iter().any(|value| value.contains("${"));
        let positive = match operator.name {
            Some(OperatorName::StringEquals) => *holds,
            Some(OperatorName::StringNotEquals) => !*holds,
            _ => {
                others.push((written, *holds));
                continue;
            }
        };
        // Without the key, `IfExists` says yes; then it is no list of values.
        if operator.set.is_some() || operator.if_exists || has_variable || written.values.is_empty() {
            others.push((written, *holds));
        } else if positive {
            is = Some(match is {
                None => written.values.clone(),
                Some(is) => is.into_iter().filter(|value| written.values.contains(value)).collect(),
            });
        } else {
            let new = written.values.iter().filter(|value| !is_not.contains(*value)).cloned();
            let new: Vec<_> = new.collect();
            is_not.extend(new);
        }
    }
    let plain = match is {
        Some(is) => Plain::Is(is.into_iter().filter(|value| !is_not.contains(value)).collect()),
        None if is_not.is_empty() => Plain::Nothing,
        None => Plain::IsNot(is_not),
    };
    (plain, others)
}

/// That a condition of a policy holds, or that it does not.
fn clause(what: &str, written: &Written, holds: bool, is_there: bool) -> String {
    let operator = Operator::parse_ignoring_case(&written.operator);
    let Some(name) = operator.name.filter(|_| !written.values.is_empty()) else {
        let verb = if holds { "passes" } else { "does not pass" };
        return format!("{what} {verb} {}", quoted(&written.operator));
    };
    let wild = name.takes_wildcards() && written.values.iter().any(|value| value.contains(['*', '?']));
    let says = |name| predicate(name, values(name, &written.values), wild);
    let opposite = opposite(name, written.values.len());
    let passes_without_key = match operator.set {
        Some(SetPrefix::ForAllValues) => true,
        Some(SetPrefix::ForAnyValue) => operator.if_exists,
        None => operator.if_exists || name.is_negated(),
    };
    let may_be_absent = !is_there && passes_without_key == holds;
    let tail = match (may_be_absent, operator.set) {
        (false, _) => "",
        (true, None) => OR_ABSENT,
        (true, Some(_)) => OR_NONE,
    };
    match (operator.set, holds, opposite) {
        (None, true, _) => format!("{what} {}{tail}", says(name)),
        (None, false, Some(opposite)) => format!("{what} {}{tail}", says(opposite)),
        (None, false, None) => {
            let values = shortened(values(name, &written.values).into_iter(), MOST, "or");
            format!("{what} does not pass {} with {values}{tail}", quoted(&written.operator))
        }
        (Some(SetPrefix::ForAllValues), true, _) => format!("every value of {what} {}{tail}", says(name)),
        (Some(SetPrefix::ForAllValues), false, Some(opposite)) => {
            format!("at least one value of {what} {}", says(opposite))
        }
        (Some(SetPrefix::ForAllValues), false, None) => format!("not every value of {what} {}", says(name)),
        (Some(SetPrefix::ForAnyValue), true, _) => {
            format!("at least one value of {what} {}{tail}", says(name))
        }
        (Some(SetPrefix::ForAnyValue), false, Some(opposite)) => {
            format!("every value of {what} {}{tail}", says(opposite))
        }
        (Some(SetPrefix::ForAnyValue), false, None) => format!("no value of {what} {}{tail}", says(name)),
    }
}

/// The operator that says no where this one says yes, of values that can be compared at all. Less than one of several is less than
/// the greatest, for which there is no one word.
fn opposite(name: OperatorName, values: usize) -> Option<OperatorName> {
    use OperatorName as Name;
    const PAIRS: [(Name, Name); 12] = [
        (Name::StringEquals, Name::StringNotEquals),
        (Name::StringEqualsIgnoreCase, Name::StringNotEqualsIgnoreCase),
        (Name::StringLike, Name::StringNotLike),
        (Name::NumericEquals, Name::NumericNotEquals),
        (Name::DateEquals, Name::DateNotEquals),
        (Name::IpAddress, Name::NotIpAddress),
        (Name::ArnLike, Name::ArnNotLike),
        (Name::ArnEquals, Name::ArnNotEquals),
        (Name::NumericLessThan, Name::NumericGreaterThanEquals),
        (Name::NumericLessThanEquals, Name::NumericGreaterThan),
        (Name::DateLessThan, Name::DateGreaterThanEquals),
        (Name::DateLessThanEquals, Name::DateGreaterThan),
    ];
    let is_order = |name: Name| {
        let text = name.text();
        text.contains("Less") || text.contains("Greater")
    };
    if name == Name::Bool {
        // In words the same as of numbers: `is not true`.
        return Some(Name::NumericNotEquals);
    }
    let (one, other) = PAIRS.into_iter().find(|(one, other)| [*one, *other].contains(&name))?;
    let opposite = if one == name { other } else { one };
    (values == 1 || !is_order(name)).then_some(opposite)
}

/// Figures and truth values speak for themselves.
fn values(name: OperatorName, values: &[String]) -> Vec<String> {
    let is_bare = |text: &str| {
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || ".-+".contains(letter);
        !text.is_empty() && text.len() < 40 && text.chars().all(is_plain)
    };
    let speaks = matches!(name.value_type(), OperatorType::Bool | OperatorType::Numeric);
    values.iter().map(|text| if speaks && is_bare(text) { text.clone() } else { quoted(text) }).collect()
}
