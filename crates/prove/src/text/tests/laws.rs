//! Laws that hold whatever the patterns are.

use proptest::prelude::*;

use super::super::automaton::Automaton;
use super::super::pattern::normalised;
use super::super::{Patterns, Piece};
use super::plain::{budget, pieces, takes};

fn row() -> impl Strategy<Value = Vec<Piece>> {
    "[ab1:/A*?+.~%#-]{0,7}".prop_map(|pattern| pieces(&pattern))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn covering_is_an_order_and_meeting_has_no_direction(a in row(), b in row(), c in row()) {
        let mut patterns = Patterns::default();
        let [a, b, c] = [a, b, c].map(|row| patterns.intern(row));
        let mut covers = |outer, inner| patterns.covers(outer, inner, &mut budget()).unwrap();
        prop_assert!(covers(a, a));
        prop_assert!(!covers(a, b) || !covers(b, c) || covers(a, c));
        let (outer, inner) = (covers(a, b), covers(b, a));
        // In a fresh arena, so that the memo does not answer.
        let meets = patterns.clone().meets(a, b, &mut budget()).unwrap();
        prop_assert_eq!(meets, patterns.meets(b, a, &mut budget()).unwrap());
        prop_assert!(meets || !outer && !inner);
    }

    #[test]
    fn interning_keeps_the_language(row in row(), text in "[ab1:/]{0,8}") {
        let mut patterns = Patterns::default();
        let id = patterns.intern(row.clone());
        let plain = takes(&row, &text.chars().collect::<Vec<_>>());
        prop_assert_eq!(patterns.matches(id, &text), plain);
        // An automaton says the same of the text alone.
        let text_id = patterns.intern(text.chars().map(Piece::Char).collect());
        prop_assert_eq!(patterns.covers(id, text_id, &mut budget()), Ok(plain));
    }

    #[test]
    fn what_is_asked_before_does_not_change_an_answer(rows in prop::collection::vec(row(), 4)) {
        let mut asked = Patterns::default();
        let ids: Vec<_> = rows.iter().map(|row| asked.intern(row.clone())).collect();
        let mut fresh = asked.clone();
        for &one in &ids {
            for &other in &ids {
                asked.covers(one, other, &mut budget()).unwrap();
                asked.meets(one, other, &mut budget()).unwrap();
            }
        }
        let ask = |patterns: &mut Patterns| patterns.shortest(&[&ids[..2]], &ids[2..], &mut budget());
        prop_assert_eq!(ask(&mut asked), ask(&mut fresh));
    }

    #[test]
    fn what_pairs_tell_does_not_change_an_answer(
        groups in prop::collection::vec(prop::collection::vec(row(), 1..4), 0..4),
        none in prop::collection::vec(row(), 0..4),
    ) {
        let mut patterns = Patterns::default();
        let mut intern =
            |group: &Vec<Vec<Piece>>| group.iter().map(|row| patterns.intern(row.clone())).collect::<Vec<_>>();
        let (ids, none_ids) = (groups.iter().map(&mut intern).collect::<Vec<_>>(), intern(&none));
        let all_of: Vec<_> = ids.iter().map(Vec::as_slice).collect();
        let normal = |group: &Vec<Vec<Piece>>| group.iter().cloned().map(normalised).collect::<Vec<_>>();
        let (groups, none) = (groups.iter().map(normal).collect::<Vec<_>>(), normal(&none));
        let rows: Vec<Vec<&[Piece]>> =
            groups.iter().map(|group| group.iter().map(Vec::as_slice).collect()).collect();
        let none: Vec<_> = none.iter().map(Vec::as_slice).collect();
        let word = Automaton::new(&rows, &none).shortest(&mut budget());
        prop_assert_eq!(patterns.is_empty(&all_of, &none_ids, &mut budget()), word.clone().map(|word| word.is_none()));
        prop_assert_eq!(patterns.shortest(&all_of, &none_ids, &mut budget()), word);
    }
}
