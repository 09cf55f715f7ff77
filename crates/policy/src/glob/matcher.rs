//! A pattern made ready for many texts.

use super::{Case, Glob, Token};

/// A [`Glob`] in the shape in which texts are compared fastest: as strings between its stars.
///
/// It says of every text what [`Glob::matches`] says, and allocates nothing while doing so.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Matcher {
    shape: Shape,
    case: Case,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Shape {
    Everything,
    Text(Box<str>),
    /// Words with stars between them; the first and the last may be empty, those between are not.
    Words {
        first: Box<str>,
        between: Box<[Box<str>]>,
        last: Box<str>,
    },
    /// With `?`, which takes a letter of any length in bytes.
    Letters(Glob),
}

impl From<&Glob> for Matcher {
    fn from(glob: &Glob) -> Self {
        Self { shape: Shape::of(glob), case: glob.case() }
    }
}

impl Shape {
    fn of(glob: &Glob) -> Self {
        if glob.is_everything() {
            return Self::Everything;
        }
        if glob.tokens().contains(&Token::AnyChar) {
            return Self::Letters(glob.clone());
        }
        let mut words = glob
            .tokens()
            .split(|token| *token == Token::AnyRun)
            .map(|word| word.iter().filter_map(|token| token.letter()).collect::<Box<str>>());
        let Some(first) = words.next() else { return Self::Everything };
        let mut between: Vec<_> = words.collect();
        match between.pop() {
            Some(last) => Self::Words { first, between: between.into(), last },
            None => Self::Text(first),
        }
    }
}

impl Matcher {
    /// Whether the whole of `text` matches.
    pub fn matches(&self, text: &str) -> bool {
        match &self.shape {
            Shape::Everything => true,
            Shape::Text(whole) => self.equal(whole.as_bytes(), text.as_bytes()),
            Shape::Letters(glob) => glob.matches(text),
            Shape::Words { first, between, last } => self.words(first, between, last, text.as_bytes()),
        }
    }

    /// UTF-8 never finds a text inside of a letter, so bytes may be compared.
    fn words(&self, first: &str, between: &[Box<str>], last: &str, text: &[u8]) -> bool {
        let Some((head, rest)) = text.split_at_checked(first.len()) else { return false };
        let Some(middle) = rest.len().checked_sub(last.len()) else { return false };
        let Some((mut rest, tail)) = rest.split_at_checked(middle) else { return false };
        if !self.equal(first.as_bytes(), head) || !self.equal(last.as_bytes(), tail) {
            return false;
        }
        // The earliest place is the best for each word.
        for word in between {
            let word = word.as_bytes();
            let Some(at) = rest.windows(word.len()).position(|window| self.equal(word, window)) else {
                return false;
            };
            rest = rest.get(at + word.len()..).unwrap_or_default();
        }
        true
    }

    fn equal(&self, word: &[u8], text: &[u8]) -> bool {
        match self.case {
            Case::Sensitive => word == text,
            Case::Insensitive => word.eq_ignore_ascii_case(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_matcher_says_what_its_pattern_says(pattern in "[aBé*?]{0,8}", text in "[abé]{0,8}") {
            for glob in [Glob::new(&pattern), Glob::folded(&pattern), Glob::literal(&pattern)] {
                prop_assert_eq!(Matcher::from(&glob).matches(&text), glob.matches(&text));
            }
        }
    }

    #[test]
    fn words_lie_one_behind_the_other() {
        for (pattern, text, expected) in [
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("*ab*ab*", "abab", true),
            ("*ab*ab*", "abb", false),
            ("ab*ba", "aba", false),
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
        ] {
            assert_eq!(Matcher::from(&Glob::new(pattern)).matches(text), expected, "`{pattern}` on `{text}`");
        }
    }
}
