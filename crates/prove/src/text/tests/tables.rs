//! Single questions with answers that can be seen.

use super::super::automaton::Automaton;
use super::super::{Patterns, Piece};
use super::plain::{budget, intern, pieces};
use crate::budget::{Budget, Spent};

/// The shortest text that all of the first take, and none of the others.
fn shortest(all_of: &[&str], none_of: &[&str]) -> Option<String> {
    let mut patterns = Patterns::default();
    let all: Vec<_> = all_of.iter().map(|pattern| [intern(&mut patterns, pattern)]).collect();
    let all: Vec<&[_]> = all.iter().map(<[_; 1]>::as_slice).collect();
    let none: Vec<_> = none_of.iter().map(|pattern| intern(&mut patterns, pattern)).collect();
    patterns.shortest(&all, &none, &mut budget()).unwrap()
}

#[test]
fn shortest_words_that_can_be_seen() {
    for (all_of, none_of, expected) in [
        (&[][..], &[][..], Some("")),
        (&[], &["*"], None),
        (&[], &[""], Some("a")),
        (&["?"], &["a", "b", "1"], Some("c")),
        (&["?"], &["A", "B"], Some("c")),
        (&["*"], &["*:*", ""], Some("a")),
        (&["?"], &["."], Some(":")),
        (&["."], &["-"], Some("/")),
        (&["-"], &["#", "a"], Some("b")),
        (&["#"], &["0", "1", "2", "3"], Some("4")),
        (&["#"], &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], None),
        (&["a*"], &["a", "a?*"], None),
        (&["a*b", "*c*"], &[], Some("acb")),
        (&["*"], &["+", "*:*"], None),
        (&["+"], &["~", "*/*"], None),
        (&["+"], &["~"], Some("/")),
        (&["~:%"], &["*:", "*:0*"], Some(":1")),
        (&["~a~"], &["%a%"], Some("aa")),
        (&["%1%"], &["1*", "01"], Some("21")),
        (&["%10"], &["10", "?10"], Some("0010")),
    ] {
        assert_eq!(shortest(all_of, none_of).as_deref(), expected, "{all_of:?} without {none_of:?}");
    }
}

#[test]
fn a_group_takes_what_one_of_its_patterns_takes() {
    for (groups, none, expected) in [
        (&[&["ba", "c", "b"][..]][..], &[][..], Some("b")),
        (&[&["aaa", "b"], &["?", "???"]], &["b"], Some("aaa")),
        (&[&["aa*", "b?*"], &["*c", "*d"]], &["*c"], Some("bd")),
        (&[&["a", "b"], &["c", "d*"]], &[], None),
        (&[&["*"], &["a*", "b"]], &["a?*", "a"], Some("b")),
        (&[&[], &["*"]], &[], None),
    ] {
        let mut patterns = Patterns::default();
        let mut ids =
            |row: &[&str]| row.iter().map(|pattern| intern(&mut patterns, pattern)).collect::<Vec<_>>();
        let (all, none_ids) = (groups.iter().map(|group| ids(group)).collect::<Vec<_>>(), ids(none));
        let all: Vec<_> = all.iter().map(Vec::as_slice).collect();
        let found = patterns.shortest(&all, &none_ids, &mut budget()).unwrap();
        assert_eq!(found.as_deref(), expected, "{groups:?} without {none:?}");
    }
}

