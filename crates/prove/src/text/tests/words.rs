//! Questions put to all words of a few letters, one after the other.

use proptest::prelude::*;

use super::super::letters::{folded, rank};
use super::super::{Class, PatternId, Patterns, Piece};
use crate::budget::Budget;

/// The letters of the small world. With `other`, `d` is there because a witness may need a letter that is not named.
const LETTERS: [char; 7] = ['a', 'd', '0', '1', 'A', '/', ':'];

/// Whether the pieces take the text, tried in the plainest way.
fn takes(pieces: &[Piece], text: &[char]) -> bool {
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
                Piece::Fold(letter) => folded(*letter) == folded(*first),
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

/// All words of up to so many letters, the short ones first, and in order of rank among those that are as long.
fn words(longest: usize) -> Vec<Vec<char>> {
    let mut all = vec![vec![]];
    let mut last = all.clone();
    for _ in 0..longest {
        last = last
            .iter()
            .flat_map(|word| LETTERS.iter().map(move |&letter| [&word[..], &[letter]].concat()))
            .collect();
        all.extend(last.iter().cloned());
    }
    all
}

fn piece() -> impl Strategy<Value = Piece> {
    let class = prop::sample::select(vec![Class::Any, Class::NoColon, Class::NoSlash, Class::Digit]);
    prop_oneof![
        3 => prop::sample::select(vec!['a', '1', '/', ':', 'A']).prop_map(Piece::Char),
        1 => Just(Piece::Fold('A')),
        1 => class.clone().prop_map(Piece::One),
        3 => class.prop_map(Piece::Run),
    ]
}

fn pattern(longest: usize) -> impl Strategy<Value = Vec<Piece>> {
    prop::collection::vec(piece(), 0..=longest)
}

type Group = Vec<Vec<Piece>>;

fn groups() -> impl Strategy<Value = (Vec<Group>, Group)> {
    let group = prop::collection::vec(pattern(4), 0..4);
    (prop::collection::vec(group, 0..3), prop::collection::vec(pattern(4), 0..4))
}

fn budget() -> Budget {
    Budget::new(1_000_000)
}

fn is_wanted(groups: &[Group], none: &[Vec<Piece>], word: &[char]) -> bool {
    groups.iter().all(|group| group.iter().any(|pieces| takes(pieces, word)))
        && !none.iter().any(|pieces| takes(pieces, word))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_shortest_word_is_the_first_that_fits((groups, none) in groups()) {
        let mut patterns = Patterns::default();
        let mut intern = |group: &Group| {
            group.iter().map(|pieces| patterns.intern(pieces.clone())).collect::<Vec<PatternId>>()
        };
        let ids: Vec<_> = groups.iter().map(&mut intern).collect();
        let none_ids = intern(&none);
        let all_of: Vec<&[PatternId]> = ids.iter().map(Vec::as_slice).collect();
        let found = patterns.shortest(&all_of, &none_ids, &mut budget()).unwrap();
        let is_empty = patterns.is_empty(&all_of, &none_ids, &mut budget()).unwrap();
        prop_assert_eq!(found.is_none(), is_empty);
        let first = words(4).into_iter().find(|word| is_wanted(&groups, &none, word));
        match (found, first) {
            (None, first) => prop_assert_eq!(first, None),
            (Some(found), Some(first)) => {
                // A letter that is not named stands for the first such, which is `d` among the letters here.
                let found: Vec<_> = found.chars().map(|letter| if rank(letter) < rank('d') && letter != 'a' { 'd' } else { letter }).collect();
                prop_assert_eq!(found, first);
            }
            (Some(found), None) => {
                let found: Vec<_> = found.chars().collect();
                prop_assert!(found.len() > 4 && is_wanted(&groups, &none, &found));
            }
        }
    }
}
