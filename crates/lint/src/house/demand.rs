//! Whether the conditions of a statement say what a rule demands.

use std::collections::BTreeSet;

use policy::tree::{
    ConditionEntry, Literal, Operator, OperatorName, OperatorType, SetPrefix, Spanned, Statement,
};
use policy::{Answer, Glob, Span};

use super::answers::{all, any, yes_if};
use super::{Demand, KeyDemand};
use crate::constraint::{
    demanded, entries, is_always_sent, is_bounded, is_unread, only_value, pattern, pins,
};
use policy::value::IpRange;

/// Whether the statement only holds for requests that the demand is about; what cannot be known is not held against it.
pub(super) fn met(statement: &Statement, demand: &Demand) -> Answer {
    match demand {
        Demand::Key(key) => key.met(statement),
        Demand::All(demands) => all(demands.iter().map(|demand| met(statement, demand))),
        Demand::Any(demands) if demands.is_empty() => Answer::Yes,
        Demand::Any(demands) => any(demands.iter().map(|demand| met(statement, demand))),
        Demand::None(keys) => {
            let is_there = keys.iter().any(|key| !key.found(statement).is_empty());
            if is_there { Answer::No } else { Answer::Yes }
        }
    }
}

impl KeyDemand {
    /// Whether some condition holds requests to what is demanded.
    fn met(&self, statement: &Statement) -> Answer {
        if self.operator.is_none() && self.values.is_empty() {
            return pins(statement, &self.key);
        }
        let is_meant = |key: &str| key.eq_ignore_ascii_case(&self.key);
        let unread = if is_unread(statement, is_meant) { Answer::Unknown } else { Answer::No };
        let present = demanded(statement);
        let answers =
            entries(statement, &self.key).map(|(operator, entry)| self.meets(operator, entry, &present));
        any(answers.chain([unread]))
    }

    fn meets(&self, operator: &Operator, entry: &ConditionEntry, present: &BTreeSet<String>) -> Answer {
        let Some(name) = operator.name else { return Answer::Unknown };
        let key = &entry.key.value.text;
        let is_present = is_always_sent(key) || present.contains(&key.to_ascii_lowercase());
        let asked = self.operator.as_ref();
        let fits = match asked {
            Some(asked) => asked.name.is_some_and(|asked| is_as_strict(asked, name)),
            None => name != OperatorName::Null && !name.is_negated(),
        };
        let may_pass_absent = asked.is_some_and(|asked| asked.if_exists) || is_present;
        let may_pass_empty =
            asked.is_some_and(|asked| asked.set == Some(SetPrefix::ForAllValues)) || is_present;
        let is_any_of_several = operator.set == Some(SetPrefix::ForAnyValue)
            && asked.is_some_and(|asked| asked.set == Some(SetPrefix::ForAllValues));
        if !fits
            || (operator.if_exists && !may_pass_absent)
            || (operator.set == Some(SetPrefix::ForAllValues) && !may_pass_empty)
            || is_any_of_several
        {
            return Answer::No;
        }
        if !entry.misplaced.is_empty() {
            return Answer::Unknown;
        }
        self.holds_values(name, entry)
    }

    /// Whether the values of the condition are among those demanded.
    fn holds_values(&self, name: OperatorName, entry: &ConditionEntry) -> Answer {
        if name == OperatorName::Null {
            let wanted = self.values.first().map_or("false", String::as_str);
            return yes_if(only_value(entry).is_some_and(|value| value.eq_ignore_ascii_case(wanted)));
        }
        if entry.values.is_empty() {
            return Answer::No;
        }
        if name.is_negated() {
            let shut_out = |wanted: &String| {
                any(entry
                    .values
                    .iter()
                    .map(|value| self.within(name, &Literal::String(wanted.clone()), &value.value.text())))
            };
            return all(self.values.iter().map(shut_out));
        }
        if self.values.is_empty() {
            let key = &entry.key.value.text;
            return all(entry.values.iter().map(|value| is_bounded(name, key, value)));
        }
        all(entry
            .values
            .iter()
            .map(|value| any(self.values.iter().map(|wanted| self.within(name, &value.value, wanted)))))
    }

