//! Single values out of a tree that was held against its shape: what does not fit is nothing here, as it was reported there.

use clap::ValueEnum;
use policy::{Node, Value};

pub(crate) fn truth(node: Option<&Node>) -> Option<bool> {
    if let Some(Node { value: Value::Bool(truth), .. }) = node { Some(*truth) } else { None }
}

pub(crate) fn text(node: Option<&Node>) -> Option<String> {
    Some(node?.as_str()?.to_owned())
}

/// A value, or each of a list.
pub(crate) fn several(node: Option<&Node>) -> &[Node] {
    match node {
        None | Some(Node { value: Value::Null, .. }) => &[],
        Some(Node { value: Value::Array(items), .. }) => items,
        Some(node) => std::slice::from_ref(node),
    }
}

pub(crate) fn texts(node: Option<&Node>) -> Vec<String> {
    several(node).iter().filter_map(|item| text(Some(item))).collect()
}

/// Values of conditions, as policies write them.
pub(crate) fn values(node: Option<&Node>) -> Vec<String> {
    let value = |item: &Node| match &item.value {
        Value::String(text) | Value::Number(text) => Some(text.clone()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    };
    several(node).iter().filter_map(value).collect()
}

/// The value of an enumeration that is written as on the command line.
pub(crate) fn word<T: ValueEnum>(node: Option<&Node>) -> Option<T> {
    T::from_str(node?.as_str()?, false).ok()
}

pub(crate) fn words<T: ValueEnum>(node: Option<&Node>) -> Vec<T> {
    several(node).iter().filter_map(|item| word(Some(item))).collect()
}

/// The items of a list of objects.
pub(crate) fn items(node: Option<&Node>) -> impl Iterator<Item = &Node> {
    let items = node.and_then(Node::as_array).unwrap_or_default();
    items.iter().filter(|item| item.as_object().is_some())
}
