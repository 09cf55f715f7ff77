//! The JSON reader against `serde_json`: the same texts accepted, and the same values read from them.
//!
//! Known differences, all wanted:
//! - a number beyond the range of `f64` is a number to us (digits are kept as written) and an error to `serde_json`;
//! - nesting of 101 to 127 is too deep for us and not for `serde_json`, whose limit is 128;
//! - a byte order mark is skipped by the reader, since decoding has reported it;
//! - a repeated key is reported, and read like `serde_json` does: the last value counts.

use policy::{Limits, Node, Value, fix, json};

use crate::{
    invariants::{all_mendable, spans_lie_on},
    texts::{Seed, broken, json as generated},
};

const DOCUMENTS: u64 = 20_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Accepted,
    /// Refused, and every fault could be mended without asking.
    Mended,
    Refused,
}

fn agrees(text: &str) -> Answer {
    let (node, found) = json::read(text, &Limits::default());
    for fault in &found {
        spans_lie_on(text, fault);
    }
    let ours = found.iter().all(|fault| fault.id == "duplicate-json-key");
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(theirs) => {
            assert!(ours, "only we refuse {text:?}: {found:?}");
            assert_eq!(value_of(&node), Some(theirs), "{text:?}");
            assert_eq!(found.is_empty(), !repeats_a_key(&node), "{text:?}: {found:?}");
        }
        Err(error) if error.to_string().starts_with("number out of range") => {}
        Err(error) => assert!(!ours || text.starts_with('\u{FEFF}'), "only we accept {text:?}: {error}"),
    }
    if ours {
        return Answer::Accepted;
    }
    if all_mendable(&found) {
        mends_to_what_was_read(text, &node);
        return Answer::Mended;
    }
    Answer::Refused
}

/// What the reader made of a broken text is what the mended text says.
fn mends_to_what_was_read(text: &str, node: &Node) {
    let source = policy::Source::new("-", text);
    let mended = fix::mend(&source, |source| json::read(source.text(), &Limits::default()).1);
    let (again, left) = json::read(&mended.text, &Limits::default());
    assert!(left.is_empty(), "{text:?} became {:?}: {left:?}", mended.text);
    assert_eq!(again.without_spans(), node.without_spans(), "{text:?} became {:?}", mended.text);
}

#[test]
fn generated_and_broken_documents_read_as_serde_json_reads_them() {
    let mut answers = Vec::new();
    for number in 0..DOCUMENTS {
        let mut seed = Seed(number);
        let sound = generated(&mut seed, 4);
        assert_eq!(agrees(&sound), Answer::Accepted, "{sound:?}");
        answers.push(agrees(&broken(&mut seed, &sound)));
    }
    for answer in [Answer::Accepted, Answer::Mended, Answer::Refused] {
        let count = answers.iter().filter(|each| **each == answer).count();
        assert!(count > 1_000, "too one-sided: {count} {answer:?}");
    }
}

#[test]
fn edge_cases_of_the_grammar_read_alike() {
    let numbers = [
        "0", "-0", "01", "-01", "1.", ".1", "-", "+1", "1e", "1e+", "1E5", "1.0e-0", "0x1", "1_0", "-.5",
        "1.e5", "0e1",
    ];
    let strings = [
        "\"\\u00\"",
        "\"\\uD800\"",
        "\"\\uD800\\u0041\"",
        "\"\\uDC00\\uD800\"",
        "\"\\x\"",
        "\"\t\"",
        "\"\u{7f}\"",
        "\"",
        "\"\\",
    ];
    let shapes = [
        "",
        " ",
        "[",
        "]",
        "[]]",
        "[1,]",
        "[,]",
        "{}",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{1:1}",
        "nul",
        "nulll",
        "true false",
        "\u{a0}1",
    ];
    for text in numbers.iter().chain(&strings).chain(&shapes) {
        for text in [
            (*text).to_owned(),
            format!("[{text}]"),
            format!("{{\"k\":{text}}}"),
            format!("{text} "),
            format!("[{text} ,1]"),
        ] {
            agrees(&text);
        }
    }
}

#[test]
fn the_known_differences_are_as_stated() {
    let ids =
        |text: &str| json::read(text, &Limits::default()).1.iter().map(|fault| fault.id).collect::<Vec<_>>();
    let serde_accepts = |text: &str| serde_json::from_str::<serde_json::Value>(text).is_ok();
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for (text, ours, theirs) in [
        ("1e400".to_owned(), vec![], false),
        (nested(100), vec![], true),
        (nested(101), vec!["document-too-deep"], true),
        (nested(127), vec!["document-too-deep"], true),
        (nested(128), vec!["document-too-deep"], false),
        ("\u{FEFF}1".to_owned(), vec![], false),
        ("{\"a\":1,\"a\":2}".to_owned(), vec!["duplicate-json-key"], true),
    ] {
        assert_eq!((ids(&text), serde_accepts(&text)), (ours, theirs), "{text}");
    }
}

/// The node as `serde_json` sees it; `None` for what JSON cannot hold.
fn value_of(node: &Node) -> Option<serde_json::Value> {
    Some(match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(digits) => serde_json::from_str(digits).ok()?,
        Value::String(text) => text.clone().into(),
        Value::Array(items) => items.iter().map(value_of).collect::<Option<Vec<_>>>()?.into(),
        Value::Object(members) => {
            let members =
                members.iter().map(|member| Some((member.key.text.clone(), value_of(&member.value)?)));
            serde_json::Value::Object(members.collect::<Option<_>>()?)
        }
        Value::Tagged(..) => return None,
    })
}

fn repeats_a_key(node: &Node) -> bool {
    let members = node.as_object().unwrap_or_default();
    let keys: std::collections::HashSet<_> = members.iter().map(|member| &member.key.text).collect();
    keys.len() < members.len() || node.children().any(repeats_a_key)
}
