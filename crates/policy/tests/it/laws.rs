//! Laws of the wildcard algebra: against a naive matcher, against automata over whole small worlds, and by chance.
#![allow(clippy::indexing_slicing, reason = "a test may fail by panicking")]

use std::collections::{BTreeSet, HashMap, VecDeque};

use policy::{ActionPattern, Answer, Case, Glob, ResourcePattern};
use proptest::prelude::*;

/// A pattern as text, with a second opinion on it that shares no code with the algebra.
#[derive(Debug, Clone, Copy)]
struct Written<'a> {
    text: &'a str,
    case: Case,
}

impl Written<'_> {
    fn glob(self) -> Glob {
        match self.case {
            Case::Sensitive => Glob::new(self.text),
            Case::Insensitive => Glob::folded(self.text),
        }
    }

    fn takes(self, wanted: char, letter: char) -> bool {
        match self.case {
            Case::Sensitive => wanted == letter,
            Case::Insensitive => wanted.eq_ignore_ascii_case(&letter),
        }
    }

    /// Tries every way a star can go.
    fn matches(self, text: &str) -> bool {
        let mut letters = text.chars();
        let mut rest = self.text.chars();
        match rest.next() {
            None => text.is_empty(),
            Some('*') => {
                let after = Written { text: rest.as_str(), ..self };
                after.matches(text) || (letters.next().is_some() && self.matches(letters.as_str()))
            }
            Some(wanted) => letters.next().is_some_and(|letter| {
                let after = Written { text: rest.as_str(), ..self };
                (wanted == '?' || self.takes(wanted, letter)) && after.matches(letters.as_str())
            }),
        }
    }
}

/// A deterministic automaton by subset construction, over a few letters one of which stands for all that no pattern names.
struct Automaton {
    /// `next[state][letter]`; state 0 is the first.
    next: Vec<Vec<usize>>,
    accepts: Vec<bool>,
}

impl Automaton {
    fn new(pattern: Written<'_>, letters: &[char]) -> Self {
        let tokens: Vec<char> = pattern.text.chars().collect();
        // Bit n: the first n tokens are consumed; a star may be passed over.
        let close = |mut places: u32| {
            for (at, token) in tokens.iter().enumerate() {
                if places & (1 << at) != 0 && *token == '*' {
                    places |= 1 << (at + 1);
                }
            }
            places
        };
        let step = |places: u32, letter: char| {
            let mut after = 0;
            for (at, token) in tokens.iter().enumerate().filter(|(at, _)| places & (1 << at) != 0) {
                if *token == '*' {
                    after |= 1 << at;
                } else if *token == '?' || pattern.takes(*token, letter) {
                    after |= 1 << (at + 1);
                }
            }
            close(after)
        };
        let mut states = vec![close(1)];
        let mut number = HashMap::from([(states[0], 0)]);
        let mut next = Vec::new();
        while let Some(places) = states.get(next.len()).copied() {
            let row = letters.iter().map(|letter| {
                let after = step(places, *letter);
                *number.entry(after).or_insert_with(|| {
                    states.push(after);
                    states.len() - 1
                })
            });
            next.push(row.collect());
        }
        let accepts = states.iter().map(|places| places & (1 << tokens.len()) != 0).collect();
        Self { next, accepts }
    }

    /// The length of a shortest text over the letters that both automata are asked about and of which `wanted` holds.
    fn shortest(&self, other: &Self, wanted: impl Fn(bool, bool) -> bool) -> Option<usize> {
        let mut seen = vec![false; self.next.len() * other.next.len()];
        seen[0] = true;
        let mut queue = VecDeque::from([(0, 0, 0)]);
        while let Some((mine, others, length)) = queue.pop_front() {
            if wanted(self.accepts[mine], other.accepts[others]) {
                return Some(length);
            }
            for (mine, others) in self.next[mine].iter().zip(&other.next[others]) {
                let place = mine * other.next.len() + others;
                if !std::mem::replace(&mut seen[place], true) {
                    queue.push_back((*mine, *others, length + 1));
                }
            }
        }
        None
    }
}

/// All texts over these letters up to a length, the shortest first.
fn texts(letters: &[char], longest: usize) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut from = 0;
    for _ in 0..longest {
        let end = texts.len();
        for at in from..end {
            for letter in letters {
                texts.push(format!("{}{letter}", texts[at]));
            }
        }
        from = end;
    }
    texts
}

/// All patterns over these tokens up to a length, one of each that the algebra takes for the same.
fn patterns(tokens: &[char], longest: usize) -> Vec<String> {
    let mut seen = BTreeSet::new();
    texts(tokens, longest).into_iter().filter(|text| seen.insert(Glob::new(text))).collect()
}

