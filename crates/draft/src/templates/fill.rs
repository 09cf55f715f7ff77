//! Values into a template: what has none is left out, and nothing but text is put in.

use std::collections::BTreeMap;

use catalog::Catalog;
use policy::node::{Key, Member};
use policy::tree::{Policy, lower};
use policy::{Document, Format, Limits, Node, Value};

use super::parameter::Listed;
use super::{Note, Template, ValueFault};
use crate::size;

/// A template with its values put in.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    pub policy: Policy,
    /// Characters as IAM counts them: white space is free.
    pub size: usize,
    /// Those of the template's notes that hold.
    pub notes: Vec<&'static str>,
    /// Every parameter that has a value, given or by default, in the order of the template.
    pub values: Vec<(&'static str, String)>,
}

type Values<'a> = BTreeMap<&'static str, &'a str>;

pub(super) fn fill(
    template: &Template,
    given: &[(String, String)],
    catalog: &Catalog,
) -> Result<Filled, Vec<ValueFault>> {
    let mut values = Values::new();
    let mut faults = Vec::new();
    for (name, value) in given {
        match template.parameter(name) {
            None => faults.push(ValueFault::unknown(name, template)),
            Some(parameter) => {
                faults.extend(parameter.fault(value, catalog));
                if values.insert(parameter.name, value).is_some() {
                    faults.push(ValueFault::twice(name));
                }
            }
        }
    }
    for parameter in template.parameters.iter().filter(|parameter| !values_have(given, parameter.name)) {
        match parameter.default() {
            Some(value) => drop(values.insert(parameter.name, value)),
            None if parameter.is_required() => faults.push(ValueFault::missing(parameter)),
            None => {}
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let named = |name: &'static str| Some((name, (*values.get(name)?).to_owned()));
    let shown = template.parameters.iter().filter_map(|parameter| named(parameter.name)).collect();
    let notes = template.notes.iter().filter(|note| holds(**note, &values)).map(|note| note.text()).collect();
    // Where there is a region, it says which partition.
    let regions = template.parameters.iter().filter(|parameter| parameter.listed == Listed::Regions);
    let region =
        regions.filter_map(|parameter| values.get(parameter.name)).find_map(|name| catalog.region(name));
    if let Some(region) = region {
        values.insert(PARTITION, region.partition());
        if let Some(partition) = catalog.partition(region.partition()) {
            values.insert(DNS_SUFFIX, partition.dns_suffix());
        }
    }
    let read =
        Document::read(template.id, template.policy.as_bytes(), Some(Format::Json), &Limits::default());
    let root = filled(&read.root, &values).unwrap_or_else(|| read.root.without_spans());
    let policy = lower(&root);
    Ok(Filled { size: size(&policy), policy, notes, values: shown })
}

/// The value that follows from the region, or is a parameter of its own.
const PARTITION: &str = "partition";

/// Of the region's partition, such as `amazonaws.com`.
const DNS_SUFFIX: &str = "dns_suffix";

/// Members that say when their statement is there: if the parameter they name has a value, or if it has none. They are no part of the
/// policy.
const ONLY_WITH: &str = "OnlyWith";
const ONLY_WITHOUT: &str = "OnlyWithout";

fn values_have(given: &[(String, String)], name: &str) -> bool {
    given.iter().any(|(known, _)| known == name)
}

fn holds(note: Note, values: &Values<'_>) -> bool {
    match note {
        Note::Always(_) => true,
        Note::With(name, _) => values.contains_key(name),
        Note::Without(name, _) => !values.contains_key(name),
    }
}

/// The node with the values in; none where it is to be left out.
fn filled(node: &Node, values: &Values<'_>) -> Option<Node> {
    let value = match &node.value {
        Value::String(text) => Value::String(replaced(text, values)?),
        Value::Array(items) => {
            let left: Vec<_> = items.iter().filter_map(|item| filled(item, values)).collect();
            (!left.is_empty()).then_some(Value::Array(left))?
        }
        Value::Object(members) => {
            let mut left = Vec::with_capacity(members.len());
            for member in members {
                if [ONLY_WITH, ONLY_WITHOUT].contains(&member.key.text.as_str()) {
                    let has_value = values.contains_key(member.value.as_str()?);
                    if has_value != (member.key.text == ONLY_WITH) {
                        return None;
                    }
                    continue;
                }
                match (replaced(&member.key.text, values), filled(&member.value, values)) {
                    (Some(text), Some(value)) => {
                        left.push(Member { key: Key { text, span: member.key.span }, value });
                    }
                    // A statement about nothing is none.
                    _ if MAKES_THE_STATEMENT.contains(&member.key.text.as_str()) => return None,
                    _ => {}
                }
            }
            (!left.is_empty()).then_some(Value::Object(left))?
        }
        other => other.clone(),
    };
    Some(Node { span: node.span, value })
}

const MAKES_THE_STATEMENT: [&str; 3] = ["Principal", "Action", "Resource"];

/// The text with the values in; none if a parameter that it needs has none.
fn replaced(text: &str, values: &Values<'_>) -> Option<String> {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, (name, after))) =
        rest.split_once("{{").and_then(|(before, tail)| Some((before, tail.split_once("}}")?)))
    {
        whole.push_str(before);
        match name.strip_suffix('?') {
            Some(name) => whole.push_str(values.get(name).copied().unwrap_or_default()),
            None => whole.push_str(values.get(name)?),
        }
        rest = after;
    }
    whole.push_str(rest);
    Some(whole)
}
