//! A piece of the text, moved along it: the whole text at once, or a stream of which only the current record is held.

use std::borrow::Cow;

use super::text::{Capped, Cut};

const STEP: usize = 1 << 20;

/// How a record begins in the files that `CloudTrail` writes; inside a string its quotes would be escaped.
const RECORD_START: &[u8] = b"{\"eventVersion\"";

pub(super) struct Window<'a> {
    bytes: Cow<'a, [u8]>,
    stream: Option<Capped<'a>>,
    /// Offset of `bytes` in the text.
    base: u64,
    /// The place of reading, within `bytes`.
    at: usize,
    /// Where the current value began: what lies before it may be let go.
    mark: Option<usize>,
    record_limit: usize,
    /// Whether the current value was too long to hold.
    is_too_long: bool,
}

impl<'a> Window<'a> {
    pub(super) fn whole(bytes: Cow<'a, [u8]>, record_limit: usize) -> Self {
        Self { bytes, stream: None, base: 0, at: 0, mark: None, record_limit, is_too_long: false }
    }

    pub(super) fn stream(stream: Capped<'a>, record_limit: usize) -> Self {
        Self { stream: Some(stream), ..Self::whole(Cow::Owned(Vec::new()), record_limit) }
    }

    /// Why the text ended before its end, once it did.
    pub(super) fn cut(&mut self) -> Option<Cut> {
        self.stream.as_mut()?.cut.take()
    }

    /// The offset into the text.
    pub(super) fn offset(&self) -> u64 {
        self.base + self.at as u64
    }

    /// The text from here on, as far as it is at hand.
    pub(super) fn ahead(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Moves on within [`Self::ahead`].
    pub(super) fn advance(&mut self, count: usize) {
        self.at = (self.at + count).min(self.bytes.len());
    }

    pub(super) fn peek(&mut self) -> Option<u8> {
        if self.at >= self.bytes.len() && !self.refill() {
            return None;
        }
        self.bytes.get(self.at).copied()
    }

    pub(super) fn bump(&mut self) {
        self.at = (self.at + 1).min(self.bytes.len());
    }

    /// Moves over bytes that `keep` accepts and answers with the byte that stopped it; `None` where the text ends, or where what
    /// is held is too long and looks like several records run together.
    pub(super) fn skip_while(&mut self, keep: impl Fn(u8) -> bool) -> Option<u8> {
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            if let Some(count) = rest.iter().position(|byte| !keep(*byte)) {
                self.at += count;
                return self.peek();
            }
            self.at = self.bytes.len();
            if !self.keep_to_limit() || !self.refill() {
                return None;
            }
        }
    }

    /// Begins to hold the text of a value from here on.
    pub(super) fn hold(&mut self) {
        self.is_too_long = false;
        self.hold_on();
    }

    /// Begins to hold the text from here on, within a value that may have become too long to hold.
    pub(super) fn hold_on(&mut self) {
        self.mark = Some(self.at);
    }

    pub(super) fn release(&mut self) {
        self.mark = None;
    }

    /// The text held since [`Self::hold`].
    pub(super) fn held(&self) -> &[u8] {
        self.mark.and_then(|mark| self.bytes.get(mark..self.at)).unwrap_or_default()
    }

    /// Goes back to the first thing in the held text that begins like a record; false if nothing does.
    pub(super) fn back_to_record(&mut self) -> bool {
        let inner = self.inner_record();
        if let Some(offset) = inner {
            self.at = offset;
        }
        inner.is_some()
    }

    /// Whether something in the held text begins like a record.
    pub(super) fn has_inner_record(&self) -> bool {
        self.inner_record().is_some()
    }

    /// Whether more was moved over since [`Self::hold`] than one record may be, and it is held no longer.
    pub(super) fn is_too_long(&self) -> bool {
        self.is_too_long
    }

    /// Lets go of a value that is too long; false if what is held looks like several records run together.
    fn keep_to_limit(&mut self) -> bool {
        if self.held().len() <= self.record_limit {
            return true;
        }
        if self.inner_record().is_some() {
            return false;
        }
        self.mark = None;
        self.is_too_long = true;
        true
    }

