//! Values by their first byte; numbers, words, and words where text in quotes was meant.

use super::reader::{Reader, syntax};
use crate::{Diagnostic, Fix, Node, Span, Value, write::quote};

impl Reader<'_> {
    /// The value that begins here; the blanks before it are skipped already.
    pub(super) fn value(&mut self) -> Node {
        let start = self.at;
        match self.peek() {
            Some(b'"') => {
                let text = self.string();
                self.node(start, Value::String(text))
            }
            Some(b'{') => self.object(),
            Some(b'[') => self.array(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            None => {
                self.unclosed();
                self.node(start, Value::Null)
            }
            Some(_) => match self.odd_quote() {
                Some(quote) => {
                    let text = self.odd_string(quote);
                    self.node(start, Value::String(text))
                }
                None => self.bare_text(),
            },
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Node {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) || !self.ends_token(start + word.len()) {
            return self.bare_text();
        }
        self.at += word.len();
        self.node(start, value)
    }

    fn number(&mut self) -> Node {
        let start = self.at;
        let length = number_length(self.bytes.get(start..).unwrap_or_default());
        match length {
            Some(length) if self.ends_token(start + length) => {
                self.at += length;
                self.node(start, Value::Number(self.since(start).to_owned()))
            }
            _ => self.bare_text(),
        }
    }

    /// Whether a number or word may end before `at`.
    fn ends_token(&self, at: usize) -> bool {
        match self.bytes.get(at) {
            None | Some(b',' | b']' | b'}' | b':' | b'"' | b'[' | b'{' | b'#') => true,
            Some(b'/') => matches!(self.bytes.get(at + 1), Some(b'/' | b'*')),
            Some(byte) => byte.is_ascii_whitespace(),
        }
    }

    /// A key without quotes, if a colon (or `=`) follows it.
    pub(super) fn bare_key(&mut self) -> Option<String> {
        let start = self.at;
        let rest = self.text.get(start..)?;
        let is_part = |each: char| !each.is_whitespace() && !"\"'`,:=[]{}#".contains(each);
        let length = rest.find(|each: char| !is_part(each)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at_checked(length)?;
        if word.is_empty() || !behind.trim_start().starts_with([':', '=']) {
            return None;
        }
        self.at += length;
        let span = self.span_from(start);
        let fault = syntax(span, format!("the key `{}` must be in double quotes", word.escape_debug()))
            .fix(Fix::safe("put it in double quotes", span, quote(word)));
        self.report(fault);
        Some(word.to_owned())
    }

    /// Anything else where a value must be: mostly text without quotes, or a number that JSON does not write so.
    fn bare_text(&mut self) -> Node {
        let start = self.at;
        let text = bare(self.text.get(start..).unwrap_or_default());
        if !text.starts_with(|each: char| each.is_alphanumeric() || "*+-._$/@".contains(each)) {
            let (found, span) = self.found();
            self.report(syntax(span, format!("expected a value, found {found}")));
            match self.container() {
                Some(container) => self.skip_junk(container),
                None => self.stop(),
            }
            return Node::new(span, Value::Null);
        }
        self.at += text.len();
        let span = self.span_from(start);
        let (value, fault) = meant(text, span);
        // A word that the text is cut off in is no fault of its own beside the open bracket.
        if self.at < self.text.len() || self.open.is_empty() {
            self.report(fault);
        }
        Node::new(span, value)
    }
}

/// The length of the longest number of JSON's grammar at the beginning: `-? int frac? exp?`.
fn number_length(bytes: &[u8]) -> Option<usize> {
    let digits = |from: usize| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    at += match digits(at) {
        0 => return None,
        count if count > 1 && bytes.get(at) == Some(&b'0') => return None,
        count => count,
    };
    if bytes.get(at) == Some(&b'.') {
        at += 1 + Some(digits(at + 1)).filter(|count| *count > 0)?;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        at += Some(digits(at)).filter(|count| *count > 0)?;
    }
    Some(at)
}

/// The text up to what ends a value, with neither comment nor blanks at its end.
fn bare(rest: &str) -> &str {
    let end = rest.find([',', ']', '}', '"', '\n', '{', '[', '\r']).unwrap_or(rest.len());
    let text = rest.get(..end).unwrap_or_default();
    let comment = [" //", " /*", " #", "\t//", "\t#"].iter().filter_map(|mark| text.find(mark)).min();
    text.get(..comment.unwrap_or(text.len())).unwrap_or_default().trim_end()
}

/// What was meant by text without quotes, and what to say about it.
fn meant(text: &str, span: Span) -> (Value, Diagnostic) {
    let shown = text.escape_debug();
    let quoted = |message: String| {
        let fault = syntax(span, message).fix(Fix::safe("put it in double quotes", span, quote(text)));
        (Value::String(text.to_owned()), fault)
    };
    let instead = |value: Value, by: &str| {
        let fault = syntax(span, format!("`{shown}` is not JSON's `{by}`"));
        (value, fault.fix(Fix::safe(format!("write `{by}`"), span, by)))
    };
    match text {
        "True" | "TRUE" => return instead(Value::Bool(true), "true"),
        "False" | "FALSE" => return instead(Value::Bool(false), "false"),
        "Null" | "NULL" | "None" | "nil" | "undefined" => return instead(Value::Null, "null"),
        "NaN" | "Infinity" | "-Infinity" | "+Infinity" => {
            return (Value::Null, syntax(span, format!("`{shown}` is not a number of JSON")));
        }
        _ => {}
    }
    let unsigned = text.trim_start_matches(['+', '-']);
    let is_decimal = unsigned.starts_with(|each: char| each.is_ascii_digit() || each == '.')
        && unsigned.chars().all(|each| each.is_ascii_digit() || each == '.');
    if !is_decimal {
        return quoted(format!("`{shown}` must be in double quotes"));
    }
    if unsigned.len() > 1 && unsigned.chars().all(|each| each.is_ascii_digit()) && unsigned.starts_with('0') {
        // An account id, most likely: as a number it would lose its zero.
        let fault = syntax(span, format!("the number `{shown}` has a leading zero"))
            .help("account ids and other digits that are no quantity are strings")
            .fix(Fix::risky("put it in double quotes", span, quote(text)));
        return (Value::String(text.to_owned()), fault);
    }
    match plain_decimal(text) {
        Some(decimal) => {
            let fault = syntax(span, format!("JSON does not write a number as `{shown}`"));
            let fault = fault.fix(Fix::safe(format!("write `{decimal}`"), span, decimal.clone()));
            (Value::Number(decimal), fault)
        }
        None => quoted(format!("`{shown}` is not a number; text must be in double quotes")),
    }
}

/// `+5`, `.5` and `5.` as JSON writes them.
fn plain_decimal(text: &str) -> Option<String> {
    let positive = text.strip_prefix('+').unwrap_or(text);
    let (sign, digits) = positive.strip_prefix('-').map_or(("", positive), |digits| ("-", digits));
    let digits = digits.strip_suffix('.').unwrap_or(digits);
    let zero = if digits.starts_with('.') { "0" } else { "" };
    let decimal = format!("{sign}{zero}{digits}");
    (number_length(decimal.as_bytes()) == Some(decimal.len())).then_some(decimal)
}
