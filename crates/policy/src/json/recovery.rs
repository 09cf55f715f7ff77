//! What to do where the text fits nothing: find the next place where reading makes sense again.

use memchr::memchr3;

use super::{
    container::Container,
    reader::{Reader, syntax},
};
use crate::Span;

/// Characters of a word shown in a message.
const SHOWN: usize = 24;

impl Reader<'_> {
    /// What stands here, in words and as a span: a word, or one character.
    pub(super) fn found(&self) -> (String, Span) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let word = rest.find(|each: char| !(each.is_alphanumeric() || each == '_')).unwrap_or(rest.len());
        let Some(first) = rest.chars().next() else { return ("the end of the text".to_owned(), self.here()) };
        let length = word.max(first.len_utf8());
        let span = Span::new(self.at, self.at + length);
        let shown: String = rest.get(..length).unwrap_or_default().chars().take(SHOWN).collect();
        let found = match first {
            '"' => "a string".to_owned(),
            '`' => "a backtick".to_owned(),
            _ => format!("`{}`", shown.escape_debug()),
        };
        (found, span)
    }

    /// The innermost list or object that is open.
    pub(super) fn container(&self) -> Option<Container> {
        let opener = self.bytes.get(*self.open.last()?)?;
        Some(if *opener == b'[' { Container::Array } else { Container::Object })
    }

    /// Whether an item (or a member, up to its colon) certainly begins here, so that only a comma can be missing.
    pub(super) fn begins_element(&self, container: Container) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        match (container, rest) {
            (Container::Array, [b'"' | b'{' | b'[' | b'0'..=b'9', ..] | [b'-', b'0'..=b'9', ..]) => true,
            (Container::Array, _) => {
                let word = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                matches!(rest.get(..word), Some(b"true" | b"false" | b"null"))
            }
            (Container::Object, [b'"', body @ ..]) => {
                let Some(length) = string_length(body) else { return false };
                colon_follows(body.get(length..).unwrap_or_default())
            }
            (Container::Object, _) => {
                let word =
                    rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
                word > 0 && colon_follows(rest.get(word..).unwrap_or_default())
            }
        }
    }

    /// Skips to the comma or bracket that ends the broken element, or to a line that begins the next one.
    ///
    /// Brackets within what is skipped are skipped in pairs.
    pub(super) fn skip_junk(&mut self, container: Container) {
        let mut level = 0usize;
        while let Some(byte) = self.peek() {
            match byte {
                b',' | b']' | b'}' if level == 0 => return,
                b']' | b'}' => level -= 1,
                b'[' | b'{' => level += 1,
                b'"' => {
                    let body = self.bytes.get(self.at + 1..).unwrap_or_default();
                    // A quote that nothing on its line closes is skipped alone.
                    self.at += string_length(body).unwrap_or(0);
                }
                b'\n' if level == 0 => {
                    let rest = self.bytes.get(self.at..).unwrap_or_default();
                    self.at += rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                    if self.begins_element(container) {
                        return;
                    }
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// Skips a list or object whole, without recursion; a text that ends within it is read no further.
    pub(super) fn skip_brackets(&mut self) {
        let mut level = 0usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'[' | b'{' => level += 1,
                b']' | b'}' => level = level.saturating_sub(1),
                b'"' => self.at += string_length(self.bytes.get(self.at..).unwrap_or_default()).unwrap_or(0),
                _ => {}
            }
            if level == 0 {
                return;
            }
        }
        self.stop();
    }

    /// A bracket of the other kind: either this container was not closed, or it was closed by the wrong bracket.
    pub(super) fn wrong_closer(&mut self, container: Container) {
        if self.reported_closer == Some(self.at) {
            return;
        }
        let span = Span::new(self.at, self.at + 1);
        let open = self.open.last().copied().unwrap_or_default();
        let (opener, expected) = match container {
            Container::Array => ('[', ']'),
            Container::Object => ('{', '}'),
        };
        let closer = self.peek().map_or(' ', char::from);
        let opened = Span::new(open, open + 1);
        if self.closes_outer(closer) {
            self.reported_closer = Some(self.at);
            let message = format!("the `{opener}` is not closed before this `{closer}`");
            self.report(syntax(span, message).label(opened, "opened here"));
        } else {
            let message = format!("`{closer}` cannot close `{opener}`: expected `{expected}`");
            self.report(syntax(span, message).label(opened, "opened here"));
            self.at += 1;
        }
    }

    /// Whether the bracket here is better read as the end of a container further out.
    ///
    /// The brackets of the rest of the text tell: they close what is left open under one reading or the other.
    fn closes_outer(&mut self, closer: char) -> bool {
        let opener = if closer == ']' { b'[' } else { b'{' };
        let Some(left_open) = self.open.iter().rposition(|at| self.bytes.get(*at) == Some(&opener)) else {
            return false;
        };
        let Some(look_aheads) = self.look_aheads.checked_sub(1) else { return false };
        self.look_aheads = look_aheads;
        let if_wrong_kind = self.open.len() - 1;
        let closed = self.closed_by_rest();
        closed == left_open || closed != if_wrong_kind
    }

    /// How many brackets the text behind this one closes that it does not open.
    fn closed_by_rest(&self) -> usize {
        let mut at = self.at + 1;
        let (mut level, mut closed) = (0usize, 0usize);
        while let Some(byte) = self.bytes.get(at) {
            at += 1;
            match byte {
                b'[' | b'{' => level += 1,
                b']' | b'}' if level == 0 => closed += 1,
                b']' | b'}' => level -= 1,
                b'"' => at += string_length(self.bytes.get(at..).unwrap_or_default()).unwrap_or(0),
                _ => {}
            }
        }
        closed
    }
}

/// The bytes of a string behind its opening quote up to the closing one, which must stand on the same line.
///
/// The closing quote is counted.
fn string_length(body: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = body.get(at..)?;
        let next = memchr3(b'"', b'\\', b'\n', rest)?;
        at += next + 1;
        match rest.get(next)? {
            b'"' => return Some(at),
            b'\\' => at += 1,
            _ => return None,
        }
    }
}

fn colon_follows(rest: &[u8]) -> bool {
    rest.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':')
}
