//! The nearest of a few words, for names that stand in no catalogue: elements, operators.

use super::likeness::{LETTER, PLURAL, distance};

/// The candidates that `word` is most likely a slip for, all equally near; none if more than one letter in three is wrong.
pub fn nearest_words<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    nearest_within(word, candidates, word.chars().count().div_ceil(3))
}

/// The same, with at most so many letters wrong: for where most words that are near to none are right.
pub fn nearest_within<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    letters: usize,
) -> Vec<&'a str> {
    let length = word.chars().count();
    let mut near = Vec::new();
    let mut least = LETTER * letters;
    for candidate in candidates {
        // A word may be as long as a document, and then is not worth a closer look.
        if length.saturating_sub(candidate.len()) * PLURAL > least {
            continue;
        }
        let Some(distance) = distance(word, candidate, least) else { continue };
        if distance < least {
            near.clear();
            least = distance;
        }
        near.push(candidate);
    }
    near
}

#[cfg(test)]
mod tests {
    use super::{nearest_within, nearest_words};

    #[test]
    fn slips_find_their_word_and_strangers_find_none() {
        let elements = ["Effect", "Action", "Resource", "Condition"];
        for (word, near) in [
            ("Conditions", &["Condition"][..]),
            ("efect", &["Effect"]),
            ("Resuorce", &["Resource"]),
            ("Comment", &[]),
            ("", &[]),
        ] {
            assert_eq!(nearest_words(word, elements), near, "{word}");
        }
        assert_eq!(
            nearest_words("Art", ["Are", "Act"]),
            ["Are", "Act"],
            "which one is meant nobody can know"
        );
    }

    #[test]
    fn fewer_slips_may_be_asked_for() {
        for (word, letters, near) in [
            ("note", 2, &["name"][..]),
            ("note", 1, &[]),
            ("naem", 1, &["name"]),
            ("name", 0, &["name"]),
            ("names", 0, &[]),
        ] {
            assert_eq!(nearest_within(word, ["name", "context"], letters), near, "{word}");
        }
    }
}
