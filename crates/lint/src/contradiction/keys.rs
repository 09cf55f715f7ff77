//! What a statement asks of each key, gathered and held against itself.

use std::collections::HashMap;

use policy::tree::{Condition, ConditionEntry, Operator, OperatorName, OperatorType, Statement, Template};

use super::{address, interval, words};
use crate::budget::Budget;
use crate::constraint;

/// A condition that cannot hold together with others of the same statement.
pub(crate) struct Contradiction<'a> {
    pub(crate) entry: &'a ConditionEntry,
    pub(crate) others: Vec<&'a ConditionEntry>,
    pub(crate) why: String,
}

/// A condition on one key: what a request's only value is compared with.
pub(super) type Test<'a> = (OperatorName, &'a ConditionEntry);

/// Whether no value meets all the tests; not where the budget does not reach to know.
type ExcludeEachOther = fn(&[Test<'_>], &Budget) -> bool;

/// A condition with its operator.
type Asked<'a> = (&'a Operator, &'a ConditionEntry);

/// All of them, by key in the order written.
pub(crate) fn contradictions<'a>(statement: &'a Statement, budget: &Budget) -> Vec<Contradiction<'a>> {
    let entries: Vec<_> = statement.condition.iter().flat_map(Condition::entries).collect();
    if entries.len() < 2 {
        return Vec::new();
    }
    let demanded = constraint::demanded(statement);
    let mut found: Vec<_> = by_key(&entries)
        .iter()
        .filter_map(|(key, same)| of_key(same, demanded.contains(key), budget))
        .collect();
    found.extend(of_networks(statement));
    found
}

/// Conditions with the same key, which is given in lower case, in the order of the first of each.
fn by_key<'a>(entries: &[Asked<'a>]) -> Vec<(String, Vec<Asked<'a>>)> {
    let mut groups: Vec<(String, Vec<Asked<'a>>)> = Vec::new();
    let mut places = HashMap::new();
    for asked in entries {
        let key = asked.1.key.value.text.to_ascii_lowercase();
        let place = *places.entry(key.clone()).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, same)) => same.push(*asked),
            None => groups.push((key, vec![*asked])),
        }
    }
    groups
}

/// What is wrong with the conditions on one key, of which it is known whether a request must have it.
fn of_key<'a>(entries: &[Asked<'a>], is_present: bool, budget: &Budget) -> Option<Contradiction<'a>> {
    let key = &entries.first()?.1.key.value.text;
    if entries.len() < 2 || !entries.iter().all(|(operator, entry)| is_known(operator, entry)) {
        return None;
    }
    let absent = entries.iter().find(|(operator, entry)| {
        operator.name == Some(OperatorName::Null)
            && constraint::only_value(entry).is_some_and(|value| value == "true")
    });
    if let (Some((_, absent)), true) = (absent, is_present) {
        let others = entries.iter().map(|(_, entry)| *entry).filter(|entry| entry.span != absent.span);
        let why = format!("`{key}` cannot be absent and have a value at once");
        return Some(Contradiction { entry: absent, others: others.collect(), why });
    }
    // A key that may be absent meets all the others by being absent; one with several values may meet each with another value.
    let is_single = entries.iter().all(|(operator, _)| operator.set.is_none());
    if !is_present || !is_single {
        return None;
    }
    let tests: Vec<Test<'a>> =
        entries.iter().filter_map(|(operator, entry)| Some((operator.name?, *entry))).collect();
    let of = |types: &[OperatorType]| -> Vec<Test<'a>> {
        tests.iter().filter(|(name, _)| types.contains(&name.value_type())).copied().collect()
    };
    let checks: [(&[OperatorType], ExcludeEachOther); 5] = [
        (&[OperatorType::String, OperatorType::Arn], words::exclude_each_other),
        (&[OperatorType::Numeric], interval::numbers_exclude_each_other),
        (&[OperatorType::Date], interval::dates_exclude_each_other),
        (&[OperatorType::IpAddress], address::exclude_each_other),
        (&[OperatorType::Bool], flags_exclude_each_other),
    ];
    checks.into_iter().find_map(|(types, exclude_each_other)| {
        let tests = of(types);
        if tests.len() < 2 || !exclude_each_other(&tests, budget) {
            return None;
        }
        let (last, others) = tests.split_last()?;
        let others = others.iter().map(|(_, entry)| *entry).collect();
        Some(Contradiction {
            entry: last.1,
            others,
            why: format!("no value of `{key}` meets all that is asked of it"),
        })
    })
}

/// A request through a VPC endpoint has no `aws:SourceIp`.
///
/// Source: the IAM User Guide, "AWS global condition context keys", under `aws:SourceIp`.
fn of_networks(statement: &Statement) -> Option<Contradiction<'_>> {
    const VIA_ENDPOINT: [&str; 3] = ["aws:SourceVpce", "aws:SourceVpc", "aws:VpcSourceIp"];
    let entry_of = |key: &str| {
        let demanded = constraint::demands_presence(statement, key);
        constraint::entries(statement, key).next().filter(|_| demanded).map(|(_, entry)| entry)
    };
    let source = entry_of("aws:SourceIp")?;
    let endpoint = VIA_ENDPOINT.into_iter().find_map(entry_of)?;
    let why = format!(
        "a request that comes through a VPC endpoint, and so has `{}`, has no `aws:SourceIp`",
        endpoint.key.value.text
    );
    Some(Contradiction { entry: source, others: vec![endpoint], why })
}

fn flags_exclude_each_other(tests: &[Test<'_>], _: &Budget) -> bool {
    let takes = |entry: &ConditionEntry, flag| {
        entry.values.iter().any(|value| value.value.text().eq_ignore_ascii_case(flag))
    };
    !["true", "false"].into_iter().any(|flag| tests.iter().all(|(_, entry)| takes(entry, flag)))
}

/// Whether all of it can be read: no variables, nothing of the wrong type.
fn is_known(operator: &Operator, entry: &ConditionEntry) -> bool {
    let is_literal = entry.values.iter().all(|value| {
        let text = value.value.text();
        !text.contains("${") || !Template::parse(&text).has_variables()
    });
    operator.name.is_some() && entry.misplaced.is_empty() && !entry.values.is_empty() && is_literal
}
