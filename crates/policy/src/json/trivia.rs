//! Blanks and comments: the first are skipped, the second are faults that can be removed.

use memchr::{memchr, memmem};

use super::reader::{Reader, syntax};
use crate::{Edit, Fix, Span};

impl Reader<'_> {
    /// Moves to the next byte that means something, or to the end.
    pub(super) fn trivia(&mut self) {
        loop {
            match self.peek() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(b'/' | b'#') => {
                    if !self.comment() {
                        return;
                    }
                }
                // The first bytes of every blank that JSON does not know, and of much else.
                Some(0 | 0x0B | 0x0C | 0xC2 | 0xE1 | 0xE2 | 0xE3 | 0xEF) => {
                    if !self.odd_blanks() {
                        return;
                    }
                }
                _ => return,
            }
        }
    }

    fn comment(&mut self) -> bool {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        match rest {
            [b'#', ..] | [b'/', b'/', ..] => {
                let length = memchr(b'\n', rest).unwrap_or(rest.len());
                let body = self.text.get(start..start + length).unwrap_or_default();
                self.at = start + body.trim_end().len();
                // The blanks before the comment would be left at the end of the line.
                let before = self.text.get(..start).unwrap_or_default();
                let from = before.trim_end_matches([' ', '\t']).len();
                self.report_comment(start, self.span_from(from), "");
            }
            [b'/', b'*', body @ ..] => {
                let Some(length) = memmem::find(body, b"*/") else {
                    let fault = syntax(Span::new(start, start + 2), "this comment is never closed");
                    self.report(fault);
                    self.stop();
                    return true;
                };
                self.at = start + length + 4;
                let joins = |byte: Option<&u8>| byte.is_some_and(|byte| !is_separator(*byte));
                let before = start.checked_sub(1).and_then(|at| self.bytes.get(at));
                let glue = joins(before) && joins(self.bytes.get(self.at));
                self.report_comment(start, self.span_from(start), if glue { " " } else { "" });
            }
            _ => return false,
        }
        true
    }

    fn report_comment(&mut self, start: usize, removed: Span, by: &str) {
        let fault = syntax(self.span_from(start), "JSON has no comments")
            .help("keep the reason in `Sid`, or beside the policy")
            .fix(Fix::safe("remove the comment", removed, by));
        self.report(fault);
    }

    /// Skips a run of characters that look like blanks and are none to JSON.
    fn odd_blanks(&mut self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let run = rest.len() - rest.trim_start_matches(is_odd_blank).len();
        if run == 0 {
            return false;
        }
        let start = self.at;
        self.at += run;
        self.odd_blanks.push(Edit { span: self.span_from(start), text: " ".to_owned() });
        true
    }
}

/// Whether the byte cannot become part of a word or number on either side of it.
fn is_separator(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'{' | b'}' | b'[' | b']' | b',' | b':' | b'"')
}

/// NUL, Unicode's white space, and the two marks without a width.
fn is_odd_blank(each: char) -> bool {
    !matches!(each, ' ' | '\n' | '\r' | '\t')
        && (each.is_whitespace() || matches!(each, '\0' | '\u{200B}' | '\u{FEFF}'))
}
