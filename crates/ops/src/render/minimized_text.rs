//! A smaller policy for people: the change, what was taken out, and how much that is.

use super::fixes_text::diff_line;
use super::plain;
use super::table::counted;
use crate::Style;
use crate::wire::Minimized;

/// The diff unless the file was written, a line for each part that was taken out, notes, and a last line with the sizes.
pub fn minimized_text(minimized: &Minimized, style: Style) -> String {
    let mut text = String::new();
    if !minimized.written {
        minimized.diff.lines().for_each(|line| diff_line(line, style, &mut text));
    }
    for part in &minimized.dropped {
        text.extend(["taken out: ", &plain(&part.text), "\n"]);
    }
    for note in &minimized.notes {
        text.extend(["note: ", note, "\n"]);
    }
    if let Some(why) = &minimized.refused {
        text.extend([plain(&minimized.path).as_ref(), ": ", why, "\n"]);
    }
    text + &summary(minimized)
}

fn summary(minimized: &Minimized) -> String {
    let path = plain(&minimized.path);
    let Minimized { size_before, size_after, .. } = minimized;
    if minimized.dropped.is_empty() {
        let all = if minimized.complete { "nothing" } else { "nothing of what was tried" };
        return format!("{all} can be taken out of `{path}`: {size_before} characters without white space\n");
    }
    let parts = counted(minimized.dropped.len(), "part");
    let mut line = format!(
        "{parts} taken out of `{path}`, which means the same (proved): {size_before} characters without white space become {size_after}"
    );
    if minimized.written {
        line.push_str("; the file is written");
    } else if minimized.text.is_none() && minimized.refused.is_none() {
        line.push_str("; `write` writes the file");
    }
    line + "\n"
}
