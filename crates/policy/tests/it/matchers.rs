//! What is made ready for many requests against a plain reading of the same text, in letters that ARNs seldom have.

use policy::{
    Glob, Matcher, RequestResource, ResourceMatcher, ResourcePattern, ShortArn, is_plain, is_prefix,
};
use proptest::prelude::*;

/// `*` and `?` by brute force, over letters.
fn like(pattern: &[char], text: &[char]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (Some(('*', rest)), None) => like(rest, text),
        (Some(('*', rest)), Some((_, behind))) => like(rest, text) || like(pattern, behind),
        (Some((wanted, rest)), Some((letter, behind))) => {
            (*wanted == '?' || wanted == letter) && like(rest, behind)
        }
        _ => false,
    }
}

fn letters(text: &str) -> Vec<char> {
    text.chars().collect()
}

/// Part by part at the first five colons; what has fewer is no ARN. An ARN has a partition, a service and a resource, so that a part that
/// is `*` alone takes no empty text there.
fn matches(pattern: &str, resource: &str) -> bool {
    if !pattern.is_empty() && pattern.chars().all(|letter| letter == '*') {
        return true;
    }
    let (pattern, text): (Vec<_>, Vec<_>) =
        (pattern.splitn(6, ':').collect(), resource.splitn(6, ':').collect());
    let is_alone = |part: &str| !part.is_empty() && part.chars().all(|letter| letter == '*');
    pattern.len() == 6
        && text.len() == 6
        && pattern.iter().zip(text).enumerate().all(|(at, (part, text))| match at {
            0 if is_alone(part) => text == "arn",
            1 | 2 | 5 if is_alone(part) => !text.is_empty(),
            _ => like(&letters(part), &letters(text)),
        })
}

/// Mostly of six parts, with letters of one to three bytes and what a policy may read as more than a letter.
fn text(wildcards: &'static [&'static str]) -> impl Strategy<Value = String> {
    let plain = ["", "a", "A", "b", "/", "é", "日", "$", "{", "}", "${a}", "${*}", "\u{0}"];
    let pieces: Vec<&str> = plain.iter().chain(wildcards).copied().collect();
    let part = prop::collection::vec(prop::sample::select(pieces), 0..4).prop_map(|pieces| pieces.concat());
    let head = prop::sample::select(vec!["arn", "arn", "arn", "*", "a?n", "ARN", ""]);
    (head, prop::collection::vec(part, 3..8)).prop_map(|(head, parts)| format!("{head}:{}", parts.join(":")))
}

/// A pattern, and a resource that is often near to it.
fn pair() -> impl Strategy<Value = (String, String)> {
    let put = prop::sample::select(vec!["", "a", "é", "/", ":", "ab:"]);
    (text(&["*", "*", "?", "**", "*?"]), text(&[]), any::<bool>(), prop::collection::vec(put, 24)).prop_map(
        |(pattern, resource, is_near, mut put)| {
            let near = pattern.chars().map(|letter| match letter {
                '*' => put.pop().unwrap_or_default().to_owned(),
                '?' => "é".to_owned(),
                letter => letter.to_string(),
            });
            let near: String = near.collect();
            (pattern, if is_near { near } else { resource })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn a_matcher_says_what_is_written((pattern, resource) in pair()) {
        let parsed = ResourcePattern::parse(&pattern);
        // Patterns with fewer parts are read in ways of their own.
        if parsed.is_short() {
            return Ok(());
        }
        let expected = matches(&pattern, &resource);
        prop_assert_eq!(parsed.matches(&resource).is_yes(), expected, "{:?} {:?}", pattern, resource);
        for short in [ShortArn::Padded, ShortArn::AnyWildcard, ShortArn::TrailingStar, ShortArn::Nothing] {
            let matcher = ResourceMatcher::new(&parsed.clone().with_short_arn(short)).unwrap();
            let found = matcher.matches(&RequestResource::parse(&resource));
            prop_assert_eq!(found, expected, "{:?} {:?}", pattern, resource);
        }
    }

    #[test]
    fn what_the_text_alone_tells_is_so((pattern, resource) in pair()) {
        if is_plain(&pattern) && pattern.matches(':').count() >= 5 {
            prop_assert_eq!(matches(&pattern, &resource), pattern == resource);
        }
        if is_prefix(&pattern) {
            let prefix = pattern.trim_end_matches('*');
            prop_assert_eq!(matches(&pattern, &resource), resource.starts_with(prefix), "{:?} {:?}", pattern, resource);
        }
    }

    #[test]
    fn globs_of_any_letters_match_what_is_written((pattern, resource) in pair()) {
        let (glob, expected) = (Glob::new(&pattern), like(&letters(&pattern), &letters(&resource)));
        prop_assert_eq!(glob.matches(&resource), expected, "{:?} {:?}", pattern, resource);
        prop_assert_eq!(Matcher::from(&glob).matches(&resource), expected, "{:?} {:?}", pattern, resource);
    }
}