    /// Whether everything that `inner` lets through lies within `outer`.
    fn within(&self, name: OperatorName, inner: &Literal, outer: &str) -> Answer {
        let text = inner.text();
        if text == outer {
            return Answer::Yes;
        }
        match name.value_type() {
            OperatorType::Bool => yes_if(text.eq_ignore_ascii_case(outer)),
            OperatorType::IpAddress => match (IpRange::parse(&text), IpRange::parse(outer)) {
                (Some(inner), Some(outer)) => yes_if(outer.covers(inner)),
                _ => unless_variable(&text),
            },
            OperatorType::Numeric => match (text.parse::<f64>(), outer.parse::<f64>()) {
                (Ok(inner), Ok(outer)) => yes_if(is_tighter(self.name_or(name), inner, outer)),
                _ => unless_variable(&text),
            },
            // What a variable stands for in the rule is not known either: only the same text is the same value.
            OperatorType::String | OperatorType::Arn if outer.contains("${") => unless_variable(&text),
            OperatorType::String | OperatorType::Arn => {
                let (inner, is_exact) = pattern(name, inner);
                match (self.wanted(name, outer).covers(&inner), is_exact) {
                    (true, _) => Answer::Yes,
                    (false, true) => Answer::No,
                    (false, false) => Answer::Unknown,
                }
            }
            OperatorType::Date | OperatorType::Binary | OperatorType::Null => unless_variable(&text),
        }
    }

    /// A demanded value as a pattern: `*` is a wildcard where the operator takes it, or where the rule leaves the operator open.
    fn wanted(&self, written: OperatorName, value: &str) -> Glob {
        let is_open = self.operator.is_none();
        let name = self.name_or(written);
        let name =
            if is_open && name.value_type() == OperatorType::String && !name.text().ends_with("IgnoreCase") {
                OperatorName::StringLike
            } else {
                name
            };
        pattern(name, &Literal::String(value.to_owned())).0
    }

    /// The operator that the rule names, or the one that a policy has instead.
    fn name_or(&self, written: OperatorName) -> OperatorName {
        self.operator.as_ref().and_then(|operator| operator.name).unwrap_or(written)
    }

    /// Where the statement has this condition, for [`Demand::None`]: the values that let one of the demanded through, or the key.
    pub(super) fn found(&self, statement: &Statement) -> Vec<Span> {
        let mut spans = Vec::new();
        for (operator, entry) in entries(statement, &self.key) {
            let Some(name) = operator.name else { continue };
            let fits = match self.operator.as_ref().and_then(|operator| operator.name) {
                Some(asked) => asked == name,
                None => name != OperatorName::Null && !name.is_negated(),
            };
            if !fits {
                continue;
            }
            if self.values.is_empty() {
                spans.push(entry.key.span);
            }
            let lets = |value: &&Spanned<Literal>| {
                self.values.iter().any(|wanted| self.lets(name, &value.value, wanted))
            };
            spans.extend(entry.values.iter().filter(lets).map(|value| value.span));
        }
        spans
    }

    /// Whether the condition value lets through all that is named, or (if that is a pattern for less than everything) some of it.
    fn lets(&self, name: OperatorName, value: &Literal, named: &str) -> bool {
        let text = value.text();
        let is_everything = named.ends_with("/0") || Glob::new(named).is_everything();
        let lets_all = match name.value_type() {
            OperatorType::String | OperatorType::Arn => {
                pattern(name, value).0.covers(&self.wanted(name, named))
            }
            OperatorType::IpAddress => IpRange::parse(&text)
                .zip(IpRange::parse(named))
                .is_some_and(|(range, named)| range.covers(named)),
            OperatorType::Bool | OperatorType::Null => text.eq_ignore_ascii_case(named),
            _ => text == named,
        };
        let is_fixed = !text.contains("${");
        text == named
            || (is_fixed && lets_all)
            || (is_fixed && !is_everything && self.within(name, value, named) == Answer::Yes)
    }

