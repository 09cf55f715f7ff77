//! Links between the project's own documents lead somewhere.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

pub(super) fn check(root: &Path, files: &[String]) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    let documents =
        files.iter().filter(|file| Path::new(file).extension().is_some_and(|extension| extension == "md"));
    for file in documents {
        let text = fs::read_to_string(root.join(file)).with_context(|| file.clone())?;
        let folder = Path::new(file).parent().unwrap_or(Path::new(""));
        for target in targets(&text) {
            let path = target.split('#').next().unwrap_or_default();
            if !path.is_empty() && !root.join(folder).join(path).exists() {
                broken.push(format!("{file}: the link `{target}` leads nowhere"));
            }
        }
    }
    Ok(broken)
}

/// Targets of `[text](target)` that are no web addresses.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    let rests = text.split("](").skip(1);
    let targets = rests.filter_map(|rest| rest.split_once(')').map(|(target, _)| target));
    targets.filter(|target| !target.contains("://") && !target.contains(char::is_whitespace))
}

#[test]
fn only_links_within_the_project_are_followed() {
    let text = "see [a](b.md#c), [d](https://example.com/e) and [f](#g)";
    assert_eq!(targets(text).collect::<Vec<_>>(), ["b.md#c", "#g"]);
}
