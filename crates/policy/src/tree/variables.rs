//! Policy variables: `${key}`, `${key, 'default'}`, and `${*}`, `${?}`, `${$}` for the characters themselves.
//!
//! They mean something only under `Version` `2012-10-17` (see [`super::Policy::variables_active`]).
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>

use std::ops::Range;

use crate::{Piece, ResourcePattern, Token};

/// A text with its variables told apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template {
    pub parts: Vec<Part>,
    pub faults: Vec<VariableFault>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Text as written; `*` and `?` in it are wildcards where the element takes them.
    Text(String),
    /// `${*}`, `${?}` or `${$}`: the character itself, never a wildcard.
    Literal(char),
    /// The value of a context key, or the default if the request has no such key.
    Variable { key: String, default: Option<String> },
}

/// Something that looks like a variable and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableFault {
    /// Byte range in the text.
    pub range: Range<usize>,
    pub kind: VariableFaultKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VariableFaultKind {
    /// `${aws:username`
    MissingBrace,
    /// `${}`
    Empty,
    /// `${aws: username}`
    Space,
    /// `${aws:username, anonymous}`
    MissingQuote,
}

impl Template {
    /// Tells the variables of `text` apart. A `${` without `}` is kept as text; any other fault still counts as a variable,
    /// whose value nobody can know.
    pub fn parse(text: &str) -> Self {
        let mut template = Self::default();
        let mut at = 0;
        while let Some(rest) = text.get(at..) {
            let Some(offset) = rest.find("${") else {
                template.push_text(rest);
                break;
            };
            template.push_text(rest.get(..offset).unwrap_or_default());
            let start = at + offset;
            let inner_start = start + 2;
            let inner_and_rest = text.get(inner_start..).unwrap_or_default();
            let Some(length) = closing_brace(inner_and_rest) else {
                template.fault(start..text.len(), VariableFaultKind::MissingBrace);
                template.push_text(text.get(start..).unwrap_or_default());
                break;
            };
            let inner = inner_and_rest.get(..length).unwrap_or_default();
            at = inner_start + length + 1;
            template.push_variable(inner, start..at);
        }
        template
    }

    /// Whether the text stands for itself alone.
    pub fn has_variables(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Variable { .. }))
    }

    /// The keys that the text asks for, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Variable { key, .. } => Some(key.as_str()),
            _ => None,
        })
    }

    /// The text as the pieces of a pattern in which `*` and `?` are wildcards.
    pub fn pieces(&self) -> impl Iterator<Item = Piece> {
        self.parts.iter().flat_map(|part| -> Box<dyn Iterator<Item = Piece>> {
            match part {
                Part::Text(text) => Box::new(Piece::written(text)),
                Part::Literal(letter) => Box::new(std::iter::once(Piece::Token(Token::Char(*letter)))),
                Part::Variable { .. } => Box::new(std::iter::once(Piece::Variable)),
            }
        })
    }

    fn push_text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if let Some(Part::Text(last)) = self.parts.last_mut() {
            last.push_str(text);
        } else {
            self.parts.push(Part::Text(text.to_owned()));
        }
    }

    fn push_variable(&mut self, inner: &str, range: Range<usize>) {
        let part = match inner {
            "*" => Part::Literal('*'),
            "?" => Part::Literal('?'),
            "$" => Part::Literal('$'),
            _ => {
                let (key, default) = match inner.split_once(',') {
                    Some((key, default)) => (key, Some(default.trim())),
                    None => (inner, None),
                };
                if key.is_empty() {
                    self.fault(range.clone(), VariableFaultKind::Empty);
                } else if key.contains(char::is_whitespace) {
                    self.fault(range.clone(), VariableFaultKind::Space);
                }
                let quoted = default.map(unquote);
                if quoted == Some(None) {
                    self.fault(range, VariableFaultKind::MissingQuote);
                }
                Part::Variable { key: key.trim().to_owned(), default: quoted.flatten() }
            }
        };
        self.parts.push(part);
    }

    fn fault(&mut self, range: Range<usize>, kind: VariableFaultKind) {
        self.faults.push(VariableFault { range, kind });
    }
}

impl ResourcePattern {
    /// A pattern whose policy variables are active.
    pub fn with_variables(text: &str) -> Self {
        if text.contains("${") {
            Self::from_pieces(text, Template::parse(text).pieces())
        } else {
            Self::parse(text)
        }
    }
}

/// Where the variable ends: the first `}` outside the quotes of a default, but before the next `${`.
fn closing_brace(text: &str) -> Option<usize> {
    let mut in_quotes = false;
    let mut unquoted_close = None;
    for (at, c) in text.char_indices() {
        match c {
            '\'' => in_quotes = !in_quotes,
            '}' if !in_quotes => return Some(at),
            '}' => unquoted_close = unquoted_close.or(Some(at)),
            '$' if !in_quotes && text.get(at..).is_some_and(|rest| rest.starts_with("${")) => {
                return unquoted_close;
            }
            _ => {}
        }
    }
    // A default whose quote never ends still ends at its brace.
    unquoted_close
}

fn unquote(text: &str) -> Option<String> {
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    Some(inner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Part {
        Part::Text(text.to_owned())
    }

    fn variable(key: &str, default: Option<&str>) -> Part {
        Part::Variable { key: key.to_owned(), default: default.map(str::to_owned) }
    }

    #[test]
    fn variables_are_told_from_text() {
        let cases = [
            ("plain*", vec![text("plain*")]),
            ("${aws:username}", vec![variable("aws:username", None)]),
            (
                "a/${aws:PrincipalTag/team, 'none'}/*",
                vec![text("a/"), variable("aws:PrincipalTag/team", Some("none")), text("/*")],
            ),
            ("${aws:x, ''}", vec![variable("aws:x", Some(""))]),
            ("${aws:x, 'a}b'}c", vec![variable("aws:x", Some("a}b")), text("c")]),
            ("${*}${?}${$}", vec![Part::Literal('*'), Part::Literal('?'), Part::Literal('$')]),
            ("$100 {x}", vec![text("$100 {x}")]),
            ("", vec![]),
        ];
        for (input, parts) in cases {
            let template = Template::parse(input);
            assert_eq!(template.parts, parts, "{input}");
            assert!(template.faults.is_empty(), "{input}");
        }
    }

    #[test]
    fn faults_name_their_kind_and_place() {
        use VariableFaultKind as Kind;
        let cases = [
            ("x/${aws:username", Kind::MissingBrace, 2..16),
            ("${}", Kind::Empty, 0..3),
            ("${aws: username}", Kind::Space, 0..16),
            ("${aws:username, anonymous}", Kind::MissingQuote, 0..26),
            ("${aws:username, 'anonymous}", Kind::MissingQuote, 0..27),
            ("${a${aws:username}", Kind::MissingBrace, 0..18),
        ];
        for (input, kind, range) in cases {
            assert_eq!(Template::parse(input).faults, [VariableFault { range, kind }], "{input}");
        }
    }
}
