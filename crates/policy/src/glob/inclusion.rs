//! Does a pattern cover another: is every text of the one a text of the other?
//!
//! The answer is read off the tokens. Split the cover at its stars into words, `w0 * w1 * … * wn`. In every word but
//! the last the `?` at its end stand before a star: they are *loose*, and ask only for so many letters more, at
//! any distance. What is left of a word is its *core*, and from `w1` on it begins and ends with a letter. The cover covers
//! the other pattern exactly if the other's tokens can be consumed in order so that
//!
//! - the last word lies on as many tokens at the end, none of them a star (a `?` lies on any letter or `?`),
//! - each core lies in the same way on tokens without a star, the first at the beginning,
//! - each loose `?` takes one more token, stepping over stars,
//! - each star takes whatever is between; and a cover without stars lies on a pattern without stars, token on token.
//!
//! That this suffices is plain: however the other's stars and `?` are filled, the parts stay where they are. That it is
//! necessary: consume greedily, each core at the first place where it fits. If that fails, fill the other's
//! `?` with a letter the cover does not name, each star that a loose `?` stepped over with nothing, and every other star
//! with one letter more than the cover has `?` in a row. No core can lie on such a filling (some letter of the
//! core, or its first or last, would stand on a strange one), so a core of the cover fits the text no earlier than it
//! fitted the tokens; loose `?` then reach as far in the text as in the tokens, as what they stepped over is empty. So the
//! cover fails on the text where the greedy way failed on the tokens. The last word is no different: it begins with
//! a letter, which would stand on a filling or before the place reached.
//!
//! Case: a letter lies on a letter if it matches all spellings of it. A case-sensitive cover with an ASCII letter `g`
//! does not cover a case-insensitive pattern: of the other's texts, the one in capitals has no `g` in it.

use super::{Case, Glob, Token};

/// How many letters an example may have; only patterns of many thousand tokens come near.
const LONGEST_EXAMPLE: usize = 1 << 22;
/// Of how many stars an example is made as short as it can be.
const READABLE: usize = 16;

impl Glob {
    /// Whether every text that matches `inner` also matches `self`.
    pub fn covers(&self, inner: &Self) -> bool {
        covers(self, inner, |_| {})
    }

    /// Whether the same texts match both.
    pub fn equivalent(&self, other: &Self) -> bool {
        self.covers(other) && other.covers(self)
    }

    /// A text that matches `self` and does not match `cover`; `None` if [`covers`](Self::covers) says there is none.
    ///
    /// It is also `None` where every such text would have to be millions of letters long, or to have a letter
    /// outside of all that Unicode has because `cover` names them all: the verdict is that of `covers`.
    pub fn outside(&self, cover: &Self) -> Option<String> {
        let mut empty = Vec::new();
        if covers(cover, self, |star| empty.push(star)) {
            return None;
        }
        let strange = strange_letter(cover)?;
        let long = 1 + longest_gap(cover);
        let stars = self.tokens().iter().enumerate().filter(|(_, token)| **token == Token::AnyRun);
        let proof =
            stars.map(|(at, _)| if empty.binary_search(&at).is_ok() { 0 } else { long }).collect::<Vec<_>>();
        // From the shortest to the one that the proof above is about.
        let fillings = [vec![0; proof.len()], vec![1; proof.len()], proof];
        let spellings = [
            |letter: char| letter,
            |letter: char| letter.to_ascii_lowercase(),
            |letter: char| letter.to_ascii_uppercase(),
        ];
        let spellings = if self.case() == Case::Insensitive { &spellings[..] } else { &spellings[..1] };
        let show = |filling: &[usize]| {
            let mut texts = spellings.iter().filter_map(|spelling| spell(self, strange, filling, spelling));
            texts.find(|text| !cover.matches(text))
        };
        let (mut filling, mut shown) =
            fillings.into_iter().find_map(|filling| show(&filling).map(|text| (filling, text)))?;
        if filling.len() <= READABLE {
            for star in 0..filling.len() {
                let mut shorter = filling.clone();
                shorter.iter_mut().skip(star).take(1).for_each(|letters| *letters = 0);
                if let Some(text) = show(&shorter) {
                    (filling, shown) = (shorter, text);
                }
            }
        }
        Some(shown)
    }
}

/// Consumes the tokens of `inner`, telling of each star that a loose `?` of the cover steps over, in rising order.
fn covers(cover: &Glob, inner: &Glob, mut step_over: impl FnMut(usize)) -> bool {
    let lies_on = |word: &[Token], tokens: &[Token]| {
        word.len() == tokens.len()
            && word.iter().zip(tokens).all(|(upper, lower)| takes(cover, *upper, inner, *lower))
    };
    let Some(last_star) = cover.tokens().iter().rposition(|token| *token == Token::AnyRun) else {
        return lies_on(cover.tokens(), inner.tokens());
    };
    let (words, last) = cover.tokens().split_at(last_star);
    let last = last.get(1..).unwrap_or_default();
    let Some((tokens, end)) =
        inner.tokens().len().checked_sub(last.len()).and_then(|at| inner.tokens().split_at_checked(at))
    else {
        return false;
    };
    if !lies_on(last, end) {
        return false;
    }
    let mut at = 0;
    for (index, word) in words.split(|token| *token == Token::AnyRun).enumerate() {
        let loose = word.iter().rev().take_while(|token| **token == Token::AnyChar).count();
        let core = word.get(..word.len() - loose).unwrap_or_default();
        let mut places = if index == 0 { at..=at } else { at..=tokens.len() };
        let place = places.find(|place| {
            tokens.get(*place..*place + core.len()).is_some_and(|tokens| lies_on(core, tokens))
        });
        let Some(place) = place else { return false };
        at = place + core.len();
        for _ in 0..loose {
            while tokens.get(at) == Some(&Token::AnyRun) {
                step_over(at);
                at += 1;
            }
            if at >= tokens.len() {
                return false;
            }
            at += 1;
        }
    }
    true
}

