//! How operations are told over the wire: their titles, and what of their descriptions is not for the command line alone.

/// Words that are not written as they are spelled.
const SPELLED: &[(&str, &str)] = &[("arn", "ARN"), ("cloudtrail", "CloudTrail"), ("yaml", "YAML")];

/// The name as people write it: `Query ARN formats`.
pub(crate) fn title(name: &str) -> String {
    let words = name.split('_').enumerate().map(|(place, word)| {
        match SPELLED.iter().find(|(plain, _)| *plain == word) {
            Some((_, spelled)) => (*spelled).to_owned(),
            None if place == 0 => capitalized(word),
            None => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The first two paragraphs: what it does, and when to use it. What follows is for the command line.
pub(crate) fn description(whole: &str) -> String {
    whole.split("\n\n").take(2).collect::<Vec<_>>().join("\n\n")
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_names_as_people_write_them() {
        assert_eq!(title("query_arn_formats"), "Query ARN formats");
        assert_eq!(title("analyze_cloudtrail"), "Analyze CloudTrail");
        assert_eq!(title("who_can"), "Who can");
    }

    #[test]
    fn descriptions_have_two_paragraphs() {
        assert_eq!(description("What.\n\nWhen.\n\nExits with 1."), "What.\n\nWhen.");
        assert_eq!(description("What."), "What.");
    }
}
