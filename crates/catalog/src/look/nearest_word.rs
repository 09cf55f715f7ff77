//! The nearest of a few words, for names that stand in no catalogue: elements, operators.

use super::likeness::{LETTER, PLURAL, distance};

/// The candidates that `word` is most likely a slip for, all equally near; none if more than one letter in three is wrong.
pub fn nearest_words<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let length = word.chars().count();
    let limit = LETTER * length.div_ceil(3);
    let mut near = Vec::new();
    let mut least = limit;
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
    use super::nearest_words;

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
}
