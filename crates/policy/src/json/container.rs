//! Lists and objects, and the commas and colons between what they hold.

use super::reader::{Reader, syntax};
use crate::{Edit, Fix, Key, Member, Node, Safety, Span, Value, duplicate};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Array,
    Object,
}

impl Container {
    pub(super) fn closer(self) -> u8 {
        match self {
            Self::Array => b']',
            Self::Object => b'}',
        }
    }
}

impl Reader<'_> {
    pub(super) fn array(&mut self) -> Node {
        let start = self.at;
        let mut items = Vec::new();
        let is_read = self.contents(Container::Array, |reader| items.push(reader.value()));
        self.node(start, if is_read { Value::Array(items) } else { Value::Null })
    }

    pub(super) fn object(&mut self) -> Node {
        let start = self.at;
        let mut members = Vec::new();
        let is_read = self.contents(Container::Object, |reader| members.extend(reader.member()));
        duplicate::find(&members, |fault| self.report(fault));
        self.node(start, if is_read { Value::Object(members) } else { Value::Null })
    }

    /// Reads what a container holds; `false` if it is passed over, for it lies too deep.
    fn contents(&mut self, container: Container, mut read: impl FnMut(&mut Self)) -> bool {
        if self.is_too_deep() {
            self.skip_brackets();
            return false;
        }
        self.open.push(self.at);
        self.at += 1;
        while self.enters(container) {
            read(self);
            self.separator(container);
        }
        self.open.pop();
        true
    }

    /// Moves to the next item or member; `false` where the container ends, its bracket consumed.
    fn enters(&mut self, container: Container) -> bool {
        loop {
            self.trivia();
            match self.peek() {
                None => {
                    self.unclosed();
                    return false;
                }
                Some(byte) if byte == container.closer() => {
                    self.at += 1;
                    return false;
                }
                Some(b']' | b'}') => {
                    self.wrong_closer(container);
                    return false;
                }
                Some(b',') => self.commas(false),
                Some(_) => return true,
            }
        }
    }

    /// From the end of one item or member to the next, or to the bracket behind the last.
    fn separator(&mut self, container: Container) {
        let end = self.at;
        self.trivia();
        match self.peek() {
            Some(b',') => self.commas(true),
            None | Some(b']' | b'}') => {}
            Some(_) if self.begins_element(container) => {
                let gap = Span::new(end, end);
                let fault =
                    syntax(gap, "a comma is missing here").fix(Fix::safe("insert the comma", gap, ","));
                self.report(fault);
            }
            Some(_) => {
                let (found, span) = self.found();
                let message = format!("expected `,` or `{}`, found {found}", char::from(container.closer()));
                self.report(syntax(span, message));
                self.skip_junk(container);
                if self.peek() == Some(b',') {
                    self.commas(true);
                }
            }
        }
    }

    /// A run of commas; one is right after an element if another element follows, all others are too many.
    fn commas(&mut self, after_element: bool) {
        let mut commas = Vec::new();
        while self.peek() == Some(b',') {
            commas.push(self.at);
            self.at += 1;
            self.trivia();
        }
        let ends = match self.peek() {
            // A text cut off behind a comma is not a trailing comma.
            None => return,
            Some(byte) => matches!(byte, b']' | b'}'),
        };
        let right = usize::from(after_element && !ends);
        let edits: Vec<Edit> = commas
            .iter()
            .skip(right)
            .map(|at| Edit { span: Span::new(*at, at + 1), text: String::new() })
            .collect();
        let (Some(first), Some(last)) = (edits.first(), edits.last()) else { return };
        let span = first.span.to(last.span);
        let (message, title) = match (ends, edits.len()) {
            (true, 1) => ("a comma may not stand before the closing bracket", "remove the trailing comma"),
            (_, 1) => {
                ("a value is missing before this comma, or the comma is one too many", "remove the comma")
            }
            _ => ("values are missing between these commas, or the commas are too many", "remove the commas"),
        };
        let fix = Fix { title: title.to_owned(), safety: Safety::Safe, edits };
        self.report(syntax(span, message).fix(fix));
    }

    fn member(&mut self) -> Option<Member> {
        let start = self.at;
        let Some(text) = self.key() else {
            let (found, span) = self.found();
            let message = match self.peek() {
                Some(b':') => "the key before `:` is missing".to_owned(),
                _ => format!("expected a key in double quotes, found {found}"),
            };
            self.report(syntax(span, message));
            self.skip_junk(Container::Object);
            return None;
        };
        let key = Key { text, span: self.span_from(start) };
        self.trivia();
        let value = if self.colon(&key) { self.value() } else { Node::new(key.span.after(), Value::Null) };
        Some(Member { key, value })
    }

    fn key(&mut self) -> Option<String> {
        match self.peek() {
            Some(b'"') => Some(self.string()),
            _ => match self.odd_quote() {
                Some(quote) => Some(self.odd_string(quote)),
                None => self.bare_key(),
            },
        }
    }

    /// Moves to the value of the key; `false` if there is none, which is reported.
    fn colon(&mut self, key: &Key) -> bool {
        let after_key = key.span.after();
        match self.peek() {
            Some(b':') => {
                let colon = Span::new(self.at, self.at + 1);
                self.at += 1;
                self.trivia();
                if matches!(self.peek(), Some(b',' | b'}' | b']')) {
                    let message = format!("the value of `{}` is missing", key.text.escape_debug());
                    self.report(syntax(colon, message));
                    return false;
                }
                // At the end of the text, too, there is no value; which bracket is open then says the container.
                self.peek().is_some()
            }
            None => false,
            Some(b',' | b'}' | b']') => {
                let message = format!("the key `{}` has no value", key.text.escape_debug());
                self.report(syntax(key.span, message));
                false
            }
            Some(b'=') => {
                let start = self.at;
                self.at += if self.peek_at(1) == Some(b'>') { 2 } else { 1 };
                let span = self.span_from(start);
                let message = format!("expected `:` after the key, found `{}`", self.since(start));
                self.report(syntax(span, message).fix(Fix::safe("write `:`", span, ":")));
                self.trivia();
                !matches!(self.peek(), None | Some(b',' | b'}' | b']'))
            }
            Some(_) if self.begins_element(Container::Array) => {
                let fault = syntax(after_key, "a colon is missing between the key and its value")
                    .fix(Fix::safe("insert the colon", after_key, ":"));
                self.report(fault);
                true
            }
            Some(_) => {
                let (found, span) = self.found();
                self.report(syntax(span, format!("expected `:` after the key, found {found}")));
                self.skip_junk(Container::Object);
                false
            }
        }
    }
}
