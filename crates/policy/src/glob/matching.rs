//! Does a pattern match a text?

use super::{Glob, Token};

impl Glob {
    /// Whether the whole of `text` matches. Allocates nothing, and takes at most (tokens × letters) steps.
    pub fn matches(&self, text: &str) -> bool {
        let mut tokens = self.tokens();
        let mut letters = text.chars();
        // Where to go on when the word after the latest star does not fit: that word, and the text it was tried at.
        // The earliest place is the best for each word, so no star before the latest is ever looked at again.
        let mut retry = None;
        loop {
            let fits = match tokens.split_first() {
                Some((Token::AnyRun, [])) => return true,
                Some((Token::AnyRun, word)) => {
                    retry = Some((word, letters.clone()));
                    tokens = word;
                    continue;
                }
                // What is left of the text is too short here, and would be shorter after a retry.
                Some((token, after)) => match letters.next() {
                    None => return false,
                    Some(letter) => {
                        tokens = after;
                        token.letter().is_none_or(|wanted| self.case().equal(wanted, letter))
                    }
                },
                None if letters.as_str().is_empty() => return true,
                None => false,
            };
            if !fits {
                let Some((word, place)) = &mut retry else { return false };
                place.next();
                tokens = word;
                letters = place.clone();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_the_whole_text() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("*", "a\nb", true),
            ("?", "", false),
            ("?", "é", true),
            ("?", "ab", false),
            ("a*", "a", true),
            ("a*", "ba", false),
            ("*a", "aba", true),
            ("*ab", "aab", true),
            ("*?a", "a", false),
            ("a*a", "a", false),
            ("b/*/test/*", "b/1/2/test/x", true),
            ("*ab*ab*", "abab", true),
            ("*ab*ab*", "abb", false),
            ("a", "A", false),
        ] {
            assert_eq!(Glob::new(pattern).matches(text), expected, "`{pattern}` on `{text}`");
        }
    }

    #[test]
    fn a_literal_star_matches_only_a_star() {
        assert!(Glob::literal("a*").matches("a*"));
        assert!(!Glob::literal("a*").matches("ab"));
    }

    #[test]
    fn folding_is_of_ascii_letters_only() {
        let pattern = Glob::folded("getk*É");
        assert!(pattern.matches("GETKÉ"));
        assert!(!pattern.matches("GETKé"));
        assert!(!Glob::folded("k").matches("\u{212A}"), "the Kelvin sign is not a k");
    }
}
