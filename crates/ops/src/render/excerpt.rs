//! The lines that a finding stands on, in pieces: what is before, in and after the marked place, and the marks below.

use std::ops::Range;

use policy::Source;

use super::plain;
use crate::wire::{Finding, Place, Position};

/// How many letters of a line are shown on either side of what is marked: a minified document is one long line.
const MARGIN: usize = 60;
/// How many letters of a marked place are shown.
const MOST_MARKED: usize = 400;
/// How many of the other places that matter are shown.
const MOST_LABELS: usize = 8;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// In the order of the document.
    pub(super) lines: Vec<Line>,
    /// What is said about places that the lines do not show.
    pub(super) elsewhere: Vec<(Position, String)>,
    /// How many places are left out.
    pub(super) left_out: usize,
}

/// A line of the document.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Counted from 1.
    pub(super) number: usize,
    pub(super) before: String,
    /// What the finding is about, if it begins on this line.
    pub(super) marked: String,
    pub(super) after: String,
    pub(super) marks: Vec<Mark>,
    /// The bytes of the document that are shown.
    shown: Range<usize>,
}

/// What stands below a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Spaces up to the place, then carets for the finding itself, or hyphens for another place that matters.
    pub(super) row: String,
    pub(super) message: String,
}

/// Of a place of several lines the first one is shown.
pub(super) fn excerpt(source: &Source, finding: &Finding) -> Excerpt {
    let text = source.text();
    let mut first = Line::around(text, finding.span);
    let marked = first_line(text, finding.span);
    first.before = clean(text, first.shown.start..marked.start);
    first.marked = clean(text, marked.clone());
    first.after = clean(text, marked.end..first.shown.end);
    first.add_ellipses(text);
    first.mark(text, finding.span, '^', "");
    let mut excerpt = Excerpt { lines: vec![first], ..Excerpt::default() };
    for label in finding.labels.iter().take(MOST_LABELS) {
        let number = label.span.start.line;
        match excerpt.lines.iter_mut().find(|line| line.number == number) {
            Some(line) if line.shows(label.span) => line.mark(text, label.span, '-', &label.message),
            Some(_) => excerpt.elsewhere.push((label.span.start, plain(&label.message).into_owned())),
            None => {
                let mut line = Line::around(text, label.span);
                line.before = clean(text, line.shown.clone());
                line.add_ellipses(text);
                line.mark(text, label.span, '-', &label.message);
                excerpt.lines.push(line);
            }
        }
    }
    excerpt.lines.sort_by_key(|line| line.number);
    excerpt.left_out = finding.labels.len().saturating_sub(MOST_LABELS);
    excerpt
}

impl Line {
    /// The line on which the place begins, without its pieces.
    fn around(text: &str, place: Place) -> Self {
        let marked = first_line(text, place);
        let head = text.get(..marked.start).unwrap_or_default();
        let head = head.get(head.rfind('\n').map_or(0, |at| at + 1)..).unwrap_or_default();
        let tail = text.get(marked.end..).unwrap_or_default().lines().next().unwrap_or_default();
        let before = head.char_indices().rev().nth(MARGIN - 1).map_or(head.len(), |(at, _)| head.len() - at);
        let after = tail.char_indices().nth(MARGIN).map_or(tail.len(), |(at, _)| at);
        Self {
            number: place.start.line,
            before: String::new(),
            marked: String::new(),
            after: String::new(),
            marks: Vec::new(),
            shown: marked.start - before..marked.end + after,
        }
    }

    fn shows(&self, place: Place) -> bool {
        self.shown.contains(&place.start.offset)
    }

    fn begins_within(&self, text: &str) -> bool {
        text.get(..self.shown.start).is_some_and(|head| !head.is_empty() && !head.ends_with('\n'))
    }

