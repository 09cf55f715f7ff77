//! The plainest way to say what a pattern takes, and all words of a small world to try it on.

use super::super::{Class, PatternId, Patterns, Piece};
use crate::budget::Budget;

/// Whether the pieces take the text.
pub(super) fn takes(pieces: &[Piece], text: &[char]) -> bool {
    match (pieces, text) {
        ([], _) => text.is_empty(),
        ([Piece::Run(class), rest @ ..], _) => {
            takes(rest, text)
                || matches!(text, [first, after @ ..] if in_class(*class, *first) && takes(pieces, after))
        }
        ([_, ..], []) => false,
        ([piece, rest @ ..], [first, after @ ..]) => {
            let takes_first = match piece {
                Piece::Char(letter) => letter == first,
                Piece::Fold(letter) => letter.to_lowercase().eq(first.to_lowercase()),
                Piece::One(class) | Piece::Run(class) => in_class(*class, *first),
            };
            takes_first && takes(rest, after)
        }
    }
}

fn in_class(class: Class, letter: char) -> bool {
    match class {
        Class::Any => true,
        Class::NoColon => letter != ':',
        Class::NoSlash => !":/".contains(letter),
        Class::Digit => letter.is_ascii_digit(),
    }
}

/// All words of up to so many of the letters, the short ones first, then in the order of the letters.
pub(super) fn words(letters: &[char], longest: usize) -> Vec<Vec<char>> {
    let mut all = vec![vec![]];
    let mut from = 0;
    for _ in 0..longest {
        let last = all.get(from..).unwrap().to_vec();
        from = all.len();
        all.extend(
            last.iter().flat_map(|word| letters.iter().map(|&letter| [&word[..], &[letter]].concat())),
        );
    }
    all
}

/// All rows of up to so many of these pieces.
pub(super) fn rows(pieces: &[Piece], longest: usize) -> Vec<Vec<Piece>> {
    let mut all = vec![vec![]];
    let mut from = 0;
    for _ in 0..longest {
        let last = all.get(from..).unwrap().to_vec();
        from = all.len();
        all.extend(last.iter().flat_map(|row| pieces.iter().map(|&piece| [&row[..], &[piece]].concat())));
    }
    all
}

/// Writes pieces as text: `*?` take any letters, `+.` none that is `:`, `~-` neither `:` nor `/`, `%#` digits; capitals
/// stand for letters in either case.
pub(super) fn pieces(pattern: &str) -> Vec<Piece> {
    let piece = |letter| match letter {
        '*' => Piece::Run(Class::Any),
        '?' => Piece::One(Class::Any),
        '+' => Piece::Run(Class::NoColon),
        '.' => Piece::One(Class::NoColon),
        '~' => Piece::Run(Class::NoSlash),
        '-' => Piece::One(Class::NoSlash),
        '%' => Piece::Run(Class::Digit),
        '#' => Piece::One(Class::Digit),
        _ if letter.is_uppercase() => Piece::Fold(letter),
        _ => Piece::Char(letter),
    };
    pattern.chars().map(piece).collect()
}

pub(super) fn intern(patterns: &mut Patterns, pattern: &str) -> PatternId {
    patterns.intern(pieces(pattern))
}

pub(super) fn budget() -> Budget<'static> {
    Budget::new(1_000_000, None)
}
