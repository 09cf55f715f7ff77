//! Fixes for people: the changes, then what is left, one line each.

use std::fmt::Write;

use super::plain;
use super::table::counted;
use crate::Style;
use crate::wire::{Change, Finding, Fixes, Safety};

const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const END: &str = "\u{1b}[0m";

/// The changes, as a diff unless they were written, what is left, and a last line that counts both.
pub fn fixes(fixes: &Fixes, style: Style) -> String {
    let mut text = String::new();
    for change in &fixes.changes {
        change_text(change, style, &mut text);
    }
    for document in &fixes.left.documents {
        for finding in &document.findings {
            let at = finding.span.start;
            let line = format!(
                "{}:{}:{}: {}[{}]: {}",
                document.path,
                at.line,
                at.column,
                finding.severity.name(),
                finding.id,
                finding.sentence()
            );
            text.extend(["left: ", &plain(&line), "\n"]);
        }
    }
    text.push_str(&summary(fixes));
    text
}

fn change_text(change: &Change, style: Style, text: &mut String) {
    let path = plain(&change.path);
    if let Some(reason) = &change.refused {
        text.extend([path.as_ref(), ": ", reason, "\n"]);
        return;
    }
    if !change.written {
        change.diff.lines().for_each(|line| diff_line(line, style, text));
    }
    if let Some(meaning) = &change.meaning {
        text.extend([path.as_ref(), ": ", &plain(&meaning.text), "\n"]);
    }
    for fix in &change.left_out {
        let line = format!("{}: [{}] {}, as that makes other errors", change.path, fix.id, fix.title);
        text.extend(["left out: ", &plain(&line), "\n"]);
    }
    if change.broken_off {
        text.extend([
            path.as_ref(),
            ": broken off, as fixes gave rise to others without end; look at it before you go on\n",
        ]);
    }
    for fix in change.fixes.iter().filter(|_| change.written) {
        let note = match fix.safety {
            Safety::Safe => "",
            Safety::Unsafe => " (changes what the policy allows)",
        };
        let line = format!("{}: [{}] {}{note}", change.path, fix.id, fix.title);
        text.extend(["fixed: ", &plain(&line), "\n"]);
    }
}

/// A line of a diff; its own tabs and line ending are no danger.
pub(super) fn diff_line(line: &str, style: Style, text: &mut String) {
    let line = line.strip_suffix('\r').unwrap_or(line);
    let parts: Vec<_> = line.split('\t').map(plain).collect();
    let line = parts.join("\t");
    let colour = match line.as_bytes() {
        _ if !style.colour => None,
        [b'+', ..] => Some(GREEN),
        [b'-', ..] => Some(RED),
        _ => None,
    };
    match colour {
        Some(colour) => text.extend([colour, &line, END, "\n"]),
        None => text.extend([line.as_str(), "\n"]),
    }
}

fn summary(fixes: &Fixes) -> String {
    let summary = &fixes.left.summary;
    let changed: Vec<_> = fixes.changes.iter().filter(|change| change.is_change()).collect();
    let count = changed.iter().map(|change| change.fixes.len()).sum();
    let written = changed.iter().any(|change| change.written);
    let mut line = match (count, written) {
        (0, _) => format!("nothing to fix in {}", counted(summary.documents, "document")),
        (_, true) => format!("{} written to {}", counted_fixes(count), counted(changed.len(), "document")),
        (_, false) => format!("{} for {}", counted_fixes(count), counted(changed.len(), "document")),
    };
    let shown: Vec<_> = fixes.left.documents.iter().flat_map(|document| &document.findings).collect();
    let _ = match (summary.findings, summary.truncated) {
        (0, _) => write!(line, ", nothing is left"),
        (left, false) => write!(line, ", {} left", counted(left, "finding")),
        (left, true) => write!(line, ", {} left, {} of them shown", counted(left, "finding"), shown.len()),
    };
    let mendable = |finding: &&&Finding| finding.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Unsafe);
    match shown.iter().filter(mendable).count() {
        0 => {}
        count => line.extend([", ", &count.to_string(), " of them with a fix that `unsafe` applies"]),
    }
    if changed.iter().any(|change| !change.written && change.text.is_none()) {
        line.push_str("; `write` writes the files");
    }
    line + "\n"
}

fn counted_fixes(count: usize) -> String {
    if count == 1 { "1 fix".to_owned() } else { format!("{count} fixes") }
}
