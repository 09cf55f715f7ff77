//! A pattern as a list of tokens: building it, reading it, writing it.

use std::fmt;

use super::Tokens;

/// A pattern of letters, `?` and `*`.
///
/// Two patterns that differ only in how a run of wildcards is spelled are the same pattern: `**` is kept as `*`,
/// and `*?` as `?*`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Glob {
    // INVARIANT: in a run of wildcards every `AnyChar` stands before the only `AnyRun`, if there is one.
    tokens: Tokens,
    case: Case,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Token {
    /// This letter; also a `*` or `?` that stands for itself, as a policy variable `${*}` has it.
    Char(char),
    /// `?`: any one letter.
    AnyChar,
    /// `*`: any run of letters, also the empty one.
    AnyRun,
}

/// Whether `A` in a pattern also matches `a`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Case {
    /// ARNs and the values of `StringLike`.
    Sensitive,
    /// Actions. Only `A`–`Z` and `a`–`z` are folded: service prefixes and action names are ASCII, and with the folding of
    /// all Unicode the Kelvin sign `K` (U+212A) would match `k`, letting a text that names no action match a pattern.
    Insensitive,
}

impl Glob {
    /// The pattern as a policy writes it, case-sensitive.
    pub fn new(pattern: &str) -> Self {
        Self::written(pattern, Case::Sensitive)
    }

    /// The pattern as a policy writes it, matching without regard to ASCII case.
    pub fn folded(pattern: &str) -> Self {
        Self::written(pattern, Case::Insensitive)
    }

    /// The pattern that matches this text and no other: `*` and `?` stand for themselves.
    pub fn literal(text: &str) -> Self {
        Self::from_tokens(text.chars().map(Token::Char), Case::Sensitive)
    }

    /// `*`, which matches every text.
    pub fn everything() -> Self {
        Self { tokens: [Token::AnyRun].into_iter().collect(), case: Case::Sensitive }
    }

    pub fn from_tokens(tokens: impl IntoIterator<Item = Token>, case: Case) -> Self {
        Self::of(tokens.into_iter().collect(), case)
    }

    fn written(pattern: &str, case: Case) -> Self {
        Self::of(Tokens::written(pattern), case)
    }

    pub(crate) fn of(tokens: Tokens, case: Case) -> Self {
        let is_ordered = tokens
            .windows(2)
            .all(|pair| matches!(pair, [one, next] if *one != Token::AnyRun || next.letter().is_some()));
        Self { tokens: if is_ordered { tokens } else { ordered(&tokens) }, case }
    }

    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    pub fn case(&self) -> Case {
        self.case
    }

    /// Whether every text matches.
    pub fn is_everything(&self) -> bool {
        *self.tokens == [Token::AnyRun]
    }

    pub fn has_wildcard(&self) -> bool {
        self.tokens.iter().any(|token| token.letter().is_none())
    }

    /// The text of a pattern without wildcards, in the case it was written in.
    pub fn as_literal(&self) -> Option<String> {
        self.tokens.iter().map(|token| token.letter()).collect()
    }

    /// The letters before the first wildcard: every text that matches begins so, up to the pattern's [`Case`].
    pub fn literal_prefix(&self) -> String {
        self.tokens.iter().map_while(|token| token.letter()).collect()
    }

    /// A short text that matches: stars stand for nothing, each `?` for an `x`.
    pub fn example(&self) -> String {
        let letters = self.tokens.iter().filter(|token| **token != Token::AnyRun);
        letters.map(|token| token.letter().unwrap_or('x')).collect()
    }
}

impl Token {
    /// The token a letter of a policy's text stands for.
    pub fn written(letter: char) -> Self {
        match letter {
            '*' => Self::AnyRun,
            '?' => Self::AnyChar,
            letter => Self::Char(letter),
        }
    }

    /// The letter of a token that is no wildcard.
    pub fn letter(self) -> Option<char> {
        if let Self::Char(letter) = self { Some(letter) } else { None }
    }
}

impl Case {
    /// Whether a pattern's letter matches a text's letter.
    pub(super) fn equal(self, letter: char, other: char) -> bool {
        match self {
            Self::Sensitive => letter == other,
            Self::Insensitive => letter.eq_ignore_ascii_case(&other),
        }
    }
}

/// The same pattern in the one spelling of its runs of wildcards.
fn ordered(tokens: &[Token]) -> Tokens {
    let mut ordered: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        match (ordered.last_mut(), token) {
            (Some(Token::AnyRun), Token::AnyRun) => {}
            (Some(last @ Token::AnyRun), Token::AnyChar) => {
                *last = Token::AnyChar;
                ordered.push(Token::AnyRun);
            }
            (_, token) => ordered.push(*token),
        }
    }
    ordered.into_iter().collect()
}

/// Written as under policy version 2012-10-17, where a `*`, `?` or `${` that stands for itself is a policy variable.
impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut tokens = self.tokens.iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                Token::AnyRun => f.write_str("*")?,
                Token::AnyChar => f.write_str("?")?,
                Token::Char('*') => f.write_str("${*}")?,
                Token::Char('?') => f.write_str("${?}")?,
                Token::Char('$') if tokens.peek() == Some(&&Token::Char('{')) => f.write_str("${$}")?,
                Token::Char(letter) => write!(f, "{letter}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_wildcards_have_one_spelling() {
        for (written, kept) in [
            ("", ""),
            ("**", "*"),
            ("*?", "?*"),
            ("?*?**?", "???*"),
            ("a*?b", "a?*b"),
            ("a?b*c", "a?b*c"),
            ("*a**?", "*a?*"),
        ] {
            assert_eq!(Glob::new(written).to_string(), kept, "{written}");
        }
    }

    #[test]
    fn letters_that_look_like_wildcards_are_written_as_variables() {
        for (text, shown) in
            [("a*b", "a${*}b"), ("?", "${?}"), ("$5", "$5"), ("${x}", "${$}{x}"), ("$$", "$$")]
        {
            assert_eq!(Glob::literal(text).to_string(), shown, "{text}");
        }
    }

    #[test]
    fn a_pattern_without_wildcards_is_a_text() {
        assert_eq!(Glob::new("a/b").as_literal().as_deref(), Some("a/b"));
        assert_eq!(Glob::literal("a*").as_literal().as_deref(), Some("a*"));
        assert_eq!(Glob::new("a?").as_literal(), None);
        assert_eq!(Glob::new("").as_literal().as_deref(), Some(""));
        assert_eq!(Glob::new("Get*Tag").literal_prefix(), "Get");
        assert_eq!(Glob::new("?x").literal_prefix(), "");
    }

    #[test]
    fn everything_is_a_star_however_often_written() {
        for (pattern, expected) in [("*", true), ("***", true), ("?*", false), ("", false), ("a*", false)] {
            assert_eq!(Glob::new(pattern).is_everything(), expected, "{pattern}");
        }
    }
}
