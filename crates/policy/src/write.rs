//! The tree as JSON text, the same for the same tree.

use crate::{Node, Value};

/// How the text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// One item or member a line, indented by so many spaces.
    Pretty(usize),
    /// No blank that is not needed: what counts against IAM's size limits.
    Minified,
}

impl Default for Style {
    fn default() -> Self {
        Self::Pretty(2)
    }
}

/// The JSON text of a tree, without a line break at its end.
///
/// Reading it again gives the same tree but for its spans, if no node is tagged: a tagged node is written in the long
/// form of `CloudFormation`'s intrinsic functions, `!Sub x` as `{"Fn::Sub": "x"}`.
pub fn write(node: &Node, style: Style) -> String {
    let mut writer = Writer { text: String::new(), style, level: 0 };
    writer.node(node);
    writer.text
}

/// A text as a JSON string, quotes included: only what must be escaped is.
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    push_quoted(&mut quoted, text);
    quoted
}

struct Writer {
    text: String,
    style: Style,
    level: usize,
}

impl Writer {
    fn node(&mut self, node: &Node) {
        match &node.value {
            Value::Null => self.text.push_str("null"),
            Value::Bool(value) => self.text.push_str(if *value { "true" } else { "false" }),
            Value::Number(digits) => self.text.push_str(digits),
            Value::String(text) => push_quoted(&mut self.text, text),
            Value::Array(items) => self.list('[', items, ']', Self::node),
            Value::Object(members) => self.list('{', members, '}', |writer, member| {
                writer.key(&member.key.text);
                writer.node(&member.value);
            }),
            Value::Tagged(tag, inner) => self.list('{', std::slice::from_ref(inner), '}', |writer, inner| {
                writer.key(&long_form(tag));
                match (tag.as_str(), inner.as_str().and_then(|text| text.split_once('.'))) {
                    // The long form takes the resource and its attribute apart; an attribute may have dots.
                    ("GetAtt", Some((resource, attribute))) => {
                        writer.list('[', &[resource, attribute], ']', |writer, part| {
                            push_quoted(&mut writer.text, part);
                        });
                    }
                    _ => writer.node(inner),
                }
            }),
        }
    }

    fn key(&mut self, key: &str) {
        push_quoted(&mut self.text, key);
        self.text.push_str(if self.style == Style::Minified { ":" } else { ": " });
    }

    fn list<T>(&mut self, open: char, elements: &[T], close: char, mut element: impl FnMut(&mut Self, &T)) {
        self.text.push(open);
        self.level += 1;
        for (index, each) in elements.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.line();
            element(self, each);
        }
        self.level -= 1;
        if !elements.is_empty() {
            self.line();
        }
        self.text.push(close);
    }

    fn line(&mut self) {
        if let Style::Pretty(indent) = self.style {
            self.text.push('\n');
            self.text.extend(std::iter::repeat_n(' ', indent * self.level));
        }
    }
}

/// The key that stands for a tag: `Ref` and `Condition` are no functions, everything else is.
fn long_form(tag: &str) -> String {
    match tag {
        "Ref" | "Condition" => tag.to_owned(),
        _ => format!("Fn::{tag}"),
    }
}

fn push_quoted(target: &mut String, text: &str) {
    target.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|each: char| matches!(each, '"' | '\\' | '\0'..' ')) {
        let (plain, special) = rest.split_at_checked(at).unwrap_or((rest, ""));
        target.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            Some('"') => target.push_str("\\\""),
            Some('\\') => target.push_str("\\\\"),
            Some('\n') => target.push_str("\\n"),
            Some('\r') => target.push_str("\\r"),
            Some('\t') => target.push_str("\\t"),
            Some(control) => {
                let hex = |shift: u32| char::from_digit((u32::from(control) >> shift) & 0xF, 16);
                target.push_str("\\u00");
                target.extend([hex(4), hex(0)].into_iter().flatten());
            }
            None => {}
        }
        rest = characters.as_str();
    }
    target.push_str(rest);
    target.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, Span, json};

    fn read(text: &str) -> Node {
        let (node, found) = json::read(text, &Limits::default());
        assert!(found.is_empty(), "{text}: {found:?}");
        node
    }

    #[test]
    fn each_style_has_one_layout() {
        let node = read(r#"{"a":[1.50,"x"],"b":{},"c":[],"d":{"e":null}}"#);
        assert_eq!(write(&node, Style::Minified), r#"{"a":[1.50,"x"],"b":{},"c":[],"d":{"e":null}}"#);
        let pretty = "{\n  \"a\": [\n    1.50,\n    \"x\"\n  ],\n  \"b\": {},\n  \"c\": [],\n  \"d\": {\n    \"e\": null\n  }\n}";
        assert_eq!(write(&node, Style::default()), pretty);
        assert_eq!(write(&node, Style::Pretty(4)), pretty.replace("  ", "    "));
    }

    #[test]
    fn strings_escape_what_they_must() {
        assert_eq!(quote("a\"\\/\n\r\t\u{0}\u{1f}\u{7f}é𝄞"), "\"a\\\"\\\\/\\n\\r\\t\\u0000\\u001f\u{7f}é𝄞\"");
    }

    #[test]
    fn tags_are_written_in_their_long_form() {
        let text = |tag: &str, value: Value| {
            let inner = Box::new(Node::new(Span::NONE, value));
            write(&Node::new(Span::NONE, Value::Tagged(tag.to_owned(), inner)), Style::Minified)
        };
        let string = |text: &str| Value::String(text.to_owned());
        assert_eq!(text("Sub", string("${A}")), r#"{"Fn::Sub":"${A}"}"#);
        assert_eq!(text("Ref", string("A")), r#"{"Ref":"A"}"#);
        assert_eq!(text("Condition", string("A")), r#"{"Condition":"A"}"#);
        assert_eq!(text("GetAtt", string("A.B.C")), r#"{"Fn::GetAtt":["A","B.C"]}"#);
        assert_eq!(text("GetAZs", string("")), r#"{"Fn::GetAZs":""}"#);
    }
}
