//! A place in JSON text, moved on by the grammar. `None` means: not sound, or too odd to be read here.

use std::borrow::Cow;

use super::stop::stop;
use crate::record::Field;

/// Lists and objects that may lie in each other; deeper values are left to the slow way.
const DEPTH: u32 = 64;

pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn offset(&self) -> usize {
        self.at
    }

    /// Whether all of the text was passed: what is missing may come with more text.
    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// The members of the object that begins here: `read` is told each name and must move over the value.
    #[inline]
    pub(super) fn members(&mut self, mut read: impl FnMut(&mut Self, &'t str) -> Option<()>) -> Option<()> {
        self.expect(b'{')?;
        if self.peek()? == b'}' {
            self.at += 1;
            return Some(());
        }
        loop {
            let name = self.name()?;
            read(self, name)?;
            match self.peek()? {
                b',' => self.at += 1,
                b'}' => {
                    self.at += 1;
                    return Some(());
                }
                _ => return None,
            }
        }
    }

    /// The elements of the list that begins here.
    pub(super) fn elements(&mut self, mut read: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.expect(b'[')?;
        if self.peek()? == b']' {
            self.at += 1;
            return Some(());
        }
        loop {
            read(self)?;
            match self.peek()? {
                b',' => self.at += 1,
                b']' => {
                    self.at += 1;
                    return Some(());
                }
                _ => return None,
            }
        }
    }

    /// Reads the value of a member that is text into its place: see [`Field`].
    #[inline]
    pub(super) fn field(&mut self, into: &mut Field<'t>) -> Option<()> {
        *into = match self.peek()? {
            b'"' => {
                let start = self.at;
                match self.plain() {
                    Some(text) => Some(Cow::Borrowed(text)),
                    None => Some(Cow::Owned(self.unescaped(start)?)),
                }
            }
            b'0'..=b'9' => Some(Cow::Borrowed(self.count()?)),
            _ => {
                self.nothing()?;
                None
            }
        };
        Some(())
    }

    /// The text of the string that begins at `start` and was read up to its first escape: what escapes stand for is the business of
    /// the JSON library.
    #[cold]
    fn unescaped(&mut self, start: usize) -> Option<String> {
        self.escaped()?;
        serde_json::from_str(self.text.get(start..self.at)?).ok()
    }

    /// A value of a kind that is not expected here and says nothing.
    pub(super) fn nothing(&mut self) -> Option<()> {
        match self.peek()? {
            b'"' => self.plain().map(drop),
            b'0'..=b'9' => self.count().map(drop),
            b'n' | b't' | b'f' => self.literal(),
            b'[' => self.skip(),
            _ => None,
        }
    }

    /// The text of any value.
    #[inline]
    pub(super) fn raw(&mut self) -> Option<&'t str> {
        self.peek()?;
        let start = self.at;
        self.skip()?;
        self.text.get(start..self.at)
    }

    /// Moves over any value, by the whole grammar.
    #[inline]
    pub(super) fn skip(&mut self) -> Option<()> {
        match self.peek()? {
            b'"' => self.string(),
            b'{' | b'[' => self.skip_nested(),
            b'n' | b't' | b'f' => self.literal(),
            _ => self.number(),
        }
    }

    fn skip_nested(&mut self) -> Option<()> {
        // A bit for each open bracket, the innermost lowest: set for an object.
        let (mut open, mut depth) = (0_u64, 0_u32);
        loop {
            match self.peek()? {
                bracket @ (b'{' | b'[') => {
                    self.at += 1;
                    let is_object = bracket == b'{';
                    if self.peek()? == bracket + 2 {
                        self.at += 1;
                    } else {
                        if depth == DEPTH {
                            return None;
                        }
                        depth += 1;
                        open = open << 1 | u64::from(is_object);
                        if is_object {
                            self.any_name()?;
                        }
                        continue;
                    }
                }
                b'"' => self.string()?,
                b'n' | b't' | b'f' => self.literal()?,
                _ => self.number()?,
            }
            loop {
                if depth == 0 {
                    return Some(());
                }
                let is_object = open & 1 == 1;
                match (self.peek()?, is_object) {
                    (b',', true) => {
                        self.at += 1;
                        self.any_name()?;
                        break;
                    }
                    (b',', false) => {
                        self.at += 1;
                        break;
                    }
                    (b'}', true) | (b']', false) => {
                        self.at += 1;
                        open >>= 1;
                        depth -= 1;
                    }
                    _ => return None,
                }
            }
        }
    }

    /// The name of a member, which has no escapes, and the colon behind it.
    #[inline]
    fn name(&mut self) -> Option<&'t str> {
        if self.peek()? != b'"' {
            return None;
        }
        let name = self.plain()?;
        self.expect(b':')?;
        Some(name)
    }

    /// Moves over the name of a member and the colon behind it.
    #[inline]
    fn any_name(&mut self) -> Option<()> {
        if self.peek()? != b'"' {
            return None;
        }
        self.string()?;
        self.expect(b':')
    }

    /// Moves over the string that begins here.
    #[inline]
    fn string(&mut self) -> Option<()> {
        self.plain().map_or_else(|| self.escaped(), |_| Some(()))
    }

    /// The text of the string that begins here; of one with escapes nothing, and then the first of them is where to go on.
    ///
    /// Half of the text is strings, nearly all without escapes, so that this is made part of whatever asks for one.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "measured: a tenth of the instructions of the whole scan")]
    fn plain(&mut self) -> Option<&'t str> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let end = stop(bytes, start);
        if bytes.get(end) == Some(&b'"') {
            self.at = end + 1;
            return self.text.get(start..end);
        }
        self.at = end;
        None
    }

    /// Moves to the end of a string from within it.
    #[cold]
    fn escaped(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        while *bytes.get(self.at)? != b'"' {
            self.escape()?;
            self.at = stop(bytes, self.at);
        }
        self.at += 1;
        Some(())
    }

    /// An escape; anything else that ends a run is a control character, which strings must not hold.
    fn escape(&mut self) -> Option<()> {
        if self.byte()? != b'\\' {
            return None;
        }
        self.at += 1;
        let letter = self.byte()?;
        self.at += 1;
        match letter {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => {
                for _ in 0..4 {
                    if !self.byte()?.is_ascii_hexdigit() {
                        return None;
                    }
                    self.at += 1;
                }
                Some(())
            }
            _ => None,
        }
    }

    /// A number without sign, fraction or exponent, of so few digits that no reader would round it.
    fn count(&mut self) -> Option<&'t str> {
        let start = self.at;
        self.digits()?;
        let digits = self.text.get(start..self.at)?;
        let is_plain = digits.len() <= 19 && (digits.len() == 1 || !digits.starts_with('0'));
        let is_whole = !matches!(self.byte(), Some(b'.' | b'e' | b'E'));
        (is_plain && is_whole).then_some(digits)
    }

    fn number(&mut self) -> Option<()> {
        if self.byte()? == b'-' {
            self.at += 1;
        }
        if self.byte()? == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(())
    }

    /// At least one digit.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn literal(&mut self) -> Option<()> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let literal = [&b"null"[..], b"true", b"false"].into_iter().find(|literal| rest.starts_with(literal));
        if literal.is_none() && rest.len() < 5 {
            // It may be cut off.
            self.at = self.text.len();
        }
        self.at += literal?.len();
        Some(())
    }

    #[inline]
    fn expect(&mut self, wanted: u8) -> Option<()> {
        let is_wanted = self.peek()? == wanted;
        self.at += usize::from(is_wanted);
        is_wanted.then_some(())
    }

    /// The next byte that is no white space.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = self.byte()?;
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}
