//! Holds a tree against the shape that it should have.

use std::collections::HashSet;

use policy::{Member, Node, Value};

use super::checks;
use super::keys;
use super::problem::Problems;
use super::shape::{Key, Shape};

/// Reports what does not fit. What fits can be read without further questions; the rest is left out by the readers.
pub(super) fn fits(node: &Node, shape: &Shape, problems: &mut Problems) {
    // An empty value is an object, a list or a text of which nothing is written yet.
    if node.value == Value::Null {
        return;
    }
    match shape {
        Shape::Bool if matches!(node.value, Value::Bool(_)) => {}
        Shape::Text | Shape::Texts if node.as_str().is_some() => {}
        Shape::Texts => match node.as_array() {
            Some(items) => items.iter().for_each(|item| fits(item, &Shape::Text, problems)),
            None => wrong(node, shape, problems),
        },
        Shape::Word(words) => match node.as_str() {
            Some(word) if words().iter().any(|known| known == word) => {}
            Some(word) => {
                let message = format!("`{word}` is none of the values that may stand here");
                problems.report(node.span, message).nearest(word, words().iter().map(String::as_str));
            }
            None => wrong(node, shape, problems),
        },
        Shape::Object(keys) => match node.as_object() {
            Some(members) => object(members, keys, problems),
            None => wrong(node, shape, problems),
        },
        Shape::List(item) => match node.as_array() {
            Some(items) => items.iter().for_each(|each| fits(each, item, problems)),
            None => wrong(node, shape, problems),
        },
        Shape::Checks => match node.as_object() {
            Some(members) => members.iter().for_each(|member| block(member, problems)),
            None => wrong(node, shape, problems),
        },
        Shape::Bool | Shape::Text => wrong(node, shape, problems),
    }
}

fn object(members: &[Member], keys: &[Key], problems: &mut Problems) {
    for member in members {
        match keys.iter().find(|key| key.name == member.key.text) {
            Some(key) => fits(&member.value, &key.shape, problems),
            None => unknown(member, keys.iter().map(|key| key.name), problems),
        }
    }
}

pub(super) fn unknown<'a>(
    member: &Member,
    names: impl IntoIterator<Item = &'a str> + Clone,
    problems: &mut Problems,
) {
    let written = &member.key.text;
    problems.report(member.key.span, format!("there is no key `{written}` here")).nearest(written, names);
}

/// A check's block: its options depend on which check it is.
fn block(member: &Member, problems: &mut Problems) {
    let name = &member.key.text;
    let found = checks::named(name);
    if found.is_empty() {
        let ids: Vec<&str> = lint::CHECKS.iter().map(|check| check.id).collect();
        let problem = problems.report(member.key.span, format!("there is no check `{name}`"));
        problem.nearest(name, ids.iter().copied());
    }
    fits(&member.value, &Shape::Object(keys::CHECK), problems);
}

fn wrong(node: &Node, shape: &Shape, problems: &mut Problems) {
    let expected = match shape {
        Shape::Bool => "`true` or `false`",
        Shape::Text | Shape::Word(_) => "a string",
        Shape::Texts => "a string or a list of strings",
        Shape::Object(_) | Shape::Checks => "an object",
        Shape::List(_) => "a list",
    };
    let problem = problems.report(node.span, format!("expected {expected}, found {}", node.value.kind()));
    if matches!(node.value, Value::Number(_) | Value::Bool(_)) && matches!(shape, Shape::Text | Shape::Texts)
    {
        problem.help("put it into quotes");
    }
}

/// A check that stands there twice under its names.
pub(super) fn twice(members: &[Member], problems: &mut Problems) {
    let mut seen = HashSet::new();
    for member in members {
        for check in checks::named(&member.key.text) {
            if !seen.insert(check.id) && check.id != member.key.text {
                let message =
                    format!("`{}` stands for `{}`, which has a block already", member.key.text, check.id);
                problems.report(member.key.span, message);
            }
        }
    }
}
