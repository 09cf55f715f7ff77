//! The policies in YAML.

use std::fmt::Write;

use serde_json::{Map, Value};

use super::Piece;
use crate::render::plain;

/// One document a policy.
pub(crate) fn yaml(pieces: &[Piece<'_>]) -> String {
    let mut text = String::new();
    for (index, piece) in pieces.iter().enumerate() {
        text.push_str(if index > 0 { "---\n" } else { "" });
        text.extend(["# ", &plain(piece.principal), ": ", piece.name, "\n"]);
        members(&mut text, piece.document, 0);
    }
    text
}

/// The members of an object in blocks.
pub(super) fn members(text: &mut String, members: &Map<String, Value>, indent: usize) {
    for (key, value) in members {
        text.extend([&" ".repeat(indent), &scalar(key), ":"]);
        value_after(text, value, indent);
    }
}

/// What stands behind a `:`.
fn value_after(text: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Object(object) if !object.is_empty() => {
            text.push('\n');
            members(text, object, indent + 2);
        }
        Value::Array(items) if !items.is_empty() => {
            text.push('\n');
            for item in items {
                let start = text.len();
                match item {
                    Value::Object(object) if !object.is_empty() => members(text, object, indent + 4),
                    other => text.extend([&" ".repeat(indent + 4), &flow(other), "\n"]),
                }
                // The first line of the item stands behind its dash.
                text.replace_range(start..start + indent + 4, &format!("{}- ", " ".repeat(indent + 2)));
            }
        }
        other => text.extend([" ", &flow(other), "\n"]),
    }
}

/// What stands on one line; of JSON, of which YAML is a superset, where it is more than a scalar.
fn flow(value: &Value) -> String {
    match value {
        Value::String(written) => scalar(written),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(object) => {
            let members: Vec<_> =
                object.iter().map(|(key, value)| format!("{}: {}", scalar(key), flow(value))).collect();
            format!("{{{}}}", members.join(", "))
        }
        other => other.to_string(),
    }
}

/// A text that every reader of YAML takes for that text.
fn scalar(written: &str) -> String {
    // Readers of YAML 1.1 and 1.2 differ in what is no text: only what is one to both stands without quotes.
    const WORDS: &[&str] = &["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let is_plain = written.starts_with(|first: char| first.is_ascii_alphabetic())
        && written.chars().all(|letter| letter.is_ascii_alphanumeric() || "_:/.*-".contains(letter))
        && !written.ends_with(':')
        && !WORDS.iter().any(|word| written.eq_ignore_ascii_case(word));
    if is_plain { written.to_owned() } else { quoted(written) }
}

fn quoted(written: &str) -> String {
    let mut text = String::from("\"");
    for letter in written.chars() {
        match letter {
            '"' | '\\' => text.extend(['\\', letter]),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            '\r' => text.push_str("\\r"),
            letter if is_printable(letter) => text.push(letter),
            letter => escape(&mut text, letter),
        }
    }
    text.push('"');
    text
}

/// `\u00ad`, which YAML and Terraform write alike.
pub(super) fn escape(text: &mut String, letter: char) {
    let number = u32::from(letter);
    let _ = if number > 0xffff { write!(text, "\\U{number:08x}") } else { write!(text, "\\u{number:04x}") };
}

/// Letters that YAML takes as they are, and that do not turn the direction of what follows.
pub(super) fn is_printable(letter: char) -> bool {
    !letter.is_control()
        && !matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        && !matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