/// Asks the algebra and the automata about every pair.
fn agree_on_all_pairs(patterns: &[Written<'_>], letters: &[char]) {
    let world: Vec<_> =
        patterns.iter().map(|pattern| (pattern, pattern.glob(), Automaton::new(*pattern, letters))).collect();
    for (one, glob, automaton) in &world {
        for (two, other, others) in &world {
            let covered = automaton.shortest(others, |mine, others| others && !mine).is_none();
            assert_eq!(glob.covers(other), covered, "{one:?} over {two:?}");
            let outside = other.outside(glob);
            assert_eq!(outside.is_none(), covered, "{two:?} without {one:?}");
            if let Some(text) = outside {
                assert!(two.matches(&text) && !one.matches(&text), "{two:?} without {one:?}: `{text}`");
            }
            let shortest = automaton.shortest(others, |mine, others| mine && others);
            assert_eq!(glob.intersects(other), shortest.is_some(), "{one:?} and {two:?}");
            let common = glob.common(other);
            assert_eq!(common.as_ref().map(String::len), shortest, "{one:?} and {two:?}");
            if let Some(text) = common {
                assert!(one.matches(&text) && two.matches(&text), "{one:?} and {two:?}: `{text}`");
            }
        }
    }
}

fn sensitive(texts: &[String]) -> Vec<Written<'_>> {
    texts.iter().map(|text| Written { text, case: Case::Sensitive }).collect()
}

#[test]
fn matching_agrees_with_the_naive_matcher_on_a_whole_small_world() {
    let texts_asked = texts(&['a', 'b', 'c'], 6);
    for pattern in texts(&['a', 'b', '?', '*'], 4) {
        let (written, glob) = (Written { text: &pattern, case: Case::Sensitive }, Glob::new(&pattern));
        for text in &texts_asked {
            assert_eq!(glob.matches(text), written.matches(text), "`{pattern}` on `{text}`");
        }
    }
}

#[test]
fn the_algebra_agrees_with_automata_on_all_pairs_of_a_small_world() {
    let patterns = patterns(&['a', 'b', '?', '*'], 5);
    agree_on_all_pairs(&sensitive(&patterns), &['a', 'b', 'c']);
}

#[test]
fn the_algebra_agrees_with_automata_on_long_patterns_of_one_letter() {
    let patterns = patterns(&['a', '?', '*'], 5);
    agree_on_all_pairs(&sensitive(&patterns), &['a', 'c']);
}

#[test]
fn patterns_that_fold_case_agree_with_automata_beside_those_that_do_not() {
    let texts = texts(&['a', 'A', '1', '?', '*'], 3);
    let mut world = sensitive(&texts);
    world.extend(texts.iter().map(|text| Written { text, case: Case::Insensitive }));
    agree_on_all_pairs(&world, &['a', 'A', '1', 'c']);
}

/// Minutes without optimization: `cargo test --release -p policy -- --ignored larger_world`.
#[test]
#[ignore = "the same law as on the small worlds, on some ten million pairs"]
fn the_algebra_agrees_with_automata_on_all_pairs_of_a_larger_world() {
    agree_on_all_pairs(&sensitive(&patterns(&['a', 'b', '?', '*'], 6)), &['a', 'b', 'c']);
    agree_on_all_pairs(&sensitive(&patterns(&['a', '?', '*'], 8)), &['a', 'c']);
}

#[test]
fn covering_is_transitive_and_keeps_intersections() {
    let patterns: Vec<_> = patterns(&['a', 'b', '?', '*'], 3).iter().map(|text| Glob::new(text)).collect();
    for upper in &patterns {
        assert!(upper.covers(upper), "`{upper}`");
        for lower in patterns.iter().filter(|lower| upper.covers(lower)) {
            assert_eq!(lower.covers(upper), upper == lower, "`{upper}` is spelled in one way only");
            assert!(upper.intersects(lower), "`{upper}` over `{lower}`, which is never empty");
            for third in &patterns {
                assert!(
                    !lower.covers(third) || upper.covers(third),
                    "`{upper}` over `{lower}` over `{third}`"
                );
                assert!(!lower.intersects(third) || upper.intersects(third), "`{upper}` over `{lower}`");
            }
        }
    }
}

#[test]
fn hostile_patterns_are_answered_in_time() {
    let many_words = Glob::new(&format!("{}b", "*a".repeat(1_000)));
    let many_gaps = Glob::new(&format!("{}b*", "*a?????????".repeat(180)));
    let one_gap = Glob::new(&format!("*a{}b*", "?".repeat(2_000)));
    let letters = "a".repeat(4_000);
    for pattern in [&many_words, &many_gaps, &one_gap] {
        assert!(!pattern.matches(&letters));
        assert!(pattern.covers(pattern));
        assert!(pattern.common(pattern).is_some_and(|text| pattern.matches(&text)));
        for other in [&many_words, &many_gaps, &one_gap] {
            let outside = other.outside(pattern);
            assert_eq!(outside.is_none(), pattern.covers(other));
            assert!(outside.is_none_or(|text| other.matches(&text) && !pattern.matches(&text)));
            assert!(pattern.intersects(other));
        }
    }
}

