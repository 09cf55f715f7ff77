//! The language of Terraform: values, and attributes in the layout of `terraform fmt`.

use serde_json::{Map, Value};

use super::yaml::{escape, is_printable};

/// A value as an expression whose first line stands where it is put.
pub(super) fn expression(value: &Value, indent: usize) -> String {
    let inner = " ".repeat(indent + 2);
    let outer = " ".repeat(indent);
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) if !items.is_empty() => {
            let items = items.iter().map(|item| format!("{inner}{},\n", expression(item, indent + 2)));
            format!("[\n{}{outer}]", items.collect::<String>())
        }
        Value::Object(members) if !members.is_empty() => object(members, indent),
        other => other.to_string(),
    }
}

fn object(members: &Map<String, Value>, indent: usize) -> String {
    let members = members.iter().map(|(name, value)| (key(name), expression(value, indent + 2)));
    format!("{{\n{}{}}}", attributes(members, indent + 2), " ".repeat(indent))
}

/// `name = expression` lines; those on one line that follow one another have their `=` below each other.
pub(super) fn attributes(all: impl Iterator<Item = (String, String)>, indent: usize) -> String {
    let all: Vec<_> = all.collect();
    let is_single = |(_, expression): &(String, String)| !expression.contains('\n');
    let mut text = String::new();
    for run in all.chunk_by(|one, other| is_single(one) && is_single(other)) {
        let width = run.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        for (name, expression) in run {
            let padding = width - name.chars().count();
            let (blanks, fill) = (" ".repeat(indent), " ".repeat(padding));
            text.extend([&blanks, name, &fill, " = ", expression, "\n"]);
        }
    }
    text
}

fn key(name: &str) -> String {
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if is_name { name.to_owned() } else { quoted(name) }
}

/// A text in quotes in which nothing is an interpolation or a directive.
///
/// Source: <https://developer.hashicorp.com/terraform/language/expressions/strings>.
pub(super) fn quoted(written: &str) -> String {
    let mut text = String::from("\"");
    let letters: Vec<char> = written.chars().collect();
    for (index, letter) in letters.iter().enumerate() {
        match letter {
            '"' | '\\' => text.extend(['\\', *letter]),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            '\r' => text.push_str("\\r"),
            '$' | '%' => {
                let after = letters.get(index + 1..).unwrap_or_default();
                let same = after.iter().take_while(|next| *next == letter).count();
                match (same, after.get(same)) {
                    (0, Some('{')) => text.extend([*letter, *letter]),
                    // A mark before an escaped one would be taken for a part of it.
                    (_, Some('{')) => escape(&mut text, *letter),
                    _ => text.push(*letter),
                }
            }
            letter if is_printable(*letter) => text.push(*letter),
            letter => escape(&mut text, *letter),
        }
    }
    text.push('"');
    text
}
