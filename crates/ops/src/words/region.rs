//! A region of requests in words: who may do what on what, and when.

use policy::tree::{Operator, OperatorName, OperatorType, SetPrefix};
use prove::{KeyRegion, Limit, Region, Written};

use super::list::{joined, quoted, shortened};
use super::predicate::predicate;

/// How many actions, patterns and conditions are named.
const MOST: usize = 8;

/// The parts of the sentence about a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RegionWords {
    pub(crate) actions: String,
    /// `any resource`, `a except b`
    pub(crate) resources: String,
    /// Empty if nothing hangs on it.
    pub(crate) conditions: String,
    /// Empty if nothing hangs on it.
    pub(crate) caller: String,
}

impl RegionWords {
    /// `a on b, by c, only when d`.
    pub(crate) fn sentence(&self) -> String {
        let Self { actions, resources, conditions, caller } = self;
        let mut text = format!("{actions} on {resources}");
        if !caller.is_empty() {
            text.push_str(&format!(", by {caller}"));
        }
        if !conditions.is_empty() {
            text.push_str(&format!(", only when {conditions}"));
        }
        text
    }
}

pub(crate) fn region(region: &Region) -> RegionWords {
    RegionWords {
        actions: shortened(region.actions.iter().map(|action| quoted(action)), MOST, "and"),
        resources: limited(&region.resource, "any resource"),
        conditions: conditions(&region.keys),
        caller: caller(region),
    }
}

/// What lies within all limits: `a or b`, `what matches both a and b`, each perhaps `except c and d`.
fn limited(limits: &[Limit], anything: &str) -> String {
    let one = |limit: &Limit| shortened(limit.patterns.iter().map(|text| quoted(text)), MOST, "or");
    let within: Vec<_> = limits.iter().filter(|limit| limit.holds).map(one).collect();
    let left_out = limits.iter().filter(|limit| !limit.holds).flat_map(|limit| &limit.patterns);
    let left_out: Vec<_> = left_out.map(|text| quoted(text)).collect();
    let mut text = match within.as_slice() {
        [] => anything.to_owned(),
        [one] => one.clone(),
        several => format!("what matches {}", joined(several, "and also")),
    };
    if !left_out.is_empty() {
        text.push_str(&format!(" except {}", shortened(left_out.into_iter(), MOST, "and")));
    }
    text
}

fn caller(region: &Region) -> String {
    let kind = match region.caller.as_deref() {
        None => "callers",
        Some("anonymous") => return "anyone, without credentials".to_owned(),
        Some("root") => "the root user of an account",
        Some("user") => "a user",
        Some("role") => "a role",
        Some("federated user") => "a federated user",
        Some(name) => return named(name),
    };
    let limits = &region.principal;
    if limits.is_empty() {
        return region.caller.as_ref().map_or(String::new(), |_| kind.to_owned());
    }
    match limits.iter().any(|limit| limit.holds) {
        true => format!("{kind} whose ARN is {}", limited(limits, "any")),
        false => limited(limits, kind),
    }
}

/// A session, a service or an identity provider.
fn named(name: &str) -> String {
    if name.contains(":assumed-role/") {
        format!("the role session {}", quoted(name))
    } else if name.ends_with(".amazonaws.com") || name.ends_with(".amazonaws.com.cn") {
        format!("the service {}", quoted(name))
    } else {
        format!("users of {}", quoted(name))
    }
}

fn conditions(keys: &[KeyRegion]) -> String {
    let clauses: Vec<_> = keys.iter().flat_map(clauses).collect();
    shortened(clauses.into_iter(), MOST, "and")
}

