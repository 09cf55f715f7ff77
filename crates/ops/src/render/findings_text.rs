//! Findings for people: the excerpt with carets, what is wrong, what to do.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use policy::Source;

use super::plain;
use super::table::counted;
use crate::Style;
use crate::wire::{Checked, Finding, Findings, Place, Safety, Severity};

/// Lines longer than this, in bytes, are not shown: a minified document would be shown whole with every finding.
const LARGEST_EXCERPT: usize = 10_000;

/// Every finding with its excerpt, and a last line that counts them.
pub fn findings(report: &Findings, style: Style) -> String {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    for document in &report.documents {
        for finding in &document.findings {
            text.push_str(&renderer.render(&groups(document, finding)));
            text.push_str("\n\n");
        }
    }
    text.push_str(&summary(report));
    text
}

fn groups<'a>(document: &'a Checked, finding: &'a Finding) -> Vec<Group<'a>> {
    let title = level(finding.severity).primary_title(finding.message.as_str()).id(finding.id.as_str());
    let help = finding.help.as_deref().map(|help| Level::HELP.message(help));
    // Unlike the text of the excerpt, names and secondary titles are not cleaned by the renderer.
    let path = plain(&document.path);
    let window = Window::around(&document.source, finding);
    if window.text.len() > LARGEST_EXCERPT {
        let start = finding.span.start;
        let origin = Origin::path(path.clone()).line(start.line).char_column(start.column);
        return vec![title.element(origin).elements(help)];
    }
    let primary = AnnotationKind::Primary.span(window.shift(finding.span));
    let labels = finding
        .labels
        .iter()
        .map(|label| AnnotationKind::Context.span(window.shift(label.span)).label(label.message.as_str()));
    let snippet = Snippet::source(window.text)
        .line_start(window.line)
        .path(path)
        .annotation(primary)
        .annotations(labels);
    let fix = finding.fix.as_ref().and_then(|fix| {
        // The help asks the question that the fix answers: shown together they are one thing.
        let title = finding.help.as_ref().unwrap_or(&fix.title);
        let title = match fix.safety {
            Safety::Safe => title.clone(),
            Safety::Unsafe => format!("{title} (changes what the policy allows)"),
        };
        let patches: Option<Vec<_>> = fix
            .edits
            .iter()
            .map(|edit| Some(Patch::new(window.within(edit.start..edit.end)?, edit.text.as_str())))
            .collect();
        let snippet = Snippet::source(window.text).line_start(window.line).patches(patches?);
        Some(Level::HELP.secondary_title(plain(&title).into_owned()).element(snippet))
    });
    let help = help.filter(|_| fix.is_none());
    std::iter::once(title.element(snippet).elements(help)).chain(fix).collect()
}

fn level(severity: Severity) -> Level<'static> {
    let level = match severity {
        Severity::Error | Severity::Critical | Severity::High => Level::ERROR,
        Severity::Warning | Severity::Medium => Level::WARNING,
        Severity::Low | Severity::Suggestion => Level::NOTE,
    };
    level.with_name(severity.name())
}

/// The whole lines that a finding and its labels and edits stand on: what is shown does not depend on the document's length.
struct Window<'a> {
    text: &'a str,
    start: usize,
    line: usize,
}

impl<'a> Window<'a> {
    fn around(source: &'a Source, finding: &Finding) -> Self {
        let places = std::iter::once(finding.span).chain(finding.labels.iter().map(|label| label.span));
        let ranges = places.map(|place| place.start.offset..place.end.offset);
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.start..edit.end);
        let whole = ranges.chain(edits).reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)).unwrap_or(0..0);
        let text = source.text();
        let before = text.get(..whole.start).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let after = text.get(whole.end..).unwrap_or_default();
        let end = after.find('\n').map_or(text.len(), |at| whole.end + at);
        Self { text: text.get(start..end).unwrap_or_default(), start, line: source.position(start).line }
    }

    fn shift(&self, place: Place) -> Range<usize> {
        let range = place.start.offset..place.end.offset;
        self.within(range).unwrap_or(0..0)
    }

    fn within(&self, range: Range<usize>) -> Option<Range<usize>> {
        let range = range.start.checked_sub(self.start)?..range.end.checked_sub(self.start)?;
        self.text.get(range.clone()).is_some().then_some(range)
    }
}

fn summary(report: &Findings) -> String {
    let summary = &report.summary;
    let documents = counted(summary.documents, "document");
    let mut aside = Vec::new();
    if summary.suppressed > 0 {
        aside.push(format!("{} suppressed", summary.suppressed));
    }
    if summary.in_baseline > 0 {
        aside.push(format!("{} in the baseline", summary.in_baseline));
    }
    if summary.skipped > 0 {
        aside.push(format!("{} without a policy skipped", counted(summary.skipped, "file")));
    }
    let aside = if aside.is_empty() { String::new() } else { format!(" ({})", aside.join(", ")) };
    let config =
        summary.config.as_ref().map(|name| format!("; configured by {}", plain(name))).unwrap_or_default();
    if summary.findings == 0 {
        return format!("no findings in {documents}{aside}{config}\n");
    }
    let counts = summary.by_severity.counts();
    let counts: Vec<_> =
        counts.iter().map(|(severity, count)| format!("{count} {}", severity.name())).collect();
    let shown: usize = report.documents.iter().map(|document| document.findings.len()).sum();
    let shown = if summary.truncated { format!(", {shown} of them shown") } else { String::new() };
    format!(
        "{} in {documents}: {}{shown}{aside}{config}\n",
        counted(summary.findings, "finding"),
        counts.join(", ")
    )
}
