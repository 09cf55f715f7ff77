//! Words as they are compared: lower case, singular.

/// The plain form of a word: what plural it is in is forgotten. Both sides of a comparison go through it.
pub(super) fn plain(word: &str) -> String {
    let mut word = word.to_ascii_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    let cut = if word.len() <= 3 || ends(&["ss", "us"]) || word.len() > 4 && word.ends_with("is") {
        0
    } else if word.len() > 4 && word.ends_with("ies") {
        word.truncate(word.len() - 3);
        word.push('y');
        0
    } else if ends(&["sses", "xes", "shes", "tches"]) {
        2
    } else {
        usize::from(word.ends_with('s'))
    };
    word.truncate(word.len() - cut);
    word
}

/// Endings of forms, and what the word has in their place. A short word's plural is none to [`plain`], which keeps `sqs`.
const ENDINGS: &[(&str, &str)] = &[
    ("s", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("ation", "e"),
    ("ion", ""),
    ("ion", "e"),
    ("er", ""),
    ("er", "e"),
    ("ment", ""),
];

/// What an inflected word may be a form of: `putting`, `created`, `invocation`.
pub(super) fn roots(word: &str) -> Vec<String> {
    let mut roots = Vec::new();
    for (ending, with) in ENDINGS {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= 2) {
            roots.push(format!("{stem}{with}"));
            let mut last = stem.chars().rev();
            if with.is_empty() && stem.len() >= 4 && last.next() == last.next() {
                roots.extend(stem.get(..stem.len() - 1).map(str::to_owned));
            }
        }
    }
    roots
}

/// The words of a name such as `GetMFADevice`; digits go with the word before them.
pub(super) fn words_of(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = name;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|letter: char| !letter.is_ascii_alphanumeric());
        let bytes = rest.as_bytes();
        let at = |place: usize| bytes.get(place).copied().unwrap_or(b'-');
        let ends = |place: &usize| {
            let (before, here, next) = (at(place - 1), at(*place), at(place + 1));
            !here.is_ascii_alphanumeric()
                || here.is_ascii_uppercase() && (!before.is_ascii_uppercase() || next.is_ascii_lowercase())
        };
        let end = (1..bytes.len()).find(ends).unwrap_or(bytes.len());
        let (word, after) = rest.split_at_checked(end)?;
        rest = after;
        (!word.is_empty()).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_part_into_words() {
        for (name, words) in [
            ("GetMFADevice", "Get MFA Device"),
            ("ESHttpGet", "ES Http Get"),
            ("ListObjectsV2", "List Objects V2"),
            ("rds-db", "rds db"),
            ("connect", "connect"),
            ("PutBucketCORS", "Put Bucket CORS"),
            ("", ""),
            ("--", ""),
        ] {
            assert_eq!(words_of(name).collect::<Vec<_>>().join(" "), words, "{name}");
        }
    }

    #[test]
    fn plurals_are_forgotten() {
        for (word, singular) in [
            ("Policies", "policy"),
            ("buckets", "bucket"),
            ("batches", "batch"),
            ("caches", "cache"),
            ("access", "access"),
            ("Status", "status"),
            ("SQS", "sqs"),
            ("indexes", "index"),
            ("AMIs", "ami"),
            ("analysis", "analysis"),
        ] {
            assert_eq!(plain(word), singular, "{word}");
        }
    }

    #[test]
    fn inflected_words_have_roots() {
        for (word, root) in [
            ("putting", "put"),
            ("creating", "create"),
            ("launched", "launch"),
            ("rotation", "rotate"),
            ("ips", "ip"),
        ] {
            assert!(roots(word).iter().any(|found| found == root), "{word}");
        }
    }
}
