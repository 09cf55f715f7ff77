//! When a statement holds, in words.

use catalog::Catalog;
use policy::tree::{Condition, ConditionEntry, Operator, OperatorName, OperatorType, SetPrefix};

use super::key::subject;
use super::list::{quoted, shortened};
use super::predicate::predicate;
use super::value::{has_wildcard, value};

/// How many conditions of a statement are told.
const MOST: usize = 12;

/// Keys whose being true or false is a sentence of its own.
const FACTS: &[(&str, &str, &str)] = &[
    ("aws:SecureTransport", "the request uses TLS", "the request does not use TLS"),
    ("aws:MultiFactorAuthPresent", "the caller signed in with MFA", "the caller signed in without MFA"),
    (
        "aws:ViaAWSService",
        "an AWS service makes the request for the caller",
        "the caller makes the request itself",
    ),
    ("aws:PrincipalIsAWSService", "the caller is an AWS service", "the caller is not an AWS service"),
];

/// What must be so: every condition at once. Empty if there is none.
pub(super) fn clauses(condition: &Condition, variables: bool, catalog: &Catalog) -> String {
    let entries: Vec<_> = condition.entries().collect();
    let told = entries.iter().map(|(operator, entry)| clause(operator, entry, variables, catalog));
    shortened(told, MOST, "and")
}

fn clause(operator: &Operator, entry: &ConditionEntry, variables: bool, catalog: &Catalog) -> String {
    let operator = Operator::parse_ignoring_case(&operator.text);
    let key = &entry.key.value;
    let what = subject(key);
    let Some(name) = operator.name else {
        return format!("{what} passes {}", quoted(&operator.text));
    };
    if entry.values.is_empty() {
        return format!("{what} passes {} with no value to compare", quoted(&operator.text));
    }
    if name == OperatorName::Null {
        return null(&what, entry);
    }
    let always = catalog.global_key(&key.text).is_some_and(catalog::GlobalKey::is_always_present);
    let held_when_absent = match operator.set {
        Some(SetPrefix::ForAllValues) => true,
        Some(SetPrefix::ForAnyValue) => operator.if_exists,
        None => operator.if_exists || name.is_negated(),
    };
    let tail = match (held_when_absent && !always, operator.set) {
        (false, _) => "",
        (true, None) => " (or is absent)",
        (true, Some(_)) => " (or there is none)",
    };
    if let (Some(fact), None) = (fact(name, entry), operator.set) {
        return format!(
            "{fact} ({}){}",
            quoted(&key.text),
            if tail.is_empty() { "" } else { " (or it is absent)" }
        );
    }
    let said = predicate(name, values(name, entry, variables), is_wild(name, entry, variables));
    match operator.set {
        None => format!("{what} {said}{tail}"),
        Some(SetPrefix::ForAllValues) => format!("every value of {what} {said}{tail}"),
        Some(SetPrefix::ForAnyValue) => format!("at least one value of {what} {said}{tail}"),
    }
}

/// The key is there or not; the operator knows neither set prefixes nor `IfExists`.
fn null(what: &str, entry: &ConditionEntry) -> String {
    let asks = |word: &str| entry.values.iter().any(|value| value.value.text().eq_ignore_ascii_case(word));
    match (asks("true"), asks("false")) {
        (true, false) => format!("{what} is absent"),
        (false, true) => format!("{what} is present"),
        (true, true) => format!("{what} is present or absent"),
        (false, false) => format!("{what} passes `Null` with values that are neither `true` nor `false`"),
    }
}

fn fact(name: OperatorName, entry: &ConditionEntry) -> Option<&'static str> {
    let [only] = entry.values.as_slice() else { return None };
    let (_, yes, no) = FACTS.iter().find(|fact| entry.key.value.is(fact.0))?;
    match only.value.text().to_ascii_lowercase().as_str() {
        "true" if name == OperatorName::Bool => Some(yes),
        "false" if name == OperatorName::Bool => Some(no),
        _ => None,
    }
}

fn takes_variables(name: OperatorName) -> bool {
    matches!(name.value_type(), OperatorType::String | OperatorType::Arn)
}

fn values(name: OperatorName, entry: &ConditionEntry, variables: bool) -> Vec<String> {
    let texts = entry.values.iter().map(|value| value.value.text());
    match name.value_type() {
        OperatorType::Bool | OperatorType::Numeric => texts.map(|text| bare(&text)).collect(),
        _ => texts.map(|text| value(&text, variables && takes_variables(name))).collect(),
    }
}

/// Figures and truth values speak for themselves.
fn bare(text: &str) -> String {
    let is_plain = text.len() < 40
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || ".-+".contains(letter));
    if is_plain && !text.is_empty() { text.to_owned() } else { quoted(text) }
}

fn is_wild(name: OperatorName, entry: &ConditionEntry, variables: bool) -> bool {
    let mut texts = entry.values.iter().map(|value| value.value.text());
    name.takes_wildcards() && texts.any(|text| has_wildcard(&text, variables))
}
