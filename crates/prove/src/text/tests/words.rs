//! Questions whose answer is found by trying all words of a few letters, one after the other.
//!
//! The words tried are bounded. A word that was found and is longer must fit, and no word within the bound may; that no word
//! is found although a longer one fits is not seen here, but patterns are so short that few questions need one.

use proptest::prelude::*;

use super::super::{Class, PatternId, Patterns, Piece};
use super::plain::{budget, pieces, rows, takes, words};

/// The letters of the small world, in order of rank. Patterns name all but `b`, `d` and `0`.
const LETTERS: [char; 7] = ['a', 'b', '0', '1', 'A', '/', ':'];
const CLASSES: [Class; 4] = [Class::Any, Class::NoColon, Class::NoSlash, Class::Digit];

fn piece() -> impl Strategy<Value = Piece> {
    let class = prop::sample::select(&CLASSES[..]);
    prop_oneof![
        3 => prop::sample::select(vec!['a', '1', '/', ':', 'A']).prop_map(Piece::Char),
        1 => Just(Piece::Fold('A')),
        1 => class.clone().prop_map(Piece::One),
        3 => class.prop_map(Piece::Run),
    ]
}

type Group = Vec<Vec<Piece>>;

fn group(most: usize) -> impl Strategy<Value = Group> {
    prop::collection::vec(prop::collection::vec(piece(), 0..=4), 0..=most)
}

fn is_wanted(groups: &[Group], none: &[Vec<Piece>], word: &[char]) -> bool {
    groups.iter().all(|group| group.iter().any(|pieces| takes(pieces, word)))
        && !none.iter().any(|pieces| takes(pieces, word))
}

fn check_shortest(
    all: &[Vec<char>],
    longest: usize,
    groups: &[Group],
    none: &Group,
) -> Result<(), TestCaseError> {
    let mut patterns = Patterns::default();
    let mut intern =
        |group: &Group| group.iter().map(|row| patterns.intern(row.clone())).collect::<Vec<PatternId>>();
    let ids: Vec<_> = groups.iter().map(&mut intern).collect();
    let none_ids = intern(none);
    let all_of: Vec<&[PatternId]> = ids.iter().map(Vec::as_slice).collect();
    let found = patterns.shortest(&all_of, &none_ids, &mut budget()).unwrap();
    let is_empty = patterns.is_empty(&all_of, &none_ids, &mut budget()).unwrap();
    prop_assert_eq!(found.is_none(), is_empty);
    let first = all.iter().find(|word| is_wanted(groups, none, word));
    let found: Option<Vec<_>> = found.map(|found| found.chars().collect());
    match found {
        Some(found) if first.is_none() => {
            prop_assert!(found.len() > longest && is_wanted(groups, none, &found));
        }
        _ => prop_assert_eq!(found.as_ref(), first),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_shortest_word_is_the_first_that_fits(groups in prop::collection::vec(group(3), 0..3), none in group(3)) {
        check_shortest(&words(&LETTERS, 4), 4, &groups, &none)?;
    }

    #[test]
    fn longer_words_of_fewer_letters(
        groups in prop::collection::vec(group(2).prop_filter("some", |group| !group.is_empty()), 1..4),
        none in group(2),
    ) {
        // `b` and `0` stand for all that is not named; capitals are left out.
        let small = |group: &Group| group.iter().map(|row| row.iter().map(|&piece| match piece {
            Piece::Char('A') => Piece::Char('a'),
            Piece::Fold(_) => Piece::Char('1'),
            Piece::Char('/') => Piece::Char(':'),
            Piece::One(Class::NoSlash) => Piece::One(Class::NoColon),
            Piece::Run(Class::NoSlash) => Piece::Run(Class::NoColon),
            _ => piece,
        }).collect::<Vec<_>>()).collect::<Group>();
        let groups: Vec<_> = groups.iter().map(small).collect();
        check_shortest(&words(&['a', 'b', '0', '1', ':'], 6), 6, &groups, &small(&none))?;
    }
}

/// Two pieces and two pieces need no word of more than four letters, neither to meet nor to differ: a run filled with two
/// letters, one that a piece of the other must not take and one more than it has room for, tells as much as a longer
/// one. A fifth is there to be sure.
#[test]
fn all_pairs_of_small_patterns_cover_and_meet_as_their_words_do() {
    let all = words(&['a', 'b', '1', '0', '/', ':'], 5);
    let small = pieces("a1:/*?+.~-%#");
    let rows = rows(&small, 2);
    // Which words each pattern takes, one bit a word.
    let taken: Vec<Vec<u64>> = rows
        .iter()
        .map(|row| {
            let bits = |chunk: &[Vec<char>]| {
                chunk.iter().enumerate().fold(0, |bits, (at, word)| bits | u64::from(takes(row, word)) << at)
            };
            all.chunks(64).map(bits).collect()
        })
        .collect();
    let mut patterns = Patterns::default();
    let ids: Vec<_> = rows.iter().map(|row| patterns.intern(row.clone())).collect();
    for (at, one) in taken.iter().enumerate() {
        for (word, index) in all.iter().zip(0..).step_by(7) {
            let text = String::from_iter(word);
            assert_eq!(patterns.matches(ids[at], &text), one[index / 64] >> (index % 64) & 1 == 1, "{text}");
        }
        for (other_at, other) in taken.iter().enumerate() {
            let meets = one.iter().zip(other).any(|(one, other)| one & other != 0);
            let covers = one.iter().zip(other).all(|(one, other)| other & !one == 0);
            let pair = || format!("{:?} {:?}", rows[at], rows[other_at]);
            assert_eq!(patterns.meets(ids[at], ids[other_at], &mut budget()), Ok(meets), "{}", pair());
            assert_eq!(patterns.covers(ids[at], ids[other_at], &mut budget()), Ok(covers), "{}", pair());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn longer_patterns_cover_and_meet_as_their_words_do(
        one in prop::collection::vec(piece(), 0..=5),
        other in prop::collection::vec(piece(), 0..=4),
    ) {
        let mut patterns = Patterns::default();
        let (a, b) = (patterns.intern(one.clone()), patterns.intern(other.clone()));
        let (mut meets, mut covers) = (false, true);
        for word in words(&LETTERS, 5) {
            let (in_one, in_other) = (takes(&one, &word), takes(&other, &word));
            meets |= in_one && in_other;
            covers &= in_one || !in_other;
        }
        // Only longer words may tell otherwise, and then there is one.
        let said = patterns.meets(a, b, &mut budget()).unwrap();
        let word = patterns.shortest(&[&[a], &[b]], &[], &mut budget()).unwrap();
        prop_assert_eq!(said, word.is_some());
        prop_assert!(said == meets || word.is_some_and(|word| word.chars().count() > 5));
        let said = patterns.covers(a, b, &mut budget()).unwrap();
        let word = patterns.shortest(&[&[b]], &[a], &mut budget()).unwrap();
        prop_assert_eq!(said, word.is_none());
        prop_assert!(said == covers || word.is_some_and(|word| word.chars().count() > 5));
    }
}