fn clauses(key: &KeyRegion) -> Vec<String> {
    let what = quoted(&key.key);
    if key.present == Some(false) {
        return vec![format!("{what} is absent")];
    }
    let is_there = key.present == Some(true);
    let mut clauses: Vec<_> =
        key.conditions.iter().map(|(written, holds)| clause(&what, written, *holds, is_there)).collect();
    if clauses.is_empty() && is_there {
        clauses.push(format!("{what} is present"));
    }
    clauses
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
    match (operator.set, holds) {
        (None, _) => {
            let said = match (holds, opposite) {
                (true, _) => says(name),
                (false, Some(opposite)) => says(opposite),
                (false, None) => format!("does not pass {} {}", quoted(&written.operator), or(&written.values)),
            };
            format!("{what} {said}{}", if may_be_absent { " (or is absent)" } else { "" })
        }
        (Some(SetPrefix::ForAllValues), true) => {
            format!("every value of {what} {}{}", says(name), if may_be_absent { " (or there is none)" } else { "" })
        }
        (Some(SetPrefix::ForAnyValue), true) => {
            format!("at least one value of {what} {}{}", says(name), if may_be_absent { " (or there is none)" } else { "" })
        }
        (Some(SetPrefix::ForAllValues), false) => match opposite {
            Some(opposite) => format!("at least one value of {what} {}", says(opposite)),
            None => format!("not every value of {what} {}", says(name)),
        },
        (Some(SetPrefix::ForAnyValue), false) => {
            let tail = if may_be_absent { " (or there is none)" } else { "" };
            format!("no value of {what} {}{tail}", says(name))
        }
    }
}

/// The operator that says no where this one says yes, of values that can be compared at all. Of several values one must be less,
/// so with several there is no one word for the opposite.
fn opposite(name: OperatorName, values: usize) -> Option<OperatorName> {
    use OperatorName as Name;
    Some(match name {
        Name::StringEquals => Name::StringNotEquals,
        Name::StringNotEquals => Name::StringEquals,
        Name::StringEqualsIgnoreCase => Name::StringNotEqualsIgnoreCase,
        Name::StringNotEqualsIgnoreCase => Name::StringEqualsIgnoreCase,
        Name::StringLike => Name::StringNotLike,
        Name::StringNotLike => Name::StringLike,
        Name::NumericEquals | Name::Bool | Name::Null => Name::NumericNotEquals,
        Name::NumericNotEquals => Name::NumericEquals,
        Name::DateEquals => Name::DateNotEquals,
        Name::DateNotEquals => Name::DateEquals,
        Name::IpAddress => Name::NotIpAddress,
        Name::NotIpAddress => Name::IpAddress,
        Name::ArnEquals | Name::ArnLike => Name::ArnNotLike,
        Name::ArnNotEquals | Name::ArnNotLike => Name::ArnLike,
        Name::NumericLessThan if values == 1 => Name::NumericGreaterThanEquals,
        Name::NumericLessThanEquals if values == 1 => Name::NumericGreaterThan,
        Name::NumericGreaterThan if values == 1 => Name::NumericLessThanEquals,
        Name::NumericGreaterThanEquals if values == 1 => Name::NumericLessThan,
        Name::DateLessThan if values == 1 => Name::DateGreaterThanEquals,
        Name::DateLessThanEquals if values == 1 => Name::DateGreaterThan,
        Name::DateGreaterThan if values == 1 => Name::DateLessThanEquals,
        Name::DateGreaterThanEquals if values == 1 => Name::DateLessThan,
        _ => return None,
    })
}

/// Figures and truth values speak for themselves.
fn values(name: OperatorName, values: &[String]) -> Vec<String> {
    let is_bare = |text: &str| {
        !text.is_empty() && text.len() < 40 && text.chars().all(|letter| letter.is_ascii_alphanumeric() || ".-+".contains(letter))
    };
    let numeric = matches!(name.value_type(), OperatorType::Bool | OperatorType::Numeric);
    values.iter().map(|text| if numeric && is_bare(text) { text.clone() } else { quoted(text) }).collect()
}

fn or(values: &[String]) -> String {
    shortened(values.iter().map(|value| quoted(value)), MOST, "or")
}
