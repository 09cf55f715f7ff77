//! Taking an item out of a list, or a member out of an object, together with its comma or its line.

use crate::{Edit, Node, Source, Span, Value};

/// The edit that takes out the member that has its value at this place, under the same limits.
pub fn member_with_value(source: &Source, root: &Node, value: Span) -> Option<Edit> {
    let is_holder = |node: &Node, place: usize| {
        node.as_object()
            .and_then(|members| members.get(place))
            .is_some_and(|member| member.value.span == value)
    };
    let (object, place) = find(root, value, is_holder)?;
    cut(source, object, place, place)
}

/// Takes out a member, or if it is the only one of its object, the member that this object is the value of, and so on, as long
/// as that lies in `within`.
pub fn member_and_emptied(source: &Source, root: &Node, span: Span, within: Span) -> Option<Edit> {
    member(source, root, emptied(root, span, within))
}

/// The object that has a member whose key stands at this place.
pub fn object_with_key(root: &Node, key: Span) -> Option<Span> {
    let is_holder = |node: &Node, place: usize| {
        node.as_object().and_then(|members| members.get(place)).is_some_and(|member| member.key.span == key)
    };
    find(root, key, is_holder).map(|(object, _)| object.span)
}

/// The edits that take these items out of the list they stand in; none if that would leave the list empty, or if a comment
/// or an anchor is in the way.
pub fn items(source: &Source, root: &Node, spans: &[Span]) -> Option<Vec<Edit>> {
    let first = spans.iter().min()?;
    let is_holder = |node: &Node, place| node.as_array().is_some() && child(node, place) == Some(*first);
    let (list, _) = find(root, *first, is_holder)?;
    let mut places = spans.iter().map(|span| place_of(list, *span)).collect::<Option<Vec<_>>>()?;
    places.sort_unstable();
    places.dedup();
    let runs = places.chunk_by(|one, next| one + 1 == *next);
    runs.map(|run| cut(source, list, *run.first()?, *run.last()?)).collect()
}

/// The edit that takes out the member that reaches from its key to the end of its value, under the same limits.
pub fn member(source: &Source, root: &Node, member: Span) -> Option<Edit> {
    let is_holder = |node: &Node, place| node.as_object().is_some() && child(node, place) == Some(member);
    let (object, place) = find(root, member, is_holder)?;
    cut(source, object, place, place)
}

/// The outermost member within `within` that holds nothing but this one.
fn emptied(root: &Node, member: Span, within: Span) -> Span {
    let mut path = Vec::new();
    let mut node = root;
    while let Some(place) = holder_of(node, member) {
        path.push((node, place));
        if node.as_object().is_some() && child(node, place) == Some(member) {
            break;
        }
        let Some(next) = value(node, place) else { break };
        node = next;
    }
    let mut outer = member;
    while let Some((node, _)) = path.pop() {
        let Some((holder, place)) = path.last() else { break };
        let Some(parent) = child(holder, *place) else { break };
        if length(node) != 1 || holder.as_object().is_none() || !within.contains(parent) {
            break;
        }
        outer = parent;
    }
    outer
}

/// The container on the way to `span` of whose child this is true, and that child's number.
pub(super) fn find(
    root: &Node,
    span: Span,
    is_holder: impl Fn(&Node, usize) -> bool,
) -> Option<(&Node, usize)> {
    let mut node = root;
    loop {
        let place = holder_of(node, span)?;
        if is_holder(node, place) {
            return Some((node, place));
        }
        node = value(node, place)?;
    }
}

/// The child that `span` lies in. Children stand in the order of the text, but for what YAML merges and repeats, which is
/// then not found.
fn holder_of(node: &Node, span: Span) -> Option<usize> {
    let place = match &node.value {
        Value::Array(items) => items.partition_point(|item| item.span.end < span.end),
        Value::Object(members) => members.partition_point(|member| member.span().end < span.end),
        _ => return None,
    };
    child(node, place).filter(|child| child.contains(span)).map(|_| place)
}

