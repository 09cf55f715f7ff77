//! Holds a tree against the shape that it should have.

use policy::{Member, Node, Value};

use super::problem::Problems;
use super::shape::{Key, Shape};

/// Far more than there are names of ours, such as those of checks.
pub(crate) const MOST_BLOCKS: usize = 2000;

/// Reports what does not fit. What fits can be read without further questions; the rest is left out by the readers.
pub(crate) fn fits(node: &Node, shape: &Shape, problems: &mut Problems) {
    match (shape, &node.value) {
        // An empty value is an object, a list or a text of which nothing is written yet.
        (_, Value::Null)
        | (Shape::Any | Shape::NoEffect, _)
        | (Shape::Bool, Value::Bool(_))
        | (Shape::Text | Shape::Texts | Shape::Values, Value::String(_))
        | (Shape::Values, Value::Bool(_) | Value::Number(_)) => {}
        (Shape::Texts, Value::Array(items)) => each(items, &Shape::Text, problems),
        (Shape::Values, Value::Array(items)) => items.iter().for_each(|item| match item.value {
            Value::Array(_) => wrong(item, &Shape::Text, problems),
            _ => fits(item, &Shape::Values, problems),
        }),
        (Shape::Word(words) | Shape::Words(words), Value::String(word)) => {
            let words = words();
            if !words.contains(word) {
                let message = format!("`{word}` is none of the values that may stand here");
                problems.report(node.span, message).nearest(word, words.iter().map(String::as_str));
            }
        }
        (Shape::Words(words), Value::Array(items)) => each(items, &Shape::Word(*words), problems),
        (Shape::List(item), Value::Array(items)) => each(items, item, problems),
        (Shape::Object(keys), Value::Object(members)) => object(members, keys, problems),
        (Shape::Named(held), Value::Object(members)) => {
            for member in members.iter().take(MOST_BLOCKS) {
                held(member, problems);
            }
            if let Some(more) = members.get(MOST_BLOCKS) {
                let message = format!("more than {MOST_BLOCKS} are set: the rest is not read");
                problems.report(more.key.span, message);
            }
        }
        (Shape::Options(command, held), Value::Object(members)) => held(command, members, problems),
        _ => wrong(node, shape, problems),
    }
}

fn each(items: &[Node], shape: &Shape, problems: &mut Problems) {
    for item in items {
        fits(item, shape, problems);
    }
}

fn object(members: &[Member], keys: &[Key], problems: &mut Problems) {
    for each in members {
        member(each, keys, problems);
    }
}

/// Holds a member against the keys that there are.
pub(crate) fn member<'a>(
    member: &Member,
    keys: impl IntoIterator<Item = &'a Key> + Clone,
    problems: &mut Problems,
) {
    let written = &member.key.text;
    match keys.clone().into_iter().find(|key| key.name == written) {
        Some(Key { shape: Shape::NoEffect, .. }) if member.value.value != Value::Null => {
            problems.report_idle(&member.key);
        }
        Some(key) => fits(&member.value, &key.shape, problems),
        None => {
            let names: Vec<_> = keys.into_iter().map(|key| key.name).collect();
            problems
                .report(member.key.span, format!("there is no key `{written}` here"))
                .nearest(written, names);
        }
    }
}

pub(crate) fn wrong(node: &Node, shape: &Shape, problems: &mut Problems) {
    let expected = match shape {
        Shape::Bool => "`true` or `false`",
        Shape::Text | Shape::Word(_) => "a string",
        Shape::Texts | Shape::Words(_) => "a string or a list of strings",
        Shape::Values => "a value or a list of values",
        Shape::Object(_) | Shape::Named(_) | Shape::Options(..) | Shape::Any | Shape::NoEffect => "an object",
        Shape::List(_) => "a list",
    };
    let problem = problems.report(node.span, format!("expected {expected}, found {}", node.value.kind()));
    let is_text = matches!(shape, Shape::Text | Shape::Texts | Shape::Word(_) | Shape::Words(_));
    if is_text && matches!(node.value, Value::Number(_) | Value::Bool(_)) {
        problem.help("put it into quotes");
    }
}
