//! Workflow commands, which GitHub Actions shows as annotations at the lines of a pull request.
//!
//! Source: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use crate::OpError;
use crate::wire::{Checked, Finding, Findings, Severity};

/// One command a finding.
pub fn github(report: &Findings) -> Result<String, OpError> {
    let lines = report
        .documents
        .iter()
        .flat_map(|document| document.findings.iter().map(|finding| command(document, finding)));
    Ok(lines.collect())
}

fn command(document: &Checked, finding: &Finding) -> String {
    let (start, end) = (finding.span.start, finding.span.end);
    let mut properties = Vec::new();
    // A place without a file would be taken for one in a file of that name.
    if document.path != "-" {
        properties.push(("file", file(&document.path)));
        properties.push(("line", start.line.to_string()));
        // The runner drops columns of what spans several lines.
        if start.line == end.line {
            properties.push(("col", start.column.to_string()));
        }
        properties.push(("endLine", end.line.to_string()));
    }
    properties.push(("title", format!("{} ({})", finding.id, finding.severity.name())));
    let properties: Vec<_> =
        properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
    format!("::{} {}::{}\n", level(finding.severity), properties.join(","), data(&finding.sentence()))
}

/// The path as GitHub knows it: from the root of the repository, with slashes.
fn file(path: &str) -> String {
    let path = path.replace('\\', "/");
    path.strip_prefix("./").unwrap_or(&path).to_owned()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error | Severity::Critical | Severity::High => "error",
        Severity::Warning | Severity::Medium => "warning",
        Severity::Low | Severity::Suggestion => "notice",
    }
}

/// A command ends with its line, so a line break within it would begin another one.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_property_or_a_command_is_escaped() {
        assert_eq!(data("50%\r\n::error::x, y"), "50%25%0D%0A::error::x, y");
        assert_eq!(property("a,b:c%\n"), "a%2Cb%3Ac%25%0A");
        assert_eq!([file("./a\\b.json"), file("/a/b.json")], ["a/b.json", "/a/b.json"]);
    }
}
