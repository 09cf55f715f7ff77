//! Markdown, for comments on pull requests and job summaries.

use std::fmt::Write;

use super::plain;
use super::table::counted;
use crate::OpError;
use crate::wire::Findings;

/// A heading for each document with findings, and an item for each of them.
pub fn markdown(report: &Findings) -> Result<String, OpError> {
    let summary = &report.summary;
    let mut text = String::from("# Policy findings\n\n");
    let documents = counted(summary.documents, "document");
    let aside = [(summary.suppressed, "suppressed"), (summary.in_baseline, "in the baseline")];
    let aside =
        aside.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!(" {count} more {what}."));
    let aside: String = aside.collect();
    if summary.findings == 0 {
        let _ = writeln!(text, "No findings in {documents}.{aside}");
        return Ok(text);
    }
    let counts = summary.by_severity.counts();
    let counts: Vec<_> =
        counts.iter().map(|(severity, count)| format!("{count} {}", severity.name())).collect();
    let found = counted(summary.findings, "finding");
    let _ = writeln!(text, "{found} in {documents}: {}.{aside}", counts.join(", "));
    if summary.truncated {
        text.push_str("Not all of them are listed.\n");
    }
    for document in report.documents.iter().filter(|document| !document.findings.is_empty()) {
        let _ = writeln!(text, "\n## {}\n", escaped(&plain(&document.path)));
        for finding in &document.findings {
            let at = finding.span.start;
            let (severity, id) = (finding.severity.name(), &finding.id);
            let said = sentence(&plain(&finding.sentence()));
            let _ = writeln!(text, "- **{severity}** `{id}` at {}:{}: {said}", at.line, at.column);
        }
    }
    Ok(text)
}

/// A message, whose backticks mark code. Text of others may hold backticks, too: where they do not pair up one by one, all of it is
/// plain text.
pub(super) fn sentence(message: &str) -> String {
    let parts: Vec<&str> = message.split('`').collect();
    let pairs = parts.len() % 2 == 1 && parts.iter().skip(1).step_by(2).all(|code| !code.is_empty());
    let touching = parts.iter().skip(2).step_by(2).rev().skip(1).any(|between| between.is_empty());
    if !pairs || touching {
        return escaped(message);
    }
    let parts = parts
        .iter()
        .enumerate()
        .map(|(index, part)| if index % 2 == 1 { format!("`{part}`") } else { escaped(part) });
    parts.collect()
}

/// Text that means nothing in Markdown (`CommonMark` 0.31, section 2.4) nor in HTML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if r"\`*_{}[]<>#|~!&$@".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn only_our_own_backticks_mark_code() {
        for (message, expected) in [
            ("`s3:*` is *", r"`s3:*` is \*"),
            ("`<b>` and <b>", r"`<b>` and \<b\>"),
            ("`a` `b`", "`a` `b`"),
            ("`a`<img>` b", r"\`a\`\<img\>\` b"),
            ("``<img>`` x", r"\`\`\<img\>\`\` x"),
            ("`a``<img>`", r"\`a\`\`\<img\>\`"),
        ] {
            assert_eq!(sentence(message), expected);
        }
    }
}