    /// The condition as a policy would write it, as far as the rule says it.
    pub fn example(&self) -> String {
        let operator =
            self.operator.as_ref().map_or_else(|| self.likely_operator(), |operator| operator.text.clone());
        let quoted: Vec<_> = self.values.iter().map(|value| policy::write::quote(value)).collect();
        let values = match quoted.as_slice() {
            [] => "…".to_owned(),
            [one] => one.clone(),
            several => format!("[{}]", several.join(", ")),
        };
        let key = if self.key.ends_with('/') { format!("{}…", self.key) } else { self.key.clone() };
        format!("{}: {{ {}: {values} }}", policy::write::quote(&operator), policy::write::quote(&key))
    }

    fn likely_operator(&self) -> String {
        let is_bool =
            |value: &String| value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false");
        let is_range = |value: &String| IpRange::parse(value).is_some();
        let all = |is: &dyn Fn(&String) -> bool| !self.values.is_empty() && self.values.iter().all(is);
        let name = if all(&is_bool) {
            OperatorName::Bool
        } else if all(&is_range) || self.key.eq_ignore_ascii_case("aws:SourceIp") {
            OperatorName::IpAddress
        } else if self.values.iter().any(|value| value.contains(['*', '?'])) {
            OperatorName::StringLike
        } else {
            OperatorName::StringEquals
        };
        name.text().to_owned()
    }
}

/// The demanded keys, as they are to be named in a sentence.
pub(super) fn keys(demand: &Demand) -> Vec<&KeyDemand> {
    match demand {
        Demand::Key(key) => vec![key],
        Demand::All(demands) | Demand::Any(demands) => demands.iter().flat_map(keys).collect(),
        Demand::None(keys) => keys.iter().collect(),
    }
}

/// Where the statement speaks of a demanded key.
pub(super) fn mentions(statement: &Statement, demand: &Demand) -> Vec<Span> {
    let of_key = |key: &&KeyDemand| -> Vec<Span> {
        entries(statement, &key.key).map(|(_, entry)| entry.key.span).collect()
    };
    let mut spans: Vec<Span> = keys(demand).iter().flat_map(of_key).collect();
    spans.sort();
    spans.dedup();
    spans
}

/// Whether a condition with the operator `written` holds requests to no less than one with `asked` and the same values.
fn is_as_strict(asked: OperatorName, written: OperatorName) -> bool {
    use OperatorName as Op;
    asked == written
        || matches!(
            (asked, written),
            (Op::StringLike | Op::StringEqualsIgnoreCase, Op::StringEquals)
                | (Op::StringNotEquals, Op::StringNotEqualsIgnoreCase)
                | (Op::ArnLike, Op::ArnEquals)
                | (Op::ArnEquals, Op::ArnLike)
                | (Op::ArnNotLike, Op::ArnNotEquals)
                | (Op::ArnNotEquals, Op::ArnNotLike)
                | (Op::NumericLessThanEquals, Op::NumericLessThan | Op::NumericEquals)
                | (Op::NumericGreaterThanEquals, Op::NumericGreaterThan | Op::NumericEquals)
                | (Op::DateLessThanEquals, Op::DateLessThan)
                | (Op::DateGreaterThanEquals, Op::DateGreaterThan)
        )
}

/// Whether a bound leaves no more than another does.
fn is_tighter(name: OperatorName, inner: f64, outer: f64) -> bool {
    match name {
        OperatorName::NumericLessThan | OperatorName::NumericLessThanEquals => inner <= outer,
        OperatorName::NumericGreaterThan | OperatorName::NumericGreaterThanEquals => inner >= outer,
        // The same number may be written in several ways.
        _ => inner.total_cmp(&outer).is_eq(),
    }
}

/// Another text is another value, unless a policy variable stands in it.
fn unless_variable(text: &str) -> Answer {
    if text.contains("${") { Answer::Unknown } else { Answer::No }
}
