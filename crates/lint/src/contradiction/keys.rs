//! What a statement asks of each key, gathered and held against itself.

use policy::tree::{Condition, ConditionEntry, Operator, OperatorName, OperatorType, Statement, Template};

use super::{address, interval, words};
use crate::constraint;

/// A condition that cannot hold together with others of the same statement.
pub(crate) struct Contradiction<'a> {
    pub(crate) entry: &'a ConditionEntry,
    pub(crate) others: Vec<&'a ConditionEntry>,
    pub(crate) why: String,
}

/// A condition on one key: what a request's only value is compared with.
pub(super) type Test<'a> = (OperatorName, &'a ConditionEntry);

/// Whether no value meets all the tests.
type ExcludeEachOther = fn(&[Test<'_>]) -> bool;

/// All of them, by key in the order written.
pub(crate) fn contradictions(statement: &Statement) -> Vec<Contradiction<'_>> {
    let entries: Vec<_> = statement.condition.iter().flat_map(Condition::entries).collect();
    if entries.len() < 2 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (place, (_, entry)) in entries.iter().enumerate() {
        let key = &entry.key.value;
        let is_first = entries.iter().take(place).all(|(_, before)| !before.key.value.is(&key.text));
        if is_first {
            let same: Vec<_> =
                entries.iter().filter(|(_, other)| other.key.value.is(&key.text)).copied().collect();
            found.extend(of_key(statement, &key.text, &same));
        }
    }
    found.extend(of_networks(statement));
    found
}

fn of_key<'a>(
    statement: &Statement,
    key: &str,
    entries: &[(&'a Operator, &'a ConditionEntry)],
) -> Option<Contradiction<'a>> {
    if entries.len() < 2 || !entries.iter().all(|(operator, entry)| is_known(operator, entry)) {
        return None;
    }
    let is_present = constraint::demands_presence(statement, key);
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
        if tests.len() < 2 || !exclude_each_other(&tests) {
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

fn flags_exclude_each_other(tests: &[Test<'_>]) -> bool {
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
