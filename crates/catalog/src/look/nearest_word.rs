//! The nearest of a few words, for names that stand in no catalogue: elements, operators.

use super::likeness::{LETTER, distance};

/// The candidate that `word` is most likely a slip for: at most one letter in three wrong; the first of equals.
pub fn nearest_word<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = LETTER * word.chars().count().div_ceil(3);
    let near =
        candidates.into_iter().filter_map(|candidate| Some((distance(word, candidate, limit)?, candidate)));
    near.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest_word;

    #[test]
    fn slips_find_their_word_and_strangers_find_none() {
        let elements = ["Effect", "Action", "Resource", "Condition"];
        for (word, near) in [
            ("Conditions", Some("Condition")),
            ("efect", Some("Effect")),
            ("Resuorce", Some("Resource")),
            ("Comment", None),
            ("", None),
        ] {
            assert_eq!(nearest_word(word, elements), near, "{word}");
        }
    }
}