fn place_of(node: &Node, span: Span) -> Option<usize> {
    holder_of(node, span).filter(|place| child(node, *place) == Some(span))
}

/// The edit that takes out the children from `first` to `last`.
fn cut(source: &Source, node: &Node, first: usize, last: usize) -> Option<Edit> {
    let (start, end) = (child(node, first)?, child(node, last)?);
    let before = first.checked_sub(1).and_then(|place| child(node, place));
    let after = child(node, last + 1);
    for place in first..last {
        let gap = Span { start: child(node, place)?.end, end: child(node, place + 1)?.start };
        is_gap(source, gap).then_some(())?;
    }
    let lead = Span { start: before.map_or(node.span.start, |before| before.end), end: start.start };
    let removed = start.to(end);
    // What has an anchor may be repeated elsewhere.
    if !is_lead(source, lead) || source.slice(removed).contains('&') {
        return None;
    }
    let span = match (before, after) {
        (_, Some(after)) => {
            is_gap(source, Span { start: end.end, end: after.start }).then_some(())?;
            Span { start: start.start, end: after.start }
        }
        (Some(before), None) => {
            let rest = source.text().get(removed.range().end..).unwrap_or_default();
            // A comment would be taken for one about what stands before.
            let is_commented = rest.trim_start_matches([' ', '\t']).starts_with('#');
            (is_gap(source, lead) && !is_commented).then_some(Span { start: before.end, end: removed.end })?
        }
        (None, None) => return None,
    };
    Some(Edit { span, text: String::new() })
}

/// Whether there is nothing but blanks and one comma, or the dash of a YAML list, between two children.
fn is_gap(source: &Source, gap: Span) -> bool {
    gap.start <= gap.end && matches!(source.slice(gap).trim(), "" | "," | "-")
}

/// Whether nothing that belongs to the child stands before it.
fn is_lead(source: &Source, lead: Span) -> bool {
    lead.start <= lead.end
        && source.slice(lead).chars().all(|c| c.is_whitespace() || matches!(c, ',' | '-' | '[' | '{'))
}

fn length(node: &Node) -> usize {
    match &node.value {
        Value::Array(items) => items.len(),
        Value::Object(members) => members.len(),
        _ => 0,
    }
}

pub(super) fn child(node: &Node, place: usize) -> Option<Span> {
    match &node.value {
        Value::Array(items) => items.get(place).map(|item| item.span),
        Value::Object(members) => members.get(place).map(crate::Member::span),
        _ => None,
    }
}

