//! The tokens of a pattern, shared with the patterns that were read from the same text.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, Range};
use std::sync::Arc;

use super::Token;

/// Some tokens in a row. The six parts of an ARN are read from one text and share what holds their tokens, so that reading one, and
/// copying a pattern, takes next to no memory.
#[derive(Debug, Clone)]
pub(crate) struct Tokens {
    all: Arc<[Token]>,
    // INVARIANT: a range within `all`.
    own: Range<usize>,
}

impl Tokens {
    /// One for each letter of a policy's text.
    pub(crate) fn written(text: &str) -> Self {
        if text.is_ascii() {
            text.bytes().map(|letter| Token::written(char::from(letter))).collect()
        } else {
            text.chars().map(Token::written).collect()
        }
    }

    /// Some of them, without a copy; none of what is beyond their end.
    pub(crate) fn part(&self, part: Range<usize>) -> Self {
        let end = self.own.end.min(self.own.start + part.end);
        Self { all: Arc::clone(&self.all), own: end.min(self.own.start + part.start)..end }
    }
}

impl FromIterator<Token> for Tokens {
    fn from_iter<I: IntoIterator<Item = Token>>(tokens: I) -> Self {
        let all: Arc<[Token]> = tokens.into_iter().collect();
        Self { own: 0..all.len(), all }
    }
}

impl Deref for Tokens {
    type Target = [Token];

    fn deref(&self) -> &[Token] {
        self.all.get(self.own.clone()).unwrap_or_default()
    }
}

impl PartialEq for Tokens {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Tokens {}

impl Hash for Tokens {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl PartialOrd for Tokens {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Tokens {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}
