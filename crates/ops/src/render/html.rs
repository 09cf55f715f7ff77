//! One page for a browser, which loads nothing and runs nothing: the severities are shown and hidden by style alone.

use std::fmt::Write;

use super::excerpt::{Excerpt, excerpt};
use super::plain;
use super::table::counted;
use crate::OpError;
use crate::wire::{Checked, Finding, Findings, Safety};

const STYLE: &str = include_str!("html.css");

/// What the page may do, should a policy's text ever be taken for a part of it: nothing but to look as it does.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The summary, then each document with its findings and the lines they stand on.
pub fn html(report: &Findings) -> Result<String, OpError> {
    let mut page = head("Policy findings");
    header(&mut page, report);
    page.push_str("<main>\n");
    for (number, document) in with_findings(report) {
        section(&mut page, number, document);
    }
    page.push_str("</main>\n</body>\n</html>\n");
    Ok(page)
}

/// The page up to its body.
pub(super) fn head(title: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
    )
}

fn with_findings(report: &Findings) -> impl Iterator<Item = (usize, &Checked)> {
    (1..).zip(report.documents.iter().filter(|document| !document.findings.is_empty()))
}

fn header(page: &mut String, report: &Findings) {
    let summary = &report.summary;
    let documents = counted(summary.documents, "document");
    let found = match summary.findings {
        0 => format!("No findings in {documents}."),
        count => format!("{} in {documents}.", counted(count, "finding")),
    };
    let _ = write!(page, "<header>\n<h1>Policy findings</h1>\n<p>{found}");
    if summary.skipped > 0 {
        let _ = write!(page, " {} without a policy skipped.", counted(summary.skipped, "file"));
    }
    for (count, what) in [(summary.suppressed, "suppressed"), (summary.in_baseline, "in the baseline")] {
        if count > 0 {
            let _ = write!(page, " {count} more {what}.");
        }
    }
    let verdict = if summary.failed { "The run has failed" } else { "The run has passed" };
    let _ = write!(page, "</p>\n<p><strong>{verdict}.</strong>");
    if summary.truncated {
        page.push_str(" Not all findings are listed here.");
    }
    page.push_str("</p>\n");
    severities(page, report);
    contents(page, report);
    page.push_str("</header>\n");
}

/// A box to tick for each severity that occurs, with the number of its findings.
fn severities(page: &mut String, report: &Findings) {
    let counts = report.summary.by_severity.counts();
    if counts.is_empty() {
        return;
    }
    page.push_str("<fieldset>\n<legend>Severities to show</legend>\n");
    for (severity, count) in counts {
        let name = severity.name();
        let _ = writeln!(
            page,
            "<label><input type=\"checkbox\" id=\"show-{name}\" checked> {name} ({count})</label>"
        );
    }
    page.push_str("</fieldset>\n");
}

/// Links to the documents, where there are several.
fn contents(page: &mut String, report: &Findings) {
    if with_findings(report).nth(1).is_none() {
        return;
    }
    page.push_str("<nav aria-label=\"Documents\">\n<ul>\n");
    for (number, document) in with_findings(report) {
        let (path, count) = (escaped(&document.path), document.findings.len());
        let _ = writeln!(page, "<li><a href=\"#document-{number}\">{path}</a> ({count})</li>");
    }
    page.push_str("</ul>\n</nav>\n");
}

fn section(page: &mut String, number: usize, document: &Checked) {
    let path = escaped(&document.path);
    let _ = writeln!(
        page,
        "<section aria-labelledby=\"document-{number}\">\n<h2 id=\"document-{number}\">{path}</h2>"
    );
    let count = counted(document.findings.len(), "finding");
    let kind = document.kind.map(|kind| {
        let (name, reason) = (kind.name(), prose(&document.kind_reason));
        format!(", checked as a policy of type {name} ({reason})")
    });
    let _ = writeln!(page, "<p class=\"quiet\">{count}{}</p>", kind.unwrap_or_default());
    for finding in &document.findings {
        article(page, document, finding);
    }
    page.push_str("</section>\n");
}

fn article(page: &mut String, document: &Checked, finding: &Finding) {
    let (severity, id, at) = (finding.severity.name(), escaped(&finding.id), finding.span.start);
    let _ = writeln!(
        page,
        "<article class=\"finding {severity}\">\n<h3><span class=\"severity\">{severity}</span>{}</h3>",
        prose(&finding.message)
    );
    let _ = write!(page, "<p class=\"quiet\"><code>{id}</code>, line {}, column {}", at.line, at.column);
    if !finding.pointer.is_empty() {
        let _ = write!(page, ", <code>{}</code>", escaped(&finding.pointer));
    }
    page.push_str("</p>\n");
    lines(page, &excerpt(&document.source, finding));
    if let Some(help) = &finding.help {
        let _ = writeln!(page, "<p>What to do: {}</p>", prose(help));
    }
    if let Some(fix) = &finding.fix {
        let what = match fix.safety {
            Safety::Safe => "Fix",
            Safety::Unsafe => "Fix that changes what the policy allows",
        };
        let _ = writeln!(page, "<p>{what}: {}</p>", prose(&fix.title));
    }
    page.push_str("</article>\n");
}

/// The carets are for the eye: whoever listens has the line and column, and the marked text itself.
fn lines(page: &mut String, excerpt: &Excerpt) {
    let width = excerpt.lines.iter().map(|line| line.number.to_string().len()).max().unwrap_or(1);
    page.push_str("<pre tabindex=\"0\" aria-label=\"excerpt\">");
    for line in &excerpt.lines {
        let (before, marked, after) = (escaped(&line.before), escaped(&line.marked), escaped(&line.after));
        let marked = if marked.is_empty() { marked } else { format!("<mark>{marked}</mark>") };
        let number = line.number;
        let _ = writeln!(
            page,
            "<span class=\"number\">{number:>width$} | </span><code>{before}{marked}{after}</code>"
        );
        for mark in &line.marks {
            let _ = writeln!(
                page,
                "<span class=\"number\" aria-hidden=\"true\">{:>width$} | </span>\
                 <span class=\"carets\" aria-hidden=\"true\">{}</span> {}",
                "",
                mark.row,
                prose(&mark.message)
            );
        }
    }
    page.push_str("</pre>\n");
    for (at, message) in &excerpt.elsewhere {
        let _ = writeln!(page, "<p>line {}, column {}: {}</p>", at.line, at.column, prose(message));
    }
    if excerpt.left_out > 0 {
        let _ = writeln!(page, "<p>{} not shown</p>", counted(excerpt.left_out, "other place"));
    }
}

/// A message, in which backticks mark code.
pub(super) fn prose(message: &str) -> String {
    let parts: Vec<&str> = message.split('`').collect();
    // Text of others may hold backticks, too.
    if parts.len().is_multiple_of(2) {
        return escaped(message);
    }
    let part = |(index, part): (usize, &&str)| {
        let text = escaped(part);
        if index % 2 == 1 { format!("<code>{text}</code>") } else { text }
    };
    parts.iter().enumerate().map(part).collect()
}

/// Text that means nothing in HTML, in elements as in quoted attributes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in plain(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_mark_code_and_everything_is_escaped() {
        for (message, expected) in [
            ("`s3:*` is wide", "<code>s3:*</code> is wide"),
            ("a ` b", "a ` b"),
            ("`<script>` & \"x\"", "<code>&lt;script&gt;</code> &amp; &quot;x&quot;"),
            ("a'b\u{202E}\n", "a&#39;b\\u{202e}\\n"),
        ] {
            assert_eq!(prose(message), expected);
        }
    }
}
