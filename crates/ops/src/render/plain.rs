//! Text of others on one line of ours: names in logs may be chosen by whoever attacks.

use std::borrow::Cow;

/// The text with control characters, line breaks included, written as escapes.
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unwelcome) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_unwelcome(letter) { out.extend(letter.escape_default()) } else { out.push(letter) }
    }
    out.into()
}

/// Control characters, and those that turn the direction of what follows.
fn is_unwelcome(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_could_deceive_is_escaped() {
        assert_eq!(plain("role/é-ü"), "role/é-ü");
        assert_eq!(plain("a\n# b\x1b[2Kc\u{202E}d"), "a\\n# b\\u{1b}[2Kc\\u{202e}d");
    }
}
