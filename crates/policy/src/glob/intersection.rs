//! Is there a text that two patterns both match?
//!
//! If both have a star, there is one exactly if their first words (before the first star) and their last words (after the last
//! star) agree letter by letter, as far as the shorter reaches. Then first words, middle of the one, middle of
//! the other, last words, one after the other, match both: the stars next to its first and last word take in what
//! belongs to the other. If one has no star, the other's words are laid on it, each at the first place
//! where it agrees: each `?` of either is used once, so no choice disturbs another.

use super::{Case, Glob, Token};

/// Up to so many pairs of tokens the shortest common text is looked for: 15 ms and 4 MiB at most.
const SEARCHED: usize = 1 << 20;

impl Glob {
    /// Whether some text matches both.
    pub fn intersects(&self, other: &Self) -> bool {
        // Most patterns differ in a letter before any wildcard.
        let letters = self.tokens().iter().zip(other.tokens());
        let mut letters = letters.map_while(|(one, other)| one.letter().zip(other.letter()));
        if letters.any(|(one, letter)| meet(self, Token::Char(one), other, Token::Char(letter)).is_none()) {
            return false;
        }
        let (mine, others) = (Words::of(self), Words::of(other));
        match (mine, others) {
            (Some(mine), Some(others)) => {
                agree(self, mine.first.iter(), other, others.first.iter())
                    && agree(self, mine.last.iter().rev(), other, others.last.iter().rev())
            }
            (None, Some(words)) => lay(self, other, &words, |_, _| {}),
            (Some(words), None) => lay(other, self, &words, |_, _| {}),
            (None, None) => {
                self.tokens().len() == other.tokens().len()
                    && agree(self, self.tokens().iter(), other, other.tokens().iter())
            }
        }
    }

    /// A text that matches both, as short as any; of patterns of a thousand tokens and more it may be a longer one.
    pub fn common(&self, other: &Self) -> Option<String> {
        if !self.intersects(other) {
            return None;
        }
        match (Words::of(self), Words::of(other)) {
            (None, Some(words)) => spelt(self, other, &words),
            (Some(words), None) => spelt(other, self, &words),
            (Some(mine), Some(others))
                if self.tokens().len().saturating_mul(other.tokens().len()) > SEARCHED =>
            {
                let mut text = merge(self, mine.first.iter(), other, others.first.iter());
                text.extend(mine.middle.iter().chain(others.middle).filter_map(|token| shown(*token)));
                let last = merge(self, mine.last.iter().rev(), other, others.last.iter().rev());
                text.extend(last.into_iter().rev());
                Some(text.into_iter().collect())
            }
            (Some(_), Some(_)) => Some(shortest(self, other)),
            (None, None) => {
                let text = merge(self, self.tokens().iter(), other, other.tokens().iter());
                Some(text.into_iter().collect())
            }
        }
    }
}

/// A pattern with stars: `first * middle * last`, or `first * last` with an empty middle.
struct Words<'a> {
    first: &'a [Token],
    middle: &'a [Token],
    last: &'a [Token],
}

impl<'a> Words<'a> {
    /// `None` for a pattern without stars.
    fn of(pattern: &'a Glob) -> Option<Self> {
        let is_star = |token: &Token| *token == Token::AnyRun;
        let tokens = pattern.tokens();
        let start = tokens.iter().position(is_star)?;
        let end = tokens.iter().rposition(is_star)?;
        let part = |from, to| tokens.get(from..to).unwrap_or_default();
        Some(Self { first: part(0, start), middle: part(start + 1, end), last: part(end + 1, tokens.len()) })
    }
}