/// A run makes earlier places of its pattern needless only if what is between is of its class.
#[test]
fn runs_of_every_class_before_letters_and_other_runs() {
    for (pattern, text, takes) in [
        ("%1", "0121", true),
        ("%a%", "1a2", true),
        ("~a%", "1a2", true),
        ("a~b:+c", "axb:yc", true),
        ("a~b:+c", "axb:y:c", false),
        // The run of digits is reached while the other may still go on with letters.
        ("~1%b", "a1x1b", true),
        ("~1%b", "a1x12b", true),
        ("~1%b", "a1/1b", false),
        ("+/~z", "a/b/cz", true),
        ("+/~z", "a/b:z", false),
        ("*:~:%", "a:b/c:d:1", true),
        ("*:~:%", "a:b/c:1", false),
        ("*/%", "1/2/3", true),
        ("%~", "12a", true),
        ("%~", "12/", false),
        ("#%1?", "0112", true),
    ] {
        let mut patterns = Patterns::default();
        let id = intern(&mut patterns, pattern);
        assert_eq!(patterns.matches(id, text), takes, "{pattern} {text}");
        let word: Vec<_> = text.chars().map(Piece::Char).collect();
        let both = Automaton::new(&[vec![&word], vec![&pieces(pattern)]], &[]);
        assert_eq!(both.shortest(&mut budget()), Ok(takes.then(|| text.to_owned())), "{pattern} {text}");
        let rest = Automaton::new(&[vec![&word]], &[&pieces(pattern)]);
        assert_eq!(rest.shortest(&mut budget()), Ok((!takes).then(|| text.to_owned())), "{pattern} {text}");
    }
}

#[test]
fn letters_in_any_case() {
    let fold = |letter| vec![Piece::Fold(letter)];
    let char = |letter| vec![Piece::Char(letter)];
    for (all, none, expected) in [
        (fold('A'), vec![], Some("a")),
        (fold('a'), vec![char('a')], Some("A")),
        (fold('a'), vec![char('a'), char('A')], None),
        (fold('K'), vec![char('k'), char('K')], Some("\u{212a}")),
        (fold('K'), vec![char('k'), char('K'), char('\u{212a}')], None),
        (fold('É'), vec![char('é')], Some("É")),
        (fold('É'), vec![fold('é')], None),
        (fold('Ǆ'), vec![char('ǆ'), char('Ǆ')], Some("ǅ")),
        (fold('ẞ'), vec![char('ß')], Some("ẞ")),
        (fold('1'), vec![char('1')], None),
        (fold('İ'), vec![char('İ')], None),
        (pieces("?"), vec![fold('a'), fold('b')], Some("c")),
        (char('É'), vec![fold('é')], None),
        (char('e'), vec![fold('é')], Some("e")),
    ] {
        let mut patterns = Patterns::default();
        let case = format!("{all:?} without {none:?}");
        let all = patterns.intern(all);
        let none: Vec<_> = none.into_iter().map(|row| patterns.intern(row)).collect();
        let found = patterns.shortest(&[&[all]], &none, &mut budget()).unwrap();
        assert_eq!(found.as_deref(), expected, "{case}");
    }
}

#[test]
fn the_same_language_is_interned_once() {
    for (one, other) in [
        ("**", "*"),
        ("*?", "?*"),
        ("*?*?*", "??*"),
        ("*+~%", "*"),
        ("%~+*", "*"),
        ("+.", ".+"),
        ("a%+b", "a+b"),
        ("É1", "é1"),
    ] {
        let mut patterns = Patterns::default();
        let other = other.chars().map(|letter| if letter == 'é' { 'É' } else { letter }).collect::<String>();
        assert_eq!(intern(&mut patterns, one), intern(&mut patterns, &other), "{one} {other}");
    }
    let mut patterns = Patterns::default();
    assert_ne!(intern(&mut patterns, "*."), intern(&mut patterns, ".*"));
}

/// Fifteen letters from the end there is an `a`, or a `b`: a state for each set of places where one was.
#[test]
fn what_is_too_much_to_walk_ends_with_the_budget() {
    let mut patterns = Patterns::default();
    let many = "?".repeat(25);
    let [a, b, c] = ["a", "b", "c"].map(|letter| intern(&mut patterns, &format!("*{letter}{many}*z")));
    let none = ["*a?????????????????????????*", "*d"].map(|pattern| intern(&mut patterns, pattern));
    let ask = |patterns: &mut Patterns, steps| {
        patterns.shortest(&[&[a, b], &[b, c]], &none, &mut Budget::new(steps, None))
    };
    assert_eq!(ask(&mut patterns, 2000), Err(Spent));
}
