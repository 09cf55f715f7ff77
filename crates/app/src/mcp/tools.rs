//! The operations as tools.

use std::sync::Arc;

use ops::{Effect, OPERATIONS, Registered};
use rmcp::model::{Tool, ToolAnnotations};

use super::schema;

/// All tools, as `tools/list` gives them.
pub fn tools() -> Vec<Tool> {
    OPERATIONS.iter().map(tool).collect()
}

pub(super) fn tool(operation: &Registered) -> Tool {
    let mut request = schema::request((operation.request_schema)().to_value());
    let description = request.remove("description");
    let description = description.as_ref().and_then(|text| text.as_str()).map(for_tools).unwrap_or_default();
    let response = schema::answer((operation.response_schema)().to_value());
    Tool::new(operation.name, description, request)
        .with_raw_output_schema(Arc::new(response))
        .annotate(annotations(operation))
}

/// The first two paragraphs: what it does, and when to use it. What follows is for the command line.
fn for_tools(description: &str) -> String {
    description.split("\n\n").take(2).collect::<Vec<_>>().join("\n\n")
}

fn annotations(operation: &Registered) -> ToolAnnotations {
    let effect = operation.effect;
    ToolAnnotations::with_title(title(operation.name))
        .read_only(effect == Effect::Read)
        // Files that exist are overwritten.
        .destructive(effect == Effect::WritesFiles)
        // What is written hangs on the request alone, so asking twice is as asking once.
        .idempotent(true)
        .open_world(effect == Effect::Fetches)
}

/// Words that are not written as they are spelled.
const SPELLED: &[(&str, &str)] = &[("arn", "ARN"), ("cloudtrail", "CloudTrail"), ("yaml", "YAML")];

/// The name as people write it: `Query ARN formats`.
fn title(name: &str) -> String {
    let words = name.split('_').enumerate().map(|(place, word)| {
        match SPELLED.iter().find(|(plain, _)| *plain == word) {
            Some((_, spelled)) => (*spelled).to_owned(),
            None if place == 0 => capitalized(word),
            None => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
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
    fn tools_are_told_two_paragraphs() {
        assert_eq!(for_tools("What.\n\nWhen.\n\nExits with 1."), "What.\n\nWhen.");
        assert_eq!(for_tools("What."), "What.");
    }
}