    /// Says on which sides the line goes on.
    fn add_ellipses(&mut self, text: &str) {
        if self.begins_within(text) {
            self.before.insert(0, '…');
        }
        let rest = text.get(self.shown.end..).unwrap_or_default();
        if !rest.is_empty() && !rest.starts_with(['\n', '\r']) {
            self.after.push('…');
        }
    }

    fn mark(&mut self, text: &str, place: Place, caret: char, message: &str) {
        let marked = first_line(text, place);
        let letters = |range| clean(text, range).chars().count();
        let indent = letters(self.shown.start..marked.start) + usize::from(self.begins_within(text));
        let width = letters(marked.start..marked.end.min(self.shown.end)).max(1);
        let row = " ".repeat(indent) + &String::from(caret).repeat(width);
        self.marks.push(Mark { row, message: plain(message).into_owned() });
    }
}

/// The bytes of the place on its first line, as many as are shown.
fn first_line(text: &str, place: Place) -> Range<usize> {
    let start = place.start.offset.min(text.len());
    let end = place.end.offset.clamp(start, text.len());
    let line = text.get(start..end).unwrap_or_default().lines().next().unwrap_or_default();
    let length = line.char_indices().nth(MOST_MARKED).map_or(line.len(), |(at, _)| at);
    start..start + length
}

/// A part of the text with tabs as spaces, and nothing that could deceive.
fn clean(text: &str, range: Range<usize>) -> String {
    plain(&text.get(range).unwrap_or_default().replace('\t', " ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Label, Severity};

    /// The text with the finding at `[…]` and a label at each `{…}`.
    fn shown(marked: &str) -> String {
        let (mut text, mut open, mut places) = (String::new(), Vec::new(), Vec::new());
        for letter in marked.chars() {
            match letter {
                '[' | '{' => open.push((letter, text.len())),
                ']' | '}' => {
                    let (kind, start) = open.pop().unwrap();
                    places.push((kind, start, text.len()));
                }
                letter => text.push(letter),
            }
        }
        let source = Source::new("p.json", text);
        let place = |start: usize, end: usize| Place::new(&source, policy::Span::new(start, end));
        let spans = |kind| places.iter().filter(move |place| place.0 == kind).map(|place| place.1..place.2);
        let labels = spans('{').map(|at| Label { message: "here".to_owned(), span: place(at.start, at.end) });
        let at = spans('[').next().unwrap();
        let finding = Finding {
            id: "x".to_owned(),
            aliases: Vec::new(),
            severity: Severity::Low,
            message: String::new(),
            help: None,
            pointer: String::new(),
            span: place(at.start, at.end),
            labels: labels.collect(),
            fix: None,
            fingerprint: String::new(),
        };
        let excerpt = excerpt(&source, &finding);
        let mut out = Vec::new();
        for line in excerpt.lines {
            out.push(format!("{}|{}<{}>{}", line.number, line.before, line.marked, line.after));
            out.extend(line.marks.into_iter().map(|mark| format!(" |{} {}", mark.row, mark.message)));
        }
        out.extend(excerpt.elsewhere.iter().map(|(at, message)| format!("at {}: {message}", at.column)));
        out.join("\n")
    }

    #[test]
    fn marks_stand_below_what_they_mark() {
        for (text, expected) in [
            ("a [bc] d", "1|a <bc> d\n |  ^^ "),
            ("é[]", "1|é<>\n | ^ "),
            ("x\n\t[b\nc] {d}", "2| <b>\n | ^ \n3|c d<>\n |  - here"),
            ("{a} [b]", "1|a <b>\n |  ^ \n |- here"),
            ("a\u{202E}[b]\r\n", "1|a\\u{202e}<b>\n |         ^ "),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn of_a_long_line_a_part_is_shown() {
        let far = "x".repeat(150);
        let near = "x".repeat(MARGIN);
        assert_eq!(
            shown(&format!("{far}[b]{far}{{c}}")),
            format!("1|…{near}<b>{near}…\n |{}^ \nat 302: here", " ".repeat(MARGIN + 1))
        );
    }
}
