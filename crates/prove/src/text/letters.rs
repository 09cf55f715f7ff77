//! Letters: in which order they are tried, and which are the same but for case.

/// Orders letters so that what is easily read comes first.
pub(super) fn rank(letter: char) -> (u8, char) {
    let kind = match letter {
        'a'..='z' => 0,
        '0'..='9' => 1,
        'A'..='Z' => 2,
        '!'..='~' => 3,
        '\u{a1}'.. => 4,
        _ => 5,
    };
    (kind, letter)
}

/// All letters in the order of their [`rank`].
pub(super) fn in_order() -> impl Iterator<Item = char> {
    let marks = ('!'..='~').filter(|letter| !letter.is_ascii_alphanumeric());
    let rest = ('\0'..'\u{a1}').filter(|letter| !letter.is_ascii_graphic());
    ('a'..='z').chain('0'..='9').chain('A'..='Z').chain(marks).chain('\u{a1}'..=char::MAX).chain(rest)
}

/// What all letters have in common that are the same but for case. A letter whose lower case is more than one
/// letter (there is one, `İ`) is like no other.
pub(super) fn folded(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    single(letter.to_lowercase()).unwrap_or(letter)
}

/// All letters that are the same as this [`folded`] letter but for case, itself first.
pub(super) fn spellings(folded_letter: char) -> impl Iterator<Item = char> {
    let capital = single(folded_letter.to_uppercase());
    let capital = capital.filter(|&capital| capital != folded_letter && folded(capital) == folded_letter);
    let more = MORE_CAPITALS.iter().filter(move |&&(_, lower)| lower == folded_letter);
    [folded_letter].into_iter().chain(capital).chain(more.map(|&(capital, _)| capital))
}

fn single(mut letters: impl Iterator<Item = char>) -> Option<char> {
    let first = letters.next()?;
    letters.next().is_none().then_some(first)
}

/// Letters whose lower case has another upper case than them, with it.
const MORE_CAPITALS: &[(char, char)] = &[
    ('ǅ', 'ǆ'),
    ('ǈ', 'ǉ'),
    ('ǋ', 'ǌ'),
    ('ǲ', 'ǳ'),
    ('ϴ', 'θ'),
    ('ẞ', 'ß'),
    ('ᾈ', 'ᾀ'),
    ('ᾉ', 'ᾁ'),
    ('ᾊ', 'ᾂ'),
    ('ᾋ', 'ᾃ'),
    ('ᾌ', 'ᾄ'),
    ('ᾍ', 'ᾅ'),
    ('ᾎ', 'ᾆ'),
    ('ᾏ', 'ᾇ'),
    ('ᾘ', 'ᾐ'),
    ('ᾙ', 'ᾑ'),
    ('ᾚ', 'ᾒ'),
    ('ᾛ', 'ᾓ'),
    ('ᾜ', 'ᾔ'),
    ('ᾝ', 'ᾕ'),
    ('ᾞ', 'ᾖ'),
    ('ᾟ', 'ᾗ'),
    ('ᾨ', 'ᾠ'),
    ('ᾩ', 'ᾡ'),
    ('ᾪ', 'ᾢ'),
    ('ᾫ', 'ᾣ'),
    ('ᾬ', 'ᾤ'),
    ('ᾭ', 'ᾥ'),
    ('ᾮ', 'ᾦ'),
    ('ᾯ', 'ᾧ'),
    ('ᾼ', 'ᾳ'),
    ('ῌ', 'ῃ'),
    ('ῼ', 'ῳ'),
    // The signs for ohm, kelvin and ångström, which look like the letters that they are not.
    ('\u{2126}', 'ω'),
    ('\u{212a}', 'k'),
    ('\u{212b}', 'å'),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn spellings_are_all_letters_with_the_same_lower_case() {
        let mut by_lower = BTreeMap::<String, Vec<char>>::new();
        for letter in '\0'..=char::MAX {
            by_lower.entry(letter.to_lowercase().collect()).or_default().push(letter);
        }
        for letters in by_lower.values_mut() {
            let common = folded(*letters.first().unwrap());
            assert!(letters.iter().all(|&letter| folded(letter) == common), "{letters:?}");
            let mut found: Vec<_> = spellings(common).collect();
            found.sort_unstable();
            letters.sort_unstable();
            assert_eq!(&found, letters);
        }
    }

    #[test]
    fn the_order_has_each_letter_once_and_is_that_of_the_rank() {
        assert!(in_order().map(rank).is_sorted_by(|one, next| one < next));
        assert_eq!(in_order().count(), ('\0'..=char::MAX).count());
    }
}
