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

#[cfg(test)]
mod tests {
    use super::*;

    type Given<'a> = (&'a str, &'a [&'a str], bool);

    fn words(key: &str, conditions: &[Given<'_>], present: Option<bool>) -> String {
        let written = |(operator, values, holds): &Given<'_>| {
            let values = values.iter().map(|value| (*value).to_owned()).collect();
            (Written { operator: (*operator).to_owned(), values }, *holds)
        };
        standing(&[KeyRegion {
            key: key.to_owned(),
            conditions: conditions.iter().map(written).collect(),
            present,
        }])
    }

    #[test]
    fn a_key_alone_is_there_or_not() {
        assert_eq!(words("aws:PrincipalOrgID", &[], Some(false)), "`aws:PrincipalOrgID` is absent");
        assert_eq!(words("aws:PrincipalOrgID", &[], Some(true)), "`aws:PrincipalOrgID` is present");
        assert_eq!(words("aws:PrincipalOrgID", &[], None), "");
        assert_eq!(standing(&[]), "");
    }

    #[test]
    fn conditions_that_hold_and_such_that_do_not() {
        let there = Some(true);
        let cases: &[(Given<'_>, Option<bool>, &str)] = &[
            (("StringEquals", &["a", "b"], true), there, "is `a` or `b`"),
            (("StringEquals", &["a"], false), None, "is not `a` (or is absent)"),
            (("StringEquals", &["a"], false), there, "is not `a`"),
            (("StringNotEquals", &["a", "b"], true), None, "is neither `a` nor `b` (or is absent)"),
            (("StringNotEquals", &["a"], false), there, "is `a`"),
            (("StringEqualsIfExists", &["a"], true), None, "is `a` (or is absent)"),
            (("StringEqualsIfExists", &["a"], false), there, "is not `a`"),
            (("StringEqualsIgnoreCase", &["a"], true), there, "is `a` in any letter case"),
            (("StringEqualsIgnoreCase", &["a"], false), there, "is not `a` in any letter case"),
            (("StringLike", &["a*"], true), there, "matches `a*`"),
            (("StringLike", &["a*"], false), None, "does not match `a*` (or is absent)"),
            (("StringNotLike", &["a*", "b"], false), there, "matches `a*` or `b`"),
            (("ArnLike", &["arn:aws:s3:::*"], false), None, "does not match `arn:aws:s3:::*` (or is absent)"),
            (("ArnNotEquals", &["arn:aws:s3:::b"], false), there, "is `arn:aws:s3:::b`"),
            (("NumericLessThan", &["5"], true), there, "is less than 5"),
            (("NumericLessThan", &["5"], false), None, "is at least 5 (or is absent)"),
            (("NumericGreaterThanEquals", &["5"], false), there, "is less than 5"),
            (("NumericLessThan", &["5", "7"], false), there, "does not pass `NumericLessThan` with 5 or 7"),
            (("NumericNotEquals", &["5"], false), there, "is 5"),
            (("DateGreaterThan", &["2026-01-01T00:00:00Z"], true), there, "is after `2026-01-01T00:00:00Z`"),
            (
                ("DateGreaterThan", &["2026-01-01T00:00:00Z"], false),
                there,
                "is at or before `2026-01-01T00:00:00Z`",
            ),
            (("Bool", &["true"], true), there, "is true"),
            (("Bool", &["true"], false), None, "is not true (or is absent)"),
            (("IpAddress", &["10.0.0.0/8"], false), there, "is not in `10.0.0.0/8`"),
            (("NotIpAddress", &["10.0.0.0/8"], false), there, "is in `10.0.0.0/8`"),
            (("BinaryEquals", &["YQ=="], true), there, "is, in Base64, `YQ==`"),
            (("BinaryEquals", &["YQ=="], false), there, "does not pass `BinaryEquals` with `YQ==`"),
            (("Loud", &["a"], true), there, "passes `Loud`"),
            (("Loud", &["a"], false), there, "does not pass `Loud`"),
        ];
        for (condition, present, expected) in cases {
            assert_eq!(words("k", &[*condition], *present), format!("`k` {expected}"), "{condition:?}");
        }
    }

    #[test]
    fn set_operators_speak_of_every_value_or_of_some() {
        let cases: &[(Given<'_>, &str)] = &[
            (
                ("ForAllValues:StringEquals", &["a", "b"], true),
                "every value of `k` is `a` or `b` (or there is none)",
            ),
            (("ForAllValues:StringEquals", &["a"], false), "at least one value of `k` is not `a`"),
            (("ForAllValues:StringNotLike", &["a*"], false), "at least one value of `k` matches `a*`"),
            (("ForAllValues:BinaryEquals", &["YQ=="], false), "not every value of `k` is, in Base64, `YQ==`"),
            (("ForAnyValue:StringLike", &["a*"], true), "at least one value of `k` matches `a*`"),
            (("ForAnyValue:StringEquals", &["a"], false), "every value of `k` is not `a` (or there is none)"),
            (
                ("ForAnyValue:StringEqualsIfExists", &["a"], true),
                "at least one value of `k` is `a` (or there is none)",
            ),
        ];
        for (condition, expected) in cases {
            assert_eq!(words("k", &[*condition], None), *expected, "{condition:?}");
        }
    }

    #[test]
    fn comparisons_of_one_key_are_taken_together() {
        let cases: &[(&[Given<'_>], &str)] = &[
            (&[("StringEquals", &["a", "b"], true), ("StringEquals", &["a"], false)], "`k` is `b`"),
            (&[("StringEquals", &["a", "b"], true), ("StringNotEquals", &["b"], true)], "`k` is `a`"),
            (
                &[("StringNotEquals", &["a"], true), ("StringEquals", &["b", "a"], false)],
                "`k` is neither `a` nor `b` (or is absent)",
            ),
            (
                &[("StringEquals", &["a"], true), ("StringLike", &["a*"], true)],
                "`k` is `a` and `k` matches `a*`",
            ),
            (
                &[("NumericLessThan", &["9"], true), ("NumericLessThan", &["5"], false)],
                "`k` is less than 9 and `k` is at least 5 (or is absent)",
            ),
            (&[("StringEquals", &["${aws:username}"], true)], "`k` is `${aws:username}`"),
        ];
        for (conditions, expected) in cases {
            assert_eq!(words("k", conditions, None), *expected, "{conditions:?}");
        }
    }
}
