//! A tightened policy for people: the change with its reasons, what stays and why, and how much that is.

use std::fmt::Write;

use super::fixes_text::diff_line;
use super::plain;
use super::table::{counted, times};
use crate::Style;
use crate::wire::{MeaningVerdict, ReasonedLine, Tightened};

/// Reasons stand behind the lines up to this width, else behind the end of a longer line.
const WIDEST: usize = 72;

/// The diff with a reason at every changed line, a line for each part that stays, notes, and a last line with the sizes.
pub fn tightened_text(tightened: &Tightened, style: Style) -> String {
    let mut text = String::new();
    diff(&tightened.lines, style, &mut text);
    if tightened.lines.is_empty() {
        for part in &tightened.edits {
            let line = match part.now.as_slice() {
                [] => format!("gone: `{}` ({}): {}", part.was, part.pointer, part.reason),
                now => {
                    format!("`{}` ({}) becomes {}: {}", part.was, part.pointer, now.join(", "), part.reason)
                }
            };
            text.extend([plain(&line).as_ref(), "\n"]);
        }
    }
    for part in &tightened.kept {
        let line = format!("kept: `{}` ({}, {}): {}", part.entry, part.statement, part.pointer, part.why);
        text.extend([plain(&line).as_ref(), "\n"]);
    }
    for note in &tightened.notes {
        text.extend(["note: ", &plain(note), "\n"]);
    }
    for lost in &tightened.replay.lost {
        let line = format!("lost: {} on `{}`: {}", lost.action, lost.resource, lost.why);
        text.extend([plain(&line).as_ref(), "\n"]);
    }
    if let Some(why) = &tightened.refused {
        text.extend([plain(&tightened.path).as_ref(), ": ", why, "\n"]);
    }
    text + &summary(tightened)
}

fn diff(lines: &[ReasonedLine], style: Style, text: &mut String) {
    let reasoned = lines.iter().filter(|line| !line.reason.is_empty());
    let width = reasoned.map(|line| line.line.chars().count()).max().unwrap_or(0).min(WIDEST);
    let mut last = "";
    for line in lines {
        if line.reason.is_empty() {
            diff_line(&line.line, style, text);
            last = "";
            continue;
        }
        let reason = if line.reason == last { "the same" } else { &line.reason };
        let shown = line.line.trim_end_matches('\r');
        diff_line(&format!("{shown:width$}  <- {reason}"), style, text);
        last = &line.reason;
    }
}

fn summary(tightened: &Tightened) -> String {
    let path = plain(&tightened.path);
    let Tightened { size_before, size_after, .. } = tightened;
    let of = counted(tightened.principals.len(), "principal");
    if tightened.edits.is_empty() {
        return format!("nothing to tighten in `{path}` by the use of {of}\n");
    }
    let parts = counted(tightened.edits.len(), "part");
    let mut line = format!(
        "{parts} of `{path}` tightened by the use of {of}: {size_before} characters without white space become {size_after}"
    );
    let _ = match tightened.new_access.verdict {
        MeaningVerdict::Same | MeaningVerdict::Narrower => write!(line, "; no new access (proved)"),
        _ => write!(line, "; {}", plain(&tightened.new_access.text)),
    };
    if tightened.replay.lost.is_empty() {
        let _ = write!(
            line,
            ", and all {} that it allowed it still allows (replayed)",
            times(tightened.replay.allowed_before, "used call")
        );
    }
    if tightened.written {
        line.push_str("; the file is written");
    } else if tightened.text.is_none() && tightened.refused.is_none() {
        line.push_str("; `write` writes the file");
    }
    line + "\n"
}
