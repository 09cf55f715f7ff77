//! Text in quotes: escapes, raw control characters, quotes of the wrong kind, quotes forgotten.

use memchr::memchr2;

use super::reader::{Reader, syntax};
use crate::{Edit, Fix, Safety, Span, write::quote};

impl Reader<'_> {
    /// The string whose opening `"` stands here.
    pub(super) fn string(&mut self) -> String {
        let body = self.at + 1;
        let rest = self.bytes.get(body..).unwrap_or_default();
        if let Some(length) = memchr2(b'"', b'\\', rest)
            && let Some((plain, [b'"', ..])) = rest.split_at_checked(length)
            && !has_control(plain)
        {
            self.at = body + length + 1;
            return self.text.get(body..body + length).unwrap_or_default().to_owned();
        }
        self.string_with_care()
    }

    /// A string with escapes, or with faults.
    fn string_with_care(&mut self) -> String {
        let start = self.at;
        self.at += 1;
        let mut value = String::new();
        let mut raw = Vec::new();
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let plain = rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)).count();
            let run = self.at;
            self.at += plain;
            value.push_str(self.since(run));
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    break;
                }
                Some(b'\\') => self.escape(&mut value),
                Some(b'\n' | b'\r') if self.quote_forgotten() => {
                    self.end_of_line(start, &mut value);
                    break;
                }
                Some(control) => {
                    let run = self.at;
                    self.at += 1;
                    value.push(char::from(control));
                    raw.push(Edit { span: self.span_from(run), text: escaped(control) });
                }
                None => {
                    let quote = Span::new(start, start + 1);
                    self.report(syntax(quote, "the string that begins here is never closed"));
                    self.stop();
                    break;
                }
            }
        }
        self.report_raw(raw);
        value
    }

    fn report_raw(&mut self, edits: Vec<Edit>) {
        let Some(first) = edits.first() else { return };
        let what = match self.bytes.get(first.span.range().start) {
            Some(b'\n' | b'\r') => "a line break",
            Some(b'\t') => "a tab",
            _ => "a control character",
        };
        let fault = syntax(first.span, format!("{what} inside a string must be written `{}`", first.text));
        self.report(fault.fix(Fix {
            title: "write it as an escape".to_owned(),
            safety: Safety::Safe,
            edits,
        }));
    }

    fn escape(&mut self, value: &mut String) {
        let start = self.at;
        let rest = self.text.get(start + 1..).unwrap_or_default();
        let Some(kind) = rest.chars().next() else {
            // The text ends here, which the string reports.
            self.at += 1;
            return;
        };
        let resolved = match kind {
            '"' | '\\' | '/' => kind,
            'b' => '\u{8}',
            'f' => '\u{C}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.unicode_escape(value),
            _ if kind.is_control() => {
                self.at += 1;
                let fault = syntax(self.span_from(start), "a `\\` must be written `\\\\`");
                self.report(fault.fix(Fix::safe("double the backslash", self.span_from(start), "\\\\")));
                value.push('\\');
                return;
            }
            _ => {
                self.at += 1 + kind.len_utf8();
                let span = self.span_from(start);
                let written = self.since(start);
                let fix = match kind {
                    '\'' => Fix::safe("remove the backslash", span, "'"),
                    _ => Fix::risky("double the backslash", span, format!("\\{written}")),
                };
                value.push_str(if kind == '\'' { "'" } else { written });
                let message = format!("`{}` is not an escape of JSON", written.replace('`', "'"));
                self.report(syntax(span, message).help("a backslash itself is written `\\\\`").fix(fix));
                return;
            }
        };
        self.at += 2;
        value.push(resolved);
    }

    fn unicode_escape(&mut self, value: &mut String) {
        let start = self.at;
        let Some(first) = self.code_unit() else {
            let digits =
                self.bytes.iter().skip(start + 2).take(4).take_while(|byte| byte.is_ascii_hexdigit()).count();
            self.at = start + 2 + digits;
            value.push_str(self.since(start));
            if self.peek().is_none() {
                // Cut off within the escape: the string says that it has no end.
                return;
            }
            let message = format!("`{}` needs four hexadecimal digits after `\\u`", self.since(start));
            self.report(syntax(self.span_from(start), message));
            return;
        };
        self.at += 6;
        let after_first = self.at;
        if matches!(first, 0xD800..0xDC00)
            && let Some(second @ 0xDC00..0xE000) = self.code_unit()
        {
            self.at += 6;
            value.extend(char::decode_utf16([first, second]).flatten());
        } else if let Some(character) = char::from_u32(u32::from(first)) {
            value.push(character);
        } else {
            self.at = after_first;
            value.push(char::REPLACEMENT_CHARACTER);
            let message =
                format!("`{}` is half of a surrogate pair and stands for no character", self.since(start));
            self.report(syntax(self.span_from(start), message));
        }
    }

    /// The number of a `\uXXXX` that stands here.
    fn code_unit(&self) -> Option<u16> {
        let digits = self.text.get(self.at..self.at + 6)?.strip_prefix("\\u")?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        u16::from_str_radix(digits, 16).ok()
    }

    /// Whether the string was meant to end on this line: the next line begins as if it had.
    fn quote_forgotten(&self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default().trim_start();
        match rest.as_bytes() {
            // The quote that ends a string of several lines is followed by what follows strings.
            [b'"', behind @ ..] => {
                let next = behind.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
                !matches!(next, None | Some(b',' | b'}' | b']' | b':' | b'\n'))
            }
            [b'}' | b']', ..] => true,
            _ => false,
        }
    }

    /// Ends a string at the end of its line, before the comma if the line ends with one.
    fn end_of_line(&mut self, start: usize, value: &mut String) {
        let line = self.since(start).trim_end();
        let line = line.strip_suffix(',').unwrap_or(line).trim_end();
        let dropped = self.at - start - line.len();
        // Whatever was dropped stands at the end of the value as it was written: blanks and commas need no escape.
        value.truncate(value.floor_char_boundary(value.len().saturating_sub(dropped)));
        self.at = start + line.len().max(1);
        let quote = Span::new(start, start + 1);
        let end = self.here();
        let fault = syntax(quote, "the string that begins here is not closed on its line")
            .label(end, "it seems to end here")
            .fix(Fix::risky("close the string", end, "\""));
        self.report(fault);
    }

    /// A quote that is not JSON's: its closing twin.
    pub(super) fn odd_quote(&self) -> Option<char> {
        match self.text.get(self.at..)?.chars().next()? {
            '\'' => Some('\''),
            '\u{2018}' | '\u{2019}' => Some('\u{2019}'),
            '\u{201C}' | '\u{201D}' | '\u{201E}' => Some('\u{201D}'),
            _ => None,
        }
    }

    /// Text in quotes that are not JSON's, closed on the same line.
    pub(super) fn odd_string(&mut self, closing: char) -> String {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let opening = rest.chars().next().map_or(0, char::len_utf8);
        let mut escaped = false;
        let mut end = None;
        for (at, each) in rest.char_indices().skip(1) {
            match each {
                '\n' => break,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                _ if each == closing || (closing == '\u{201D}' && matches!(each, '"' | '\u{201C}')) => {
                    end = Some((at, each.len_utf8()));
                    break;
                }
                _ => {}
            }
        }
        let Some((end, closing_length)) = end else {
            let line = rest.lines().next().unwrap_or_default().trim_end();
            let line = line.trim_end_matches([',', '}', ']', ' ']);
            let text = line.get(opening..).unwrap_or_default().to_owned();
            self.at += opening + text.len();
            let quote = Span::new(start, start + opening);
            self.report(syntax(
                quote,
                "the string that begins here is not closed, and strings stand in double quotes",
            ));
            return text;
        };
        let inner = rest.get(opening..end).unwrap_or_default();
        self.at += end + closing_length;
        let json = requoted(inner);
        // Faults within are found again once the quotes are right: one place, one diagnostic.
        let value = Reader::new(&json, 0).string();
        let span = self.span_from(start);
        let message = if closing == '\'' {
            "strings stand in double quotes, not in single ones"
        } else {
            "strings stand in straight double quotes, not in typographic ones"
        };
        self.report(syntax(span, message).fix(Fix::safe("use double quotes", span, json)));
        value
    }
}

fn has_control(bytes: &[u8]) -> bool {
    bytes.iter().copied().fold(u8::MAX, u8::min) < 0x20
}

/// A control character as JSON writes it inside of a string.
fn escaped(control: u8) -> String {
    quote(char::from(control).encode_utf8(&mut [0; 4])).trim_matches('"').to_owned()
}

/// The inside of a string in other quotes as a JSON string; its escapes stay as they are.
fn requoted(inner: &str) -> String {
    let mut json = String::with_capacity(inner.len() + 2);
    json.push('"');
    let mut characters = inner.chars();
    while let Some(each) = characters.next() {
        match each {
            '\\' => match characters.next() {
                Some('\'') => json.push('\''),
                Some(other) => json.extend(['\\', other]),
                None => json.push_str("\\\\"),
            },
            '"' => json.push_str("\\\""),
            '\0'..' ' => json.push_str(&escaped(each as u8)),
            _ => json.push(each),
        }
    }
    json.push('"');
    json
}