    fn inner_record(&self) -> Option<usize> {
        let start = self.mark? + 1;
        let inner = memchr::memmem::find(self.bytes.get(start..self.at)?, RECORD_START)?;
        Some(start + inner)
    }

    /// Moves over one JSON value by its brackets and quotes; false where the text ends first or the value is too long.
    pub(super) fn skip_value(&mut self) -> bool {
        let mut depth = 0_usize;
        loop {
            let Some(byte) =
                self.skip_while(|byte| depth > 0 && !matches!(byte, b'"' | b'{' | b'}' | b'[' | b']'))
            else {
                return false;
            };
            match byte {
                b'"' => {
                    if !self.skip_string() {
                        return false;
                    }
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.bump();
                }
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    self.bump();
                }
                // A number, a literal, or junk: up to the next thing that has a meaning.
                _ => {
                    let ends = |byte| matches!(byte, b',' | b'}' | b']' | b'{' | b'[' | b'"' | b'\n');
                    self.skip_while(|byte| !ends(byte));
                }
            }
            if !self.keep_to_limit() {
                return false;
            }
            if depth == 0 {
                return true;
            }
        }
    }

    /// Moves over a string that begins here; false where the text ends first.
    pub(super) fn skip_string(&mut self) -> bool {
        self.bump();
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let Some(count) = memchr::memchr2(b'"', b'\\', rest) else {
                self.at = self.bytes.len();
                if !self.keep_to_limit() || !self.refill() {
                    return false;
                }
                continue;
            };
            let is_end = rest.get(count) == Some(&b'"');
            self.at += count + 1;
            if is_end {
                return true;
            }
            if self.peek().is_none() {
                return false;
            }
            self.bump();
        }
    }

    /// Reads on, letting go of what lies before the mark; false at the end.
    fn refill(&mut self) -> bool {
        let Some(stream) = &mut self.stream else { return false };
        let keep = self.mark.unwrap_or(self.at).min(self.at);
        let buffer = self.bytes.to_mut();
        buffer.drain(..keep);
        self.base += keep as u64;
        self.at -= keep;
        self.mark = self.mark.map(|mark| mark - keep);
        let before = buffer.len();
        // No more room than is filled: it may be a record as long as records may be.
        buffer.reserve_exact(STEP);
        stream.fill(buffer, STEP);
        buffer.len() > before
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read, repeat};

    use super::super::limits::Limits;
    use super::super::text::{self, Packing};
    use super::*;

    const LIMIT: usize = 1 << 20;

    /// A window onto a long run of a byte within a value: no more of it may be held than one record.
    fn held_of(opening: &'static [u8], run: u8, walk: fn(&mut Window<'_>)) -> usize {
        let bytes = opening.chain(repeat(run).take(16 << 20));
        let limits = Limits { record: LIMIT, ..Limits::default() };
        let mut window = text::stream(BufReader::new(bytes), Packing::None, &limits);
        assert!(window.peek().is_some());
        window.hold();
        walk(&mut window);
        assert_eq!(window.peek(), None, "it was walked to its end");
        match window.bytes {
            Cow::Owned(bytes) => bytes.capacity(),
            Cow::Borrowed(_) => 0,
        }
    }

    #[test]
    fn what_is_too_long_is_not_held_whatever_it_consists_of() {
        let value = |window: &mut Window<'_>| assert!(!window.skip_value());
        for (opening, run) in [
            (&b"{"[..], b' '),
            (b"{\"a\":", b'1'),
            (b"{\"a\":\"", b'x'),
            (b"{\"a\":\"", b'\\'),
            (b"[", b'['),
            (b"[", b','),
        ] {
            let held = held_of(opening, run, value);
            assert!(held <= 6 * LIMIT, "{held} bytes for a run of {}", char::from(run));
        }
        let blanks = |window: &mut Window<'_>| {
            window.bump();
            assert_eq!(window.skip_while(|byte| byte.is_ascii_whitespace()), None);
        };
        assert!(held_of(b"{", b'\n', blanks) <= 6 * LIMIT);
    }
}
