//! Matching letter by letter: `*` stands for any run of them, `?` for one.

/// A letter of a pattern; what a variable stands for is taken as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letter {
    Run,
    One,
    Byte(u8),
}

fn letter(byte: u8) -> Letter {
    match byte {
        b'*' => Letter::Run,
        b'?' => Letter::One,
        byte => Letter::Byte(byte),
    }
}

pub(crate) fn letters(text: &[u8]) -> Vec<Letter> {
    text.iter().map(|byte| letter(*byte)).collect()
}

pub(crate) fn matches_ignoring_case(pattern: &str, text: &str) -> bool {
    let letter = |at: usize| pattern.as_bytes().get(at).map(|byte| letter(byte.to_ascii_lowercase()));
    matches_letters(letter, text.as_bytes(), |byte| byte.to_ascii_lowercase())
}

/// A pattern in which no variable stands.
pub(crate) fn matches_plain(pattern: &str, text: &str) -> bool {
    let letter = |at: usize| pattern.as_bytes().get(at).map(|byte| letter(*byte));
    matches_letters(letter, text.as_bytes(), |byte| byte)
}

pub(crate) fn matches(pattern: &[Letter], text: &[u8]) -> bool {
    matches_letters(|at| pattern.get(at).copied(), text, |byte| byte)
}

fn matches_letters(
    pattern: impl Fn(usize) -> Option<Letter>,
    text: &[u8],
    folded: impl Fn(u8) -> u8,
) -> bool {
    let (mut at, mut place) = (0, 0);
    let mut last_run = None;
    while place < text.len() {
        match pattern(at) {
            Some(Letter::Run) => {
                last_run = Some((at, place));
                at += 1;
            }
            Some(Letter::One) => (at, place) = (at + 1, place + 1),
            Some(Letter::Byte(byte)) if byte == folded(text[place]) => (at, place) = (at + 1, place + 1),
            _ => {
                // The last run takes one letter more.
                let Some((run, start)) = last_run else { return false };
                last_run = Some((run, start + 1));
                (at, place) = (run + 1, start + 1);
            }
        }
    }
    (at..).map_while(pattern).all(|letter| letter == Letter::Run)
}

#[test]
fn runs_may_be_empty_and_single_letters_not() {
    for (pattern, text, expected) in [
        ("*", "", true),
        ("?", "", false),
        ("a*b*c", "abbc", true),
        ("a*b*c", "acb", false),
        ("a?c", "abc", true),
        ("**a", "ba", true),
        ("a", "ab", false),
        ("*aab", "aaaab", true),
    ] {
        assert_eq!(matches(&letters(pattern.as_bytes()), text.as_bytes()), expected, "{pattern} {text}");
        assert_eq!(matches_plain(pattern, text), expected, "{pattern} {text}");
        assert_eq!(matches_ignoring_case(&pattern.to_uppercase(), text), expected, "{pattern} {text}");
    }
}