fn value(node: &Node, place: usize) -> Option<&Node> {
    match &node.value {
        Value::Array(items) => items.get(place),
        Value::Object(members) => members.get(place).map(|member| &member.value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Document, Fix, Limits, Safety, fix};

    use super::*;

    fn read(name: &str, text: &str) -> Document {
        Document::read(name, text.as_bytes(), None, &Limits::default())
    }

    /// Where a piece of the text stands that it holds only once.
    fn span_of(text: &str, piece: &str) -> Span {
        assert_eq!(text.matches(piece).count(), 1, "{piece} in {text}");
        let start = text.find(piece).unwrap();
        Span::new(start, start + piece.len())
    }

    fn applied(text: &str, edits: Vec<Edit>) -> String {
        let fix = Fix { title: String::new(), safety: Safety::Safe, edits };
        fix::apply(text, &[&fix]).text
    }

    fn without_items(name: &str, text: &str, pieces: &[&str]) -> Option<String> {
        let document = read(name, text);
        let spans: Vec<_> = pieces.iter().map(|piece| span_of(text, piece)).collect();
        Some(applied(text, items(&document.source, &document.root, &spans)?))
    }

    fn without_member(name: &str, text: &str, piece: &str) -> Option<String> {
        let document = read(name, text);
        Some(applied(text, vec![member(&document.source, &document.root, span_of(text, piece))?]))
    }

    #[test]
    fn items_go_with_their_comma_or_line() {
        for (name, text, pieces, expected) in [
            ("a.json", r#"{"a":[1, 2, 3]}"#, &["1"][..], Some(r#"{"a":[2, 3]}"#)),
            ("a.json", r#"{"a":[1, 2, 3]}"#, &["2"], Some(r#"{"a":[1, 3]}"#)),
            ("a.json", r#"{"a":[1, 2, 3]}"#, &["3"], Some(r#"{"a":[1, 2]}"#)),
            ("a.json", r#"{"a":[1, 2, 3]}"#, &["1", "3"], Some(r#"{"a":[2]}"#)),
            ("a.json", r#"{"a":[1, 2, 3]}"#, &["3", "2"], Some(r#"{"a":[1]}"#)),
            ("a.json", r#"{"a":[1, 2, 3]}"#, &["1", "2", "3"], None),
            ("a.json", r#"{"a":[1]}"#, &["1"], None),
            ("a.json", "[\n  [1],\n  [2]\n]", &["[2]"], Some("[\n  [1]\n]")),
            ("a.yaml", "a:\n  - x\n  - y\n", &["x"], Some("a:\n  - y\n")),
            ("a.yaml", "a:\n  - x\n  - y\n", &["y"], Some("a:\n  - x\n")),
            ("a.yaml", "a:\n- x\n- y\n- z\nb: 1", &["y", "z"], Some("a:\n- x\nb: 1")),
            ("a.yaml", "a: [x, y]", &["y"], Some("a: [x]")),
            ("a.yaml", "a:\n- k: 1\n  l: 2\n- k: 3\n", &["k: 1\n  l: 2"], Some("a:\n- k: 3\n")),
            ("a.yaml", "a:\n- x # \n- z\n", &["x"], None),
            ("a.yaml", "a:\n- x\n- z # why\n", &["z"], None),
            ("a.yaml", "a:\n- &n x\n- *n\n", &["x"], None),
            ("a.yaml", "a:\n- x\n- [&n 1]\n- *n\n", &["[&n 1]"], None),
        ] {
            assert_eq!(without_items(name, text, pieces).as_deref(), expected, "{text} without {pieces:?}");
        }
    }

    #[test]
    fn members_go_with_their_comma_or_line() {
        for (name, text, piece, expected) in [
            ("a.json", r#"{"a": 1, "b": 2}"#, r#""a": 1"#, Some(r#"{"b": 2}"#)),
            ("a.json", r#"{"a": 1, "b": 2}"#, r#""b": 2"#, Some(r#"{"a": 1}"#)),
            ("a.json", r#"{"a": 1}"#, r#""a": 1"#, None),
            ("a.yaml", "- a: ''\n  b: 2\n", "a: ''", Some("- b: 2\n")),
            ("a.yaml", "- a: ''\n  b: 2\n", "b: 2", Some("- a: ''\n")),
            ("a.yaml", "- a: 1\n- b: 2\n", "a: 1", None),
        ] {
            assert_eq!(without_member(name, text, piece).as_deref(), expected, "{text} without {piece}");
        }
    }

    #[test]
    fn what_would_be_left_empty_goes_too_within_limits() {
        let text = r#"{"s":[{"e":1,"c":{"o":{"k":[]}}}]}"#;
        let document = read("a.json", text);
        let outermost = |within: &str| {
            let span = emptied(&document.root, span_of(text, r#""k":[]"#), span_of(text, within));
            document.source.slice(span)
        };
        assert_eq!(outermost(text), r#""c":{"o":{"k":[]}}"#);
        assert_eq!(outermost(r#"{"o":{"k":[]}}"#), r#""o":{"k":[]}"#);
        assert_eq!(outermost("1"), r#""k":[]"#);
    }
}
