//! `JUnit`'s XML, as test reports of build servers take it: a document is a suite, a finding a case.

use std::fmt::Write;

use super::plain;
use crate::OpError;
use crate::wire::{Checked, FailOn, Finding, Findings};

/// Findings that fail the run are failures; the others are cases that pass and say what was found.
pub fn junit(report: &Findings) -> Result<String, OpError> {
    let fail_on = report.summary.fail_on;
    let suites: String = report.documents.iter().map(|document| suite(document, fail_on)).collect();
    let tests: usize = report.documents.iter().map(|document| document.findings.len().max(1)).sum();
    let failures: usize = report.documents.iter().map(|document| failures(document, fail_on)).sum();
    Ok(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"leastwise\" tests=\"{tests}\" failures=\"{failures}\">\n{suites}</testsuites>\n"
    ))
}

fn suite(document: &Checked, fail_on: FailOn) -> String {
    let path = text(&document.path);
    let tests = document.findings.len().max(1);
    let failures = failures(document, fail_on);
    let mut suite = format!("  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\">\n");
    for finding in &document.findings {
        suite.push_str(&case(&path, finding, fail_on));
    }
    if document.findings.is_empty() {
        let _ = writeln!(suite, "    <testcase classname=\"{path}\" name=\"no findings\"/>");
    }
    suite + "  </testsuite>\n"
}

fn failures(document: &Checked, fail_on: FailOn) -> usize {
    document.findings.iter().filter(|finding| fail_on.fails(finding.severity)).count()
}

fn case(path: &str, finding: &Finding, fail_on: FailOn) -> String {
    let at = finding.span.start;
    let (id, severity) = (&finding.id, finding.severity.name());
    let message = text(&finding.sentence());
    let where_ = format!("{path}:{}:{}", at.line, at.column);
    let said = if fail_on.fails(finding.severity) {
        format!("<failure type=\"{severity}\" message=\"{message}\">{where_}</failure>")
    } else {
        format!("<system-out>{where_}: {severity}: {message}</system-out>")
    };
    format!(
        "    <testcase classname=\"{path}\" name=\"{id} at {}:{}\">{said}</testcase>\n",
        at.line, at.column
    )
}

/// Text for an attribute or an element. XML has no way to write most control characters, so they become escapes of ours.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in plain(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // No characters of XML 1.0 (section 2.2).
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn what_xml_cannot_hold_is_escaped() {
        assert_eq!(text("<a b=\"c\" & 'd'>"), "&lt;a b=&quot;c&quot; &amp; &apos;d&apos;&gt;");
        assert_eq!(text("a\u{1b}\n\0\u{FFFF}é"), "a\\u{1b}\\n\\u{0}\u{FFFD}é");
    }
}