/// Lays the words of a pattern with stars on one without, if they all find a place, and tells of each.
fn lay<'a>(fixed: &Glob, starred: &Glob, words: &Words<'a>, mut put: impl FnMut(usize, &'a [Token])) -> bool {
    let ground = fixed.tokens();
    let agrees = |place: usize, word: &[Token]| {
        let ground = ground.get(place..place + word.len());
        ground.is_some_and(|ground| agree(fixed, ground.iter(), starred, word.iter()))
    };
    let Some(end) = ground.len().checked_sub(words.last.len()) else { return false };
    let mut at = words.first.len();
    if at > end || !agrees(0, words.first) || !agrees(end, words.last) {
        return false;
    }
    put(0, words.first);
    put(end, words.last);
    for word in words.middle.split(|token| *token == Token::AnyRun) {
        let last = end.checked_sub(word.len());
        let Some(place) = last.and_then(|last| (at..=last).find(|place| agrees(*place, word))) else {
            return false;
        };
        put(place, word);
        at = place + word.len();
    }
    true
}

/// What both match where the words of the one lie on the other.
fn spelt(fixed: &Glob, starred: &Glob, words: &Words<'_>) -> Option<String> {
    let ground = fixed.tokens();
    let mut text: Vec<char> = ground.iter().filter_map(|token| shown(*token)).collect();
    let put = |place: usize, word: &[Token]| {
        let ground = ground.get(place..place + word.len()).unwrap_or_default();
        let letters = merge(fixed, ground.iter(), starred, word.iter());
        for (seat, letter) in text.iter_mut().skip(place).zip(letters) {
            *seat = letter;
        }
    };
    lay(fixed, starred, words, put).then(|| text.into_iter().collect())
}

/// The shortest text that matches both, which must intersect.
///
/// `length[i][j]` is that of the shortest text that the tokens from `i` on of the one and from `j` on of the other
/// both match; every step goes forward in one of them at least, so the table is filled from its end.
fn shortest(one: &Glob, other: &Glob) -> String {
    let (rows, columns) = (one.tokens().len() + 1, other.tokens().len() + 1);
    let mut lengths = vec![u32::MAX; rows * columns];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let best = if row + 1 == rows && column + 1 == columns {
                0
            } else {
                let ways = steps(one, other, row, column).into_iter().flatten();
                let through = |step: Step| Some(step.length_through(&lengths, columns));
                ways.filter_map(through).min().unwrap_or(u32::MAX)
            };
            if let Some(length) = lengths.get_mut(row * columns + column) {
                *length = best;
            }
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut text = String::new();
    // Ends, as each step goes forward; `min_by_key` takes the first of equals, so the text is always the same.
    while let Some(step) = steps(one, other, row, column)
        .into_iter()
        .flatten()
        .min_by_key(|step| step.length_through(&lengths, columns))
    {
        text.extend(step.letter);
        (row, column) = (step.row, step.column);
    }
    text
}

/// A way on from a pair of places: the letter consumed, if any, and the places after.
#[derive(Clone, Copy)]
struct Step {
    letter: Option<char>,
    row: usize,
    column: usize,
}

impl Step {
    fn length_through(self, lengths: &[u32], columns: usize) -> u32 {
        let rest = lengths.get(self.row * columns + self.column).copied().unwrap_or(u32::MAX);
        rest.saturating_add(u32::from(self.letter.is_some()))
    }
}

fn steps(one: &Glob, other: &Glob, row: usize, column: usize) -> [Option<Step>; 2] {
    let step = |letter, row, column| Some(Step { letter, row, column });
    match (one.tokens().get(row), other.tokens().get(column)) {
        // A star ends, or takes in what the other consumes.
        (Some(Token::AnyRun), Some(token)) => {
            [step(None, row + 1, column), step(shown(*token), row, column + 1)]
        }
        (Some(token), Some(Token::AnyRun)) => {
            [step(None, row, column + 1), step(shown(*token), row + 1, column)]
        }
        (Some(Token::AnyRun), None) => [step(None, row + 1, column), None],
        (None, Some(Token::AnyRun)) => [step(None, row, column + 1), None],
        (Some(upper), Some(lower)) => {
            let letter = meet(one, *upper, other, *lower);
            [letter.and_then(|letter| step(Some(letter), row + 1, column + 1)), None]
        }
        _ => [None, None],
    }
}

