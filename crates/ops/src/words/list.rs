//! Several things in one sentence.

pub(super) use policy::tree::quoted;

/// `a`, `a or b`, `a, b or c`.
pub(super) fn joined(items: &[String], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// The same, of which at most `most` are named; the others are counted.
pub(super) fn shortened(items: impl ExactSizeIterator<Item = String>, most: usize, word: &str) -> String {
    let count = items.len();
    let mut shown: Vec<String> = items.take(most).collect();
    if count > shown.len() {
        shown.push(format!("{} more", count - shown.len()));
    }
    joined(&shown, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_people_write_them() {
        let items: Vec<_> = ["a", "b", "c", "d"].map(str::to_owned).into();
        assert_eq!(joined(&items[..1], "and"), "a");
        assert_eq!(joined(&items[..2], "or"), "a or b");
        assert_eq!(joined(&items, "and"), "a, b, c and d");
        assert_eq!(shortened(items.iter().cloned(), 2, "or"), "a, b or 2 more");
        assert_eq!(shortened(items.into_iter(), 4, "or"), "a, b, c or d");
    }
}