/// Whether the upper token, which is no star, matches every letter the lower one stands for, and that one is no star.
fn takes(cover: &Glob, upper: Token, inner: &Glob, lower: Token) -> bool {
    match (upper, lower) {
        (_, Token::AnyRun) | (Token::AnyRun, _) | (Token::Char(_), Token::AnyChar) => false,
        (Token::AnyChar, _) => true,
        (Token::Char(upper), Token::Char(lower)) => {
            let one_spelling = inner.case() == Case::Sensitive || !lower.is_ascii_alphabetic();
            cover.case().equal(upper, lower) && (one_spelling || cover.case() == Case::Insensitive)
        }
    }
}

/// A letter that no letter of the pattern matches, a readable one if there is one left.
fn strange_letter(pattern: &Glob) -> Option<char> {
    let readable = ('x'..='z').chain('a'..='w').chain('0'..='9');
    let any = ('\u{A1}'..='\u{10FFFF}').filter(|letter| letter.is_alphanumeric());
    let named = |letter: char| {
        pattern
            .tokens()
            .iter()
            .filter_map(|token| token.letter())
            .any(|named| named.eq_ignore_ascii_case(&letter))
    };
    readable.chain(any).find(|letter| !named(*letter))
}

/// The most `?` in a row.
fn longest_gap(pattern: &Glob) -> usize {
    let gaps = pattern.tokens().split(|token| *token != Token::AnyChar);
    gaps.map(<[Token]>::len).max().unwrap_or(0)
}

fn spell(
    pattern: &Glob,
    strange: char,
    filling: &[usize],
    spelling: impl Fn(char) -> char,
) -> Option<String> {
    let mut text = String::new();
    let mut filling = filling.iter();
    for token in pattern.tokens() {
        match token {
            Token::Char(letter) => text.push(spelling(*letter)),
            Token::AnyChar => text.push(strange),
            Token::AnyRun => text.extend(std::iter::repeat_n(strange, filling.next().copied().unwrap_or(0))),
        }
        if text.len() > LONGEST_EXAMPLE {
            return None;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covering_is_told_with_a_text_that_shows_it() {
        for (cover, inner, outside) in [
            ("*", "", None),
            ("", "", None),
            ("*", "a?*b", None),
            ("?*", "*?", None),
            ("a*", "a?c*", None),
            ("*b", "*ab", None),
            ("*a?*", "*a*?", None),
            ("a*b*c", "a*c*b*c", None),
            ("?*", "*", Some("")),
            ("a*", "*", Some("")),
            ("", "*", Some("x")),
            ("?", "*", Some("")),
            ("ab", "a?", Some("ax")),
            ("a?b", "a*b", Some("ab")),
            ("a*b", "a*", Some("a")),
            ("*a*", "*", Some("")),
            ("*x*", "?", Some("y")),
            ("*a?b*", "*a?*b*", Some("axxb")),
            ("?*a??*", "*a*?*", Some("ax")),
        ] {
            let (upper, lower) = (Glob::new(cover), Glob::new(inner));
            assert_eq!(upper.covers(&lower), outside.is_none(), "`{cover}` over `{inner}`");
            assert_eq!(lower.outside(&upper).as_deref(), outside, "`{inner}` without `{cover}`");
        }
    }

    #[test]
    fn a_folded_pattern_covers_all_spellings_and_a_sensitive_one_only_its_own() {
        let folded = Glob::folded("Get*");
        assert!(folded.covers(&Glob::new("gETObject")));
        assert!(folded.covers(&Glob::folded("getobject")));
        assert!(!Glob::new("Get*").covers(&folded));
        assert_eq!(folded.outside(&Glob::new("Get*")).as_deref(), Some("get"));
        assert!(Glob::new("12?").covers(&Glob::folded("12a")), "a digit has one spelling");
        assert!(Glob::folded("*").equivalent(&Glob::new("*")));
        assert!(!Glob::folded("a").equivalent(&Glob::new("a")));
    }

    #[test]
    fn a_letter_is_found_that_the_cover_does_not_name() {
        let cover: String = ('a'..='z').chain('0'..='9').flat_map(|letter| ['*', letter]).collect();
        let outside = Glob::new("?").outside(&Glob::new(&format!("{cover}*"))).unwrap();
        assert_eq!(outside, "ª");
    }
}