/// Whether two words agree letter by letter as far as the shorter reaches.
fn agree<'a>(
    one: &Glob,
    word: impl Iterator<Item = &'a Token>,
    other: &Glob,
    others: impl Iterator<Item = &'a Token>,
) -> bool {
    word.zip(others).all(|(upper, lower)| meet(one, *upper, other, *lower).is_some())
}

/// The letters of two words that agree, as far as the longer reaches.
fn merge<'a>(
    one: &Glob,
    mut word: impl Iterator<Item = &'a Token>,
    other: &Glob,
    mut others: impl Iterator<Item = &'a Token>,
) -> Vec<char> {
    let mut letters = Vec::new();
    loop {
        letters.extend(match (word.next(), others.next()) {
            (Some(upper), Some(lower)) => meet(one, *upper, other, *lower),
            (Some(token), None) | (None, Some(token)) => shown(*token),
            (None, None) => return letters,
        });
    }
}

/// A letter that both tokens, which are no stars, match.
fn meet(one: &Glob, upper: Token, other: &Glob, lower: Token) -> Option<char> {
    let (Token::Char(letter), Token::Char(second)) = (upper, lower) else {
        return upper.letter().or(lower.letter()).or(Some('x'));
    };
    // Folded if either folds; a sensitive pattern's spelling is then the only one that will do.
    let case = one.case().max(other.case());
    case.equal(letter, second).then_some(if one.case() == Case::Sensitive { letter } else { second })
}

/// The letter that stands for a token in an example: none for a star.
fn shown(token: Token) -> Option<char> {
    match token {
        Token::Char(letter) => Some(letter),
        Token::AnyChar => Some('x'),
        Token::AnyRun => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intersection_is_told_with_a_shortest_text_that_shows_it() {
        for (one, other, common) in [
            ("*", "*", Some("")),
            ("", "*", Some("")),
            ("a", "b", None),
            ("a?", "?b", Some("ab")),
            ("a*", "*b", Some("ab")),
            ("a*", "*a", Some("a")),
            ("a*", "b*", None),
            ("*a", "*b", None),
            ("ab*", "a*b", Some("ab")),
            ("a*b", "ab", Some("ab")),
            ("a*b", "a", None),
            ("a?c", "*bc*", Some("abc")),
            ("a?c", "*b?c*", None),
            ("*ab*", "*ba*", Some("aba")),
            ("??", "*a*", Some("ax")),
            ("???", "a*b*a", Some("aba")),
            ("a*b*a", "a?", None),
            ("role/*-admin", "role/ops-*", Some("role/ops-admin")),
            ("??*", "*", Some("xx")),
        ] {
            let (one, other) = (Glob::new(one), Glob::new(other));
            assert_eq!(one.intersects(&other), common.is_some(), "`{one}` and `{other}`");
            assert_eq!(one.common(&other).as_deref(), common, "`{one}` and `{other}`");
        }
    }

    #[test]
    fn a_common_text_is_spelled_as_the_sensitive_pattern_has_it() {
        assert_eq!(Glob::folded("get*").common(&Glob::new("GEt?")).as_deref(), Some("GEtx"));
        assert_eq!(Glob::new("GEt*").common(&Glob::folded("get")).as_deref(), Some("GEt"));
        assert_eq!(Glob::new("get").common(&Glob::new("Get")), None);
    }

    #[test]
    fn patterns_too_long_to_search_still_have_a_common_text() {
        let one = Glob::new(&format!("{}*", "a".repeat(5_000)));
        let other = Glob::new(&format!("aa*{}*b", "b".repeat(5_000)));
        let text = one.common(&other).unwrap();
        assert!(one.matches(&text) && other.matches(&text));
    }
}