fn pattern() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(vec!["a", "b", "?", "*", "*"]), 0..14)
        .prop_map(|tokens| tokens.concat())
}

/// A pattern and one made from it by putting other tokens for some, which the first often covers.
fn related() -> impl Strategy<Value = (String, String)> {
    let put = prop::sample::select(vec!["", "a", "b", "?", "*", "a*", "?b", "ab"]);
    (pattern(), prop::collection::vec(put, 14)).prop_map(|(upper, puts)| {
        let put = |(token, put): (char, &&str)| match token {
            '*' => (*put).to_owned(),
            '?' if put.len() == 1 && *put != "*" => (*put).to_owned(),
            token => token.to_string(),
        };
        let lower = upper.chars().zip(&puts).map(put).collect();
        (upper, lower)
    })
}

fn resource() -> impl Strategy<Value = String> {
    prop::collection::vec("[ab*?]{0,3}", 6).prop_map(|parts| format!("arn:{}", parts[1..].join(":")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_algebra_agrees_with_automata_on_chance_patterns((upper, lower) in related(), other in pattern()) {
        let world = [upper, lower, other];
        agree_on_all_pairs(&sensitive(&world), &['a', 'b', 'c']);
    }

    #[test]
    fn a_pattern_reads_back_what_it_writes(text in "[ab?*{}]{0,8}") {
        let glob = Glob::new(&text);
        prop_assert_eq!(Glob::new(&glob.to_string()), glob);
    }

    #[test]
    fn no_wildcard_before_the_sixth_part_reaches_over_a_colon(pattern in resource(), text in "arn(:[ab]{0,2}){4,8}") {
        let parts: Vec<_> = text.splitn(6, ':').collect();
        let by_part = pattern.splitn(6, ':').zip(&parts)
            .all(|(pattern, part)| Written { text: pattern, case: Case::Sensitive }.matches(part));
        // Partition, service and resource of an ARN are not empty.
        let is_arn = parts.len() == 6 && [1, 2, 5].iter().all(|part| !parts[*part].is_empty());
        let answer = ResourcePattern::parse(&pattern).matches(&text);
        if is_arn {
            prop_assert_eq!(answer.is_yes(), by_part);
        } else {
            prop_assert!(answer.is_no() || (by_part && parts.len() == 6));
        }
    }

    #[test]
    fn resource_patterns_answer_as_their_examples_do(one in resource(), two in resource()) {
        let (one, two) = (ResourcePattern::parse(&one), ResourcePattern::parse(&two));
        let common = one.common(&two);
        prop_assert_eq!(common.is_some(), one.intersects(&two).is_yes());
        prop_assert_eq!(one.intersects(&two), two.intersects(&one));
        prop_assert!(common.is_none_or(|text| one.matches(&text).is_yes() && two.matches(&text).is_yes()));
        let outside = two.outside(&one);
        prop_assert_eq!(outside.is_some(), one.covers(&two).is_no());
        prop_assert!(outside.is_none_or(|text| two.matches(&text).is_yes() && one.matches(&text).is_no()));
        prop_assert_ne!(one.covers(&two), Answer::Unknown);
        prop_assert!(one.covers(&one).is_yes());
    }

    #[test]
    fn actions_are_the_same_in_any_case(
        one in "[aBc*?]{1,3}:[aBc*?]{1,4}",
        two in "[aBc*?]{1,3}:[aBc*?]{1,4}",
        action in "[abC]{1,3}:[abC]{1,4}",
    ) {
        let [lower, upper] = [one.to_lowercase(), one.to_uppercase()].map(|text| ActionPattern::parse(&text));
        let (one, two) = (ActionPattern::parse(&one), ActionPattern::parse(&two));
        prop_assert!(lower.covers(&upper) && upper.covers(&lower) && one.covers(&upper));
        prop_assert_eq!(one.matches(&action), upper.matches(&action.to_uppercase()));
        prop_assert_eq!(one.covers(&two), lower.covers(&two));
        prop_assert_eq!(two.intersects(&one), lower.intersects(&two));
        let outside = two.outside(&one);
        prop_assert_eq!(outside.is_none(), one.covers(&two));
        prop_assert!(outside.is_none_or(|text| two.matches(&text) && !one.matches(&text)));
        let common = two.common(&one);
        prop_assert_eq!(common.is_some(), one.intersects(&two));
        prop_assert!(common.is_none_or(|text| two.matches(&text) && one.matches(&text)));
    }
}
