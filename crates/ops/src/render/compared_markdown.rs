//! A comparison as Markdown, for comments on pull requests.

use super::compared_text::{access_lines, headline, region_lines, sides};
use super::markdown::sentence;
use super::plain;
use crate::OpError;
use crate::wire::Compared;

/// A heading for each direction, with its witness and the statements as items, then the regions.
#[allow(clippy::unnecessary_wraps, reason = "the form of every writer")]
pub fn compared_markdown(compared: &Compared) -> Result<String, OpError> {
    let items = |lines: Vec<String>| {
        let items: Vec<_> = lines.iter().map(|line| format!("- {}", sentence(&plain(line)))).collect();
        items.join("\n")
    };
    let mut parts = vec!["# Policy comparison".to_owned()];
    for (change, access) in sides(compared) {
        let title = headline(change, access).trim_end_matches(':');
        let (first, rest) = title.split_at(1);
        parts.push(format!("## {}{rest}", first.to_uppercase()));
        parts.push(items(access_lines(change, access, compared.kind)));
    }
    if !compared.regions.is_empty() {
        parts.push("## What differs".to_owned());
        parts.push(items(region_lines(&compared.regions, compared.regions_complete)));
    }
    parts.extend(compared.notes.iter().map(|note| format!("Note: {}", sentence(&plain(note)))));
    parts.retain(|part| !part.is_empty());
    Ok(parts.join("\n\n") + "\n")
}
