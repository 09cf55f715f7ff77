//! The lines that a finding stands on, in pieces: what is before, in and after the marked places, and the marks below.

use policy::Source;

use super::plain;
use crate::wire::{Finding, Place};

/// How many letters of a line are shown on either side of what is marked: a minified document is one long line.
const MARGIN: usize = 100;
/// How many letters of a marked place are shown.
const MOST_MARKED: usize = 400;

/// A line of the excerpt.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Counted from 1.
    pub(super) number: usize,
    pub(super) before: String,
    /// What the finding is about, if it begins on this line.
    pub(super) marked: String,
    pub(super) after: String,
    /// A row of carets and its message for each mark.
    pub(super) marks: Vec<Mark>,
}

/// What stands below a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Spaces up to the place, then carets for the finding itself, or hyphens for another place that matters.
    pub(super) row: String,
    pub(super) message: String,
}

/// The lines on which the places of a finding begin, in order. Of a place of several lines the first one is shown.
pub(super) fn lines(source: &Source, finding: &Finding) -> Vec<Line> {
    let labels = finding.labels.iter().map(|label| (label.span, '-', label.message.as_str()));
    let mut places: Vec<_> = std::iter::once((finding.span, '^', "")).chain(labels).collect();
    places.sort_by_key(|(place, _, _)| place.start.offset);
    let mut lines: Vec<Line> = Vec::new();
    for (place, caret, message) in places {
        let cut = Cut::of(source, place);
        let number = place.start.line;
        let known = lines.iter_mut().find(|line| line.number == number);
        // A second mark may lie outside of what is shown of a long line: then it has a line of its own.
        let fits = |line: &&mut Line| !line.before.starts_with(ELLIPSIS) && !cut.is_cut();
        let mark = Mark { row: cut.row(caret), message: plain(message).into_owned() };
        match known.filter(fits) {
            Some(line) => {
                if caret == '^' {
                    cut.clone().into_parts(line);
                }
                line.marks.push(mark);
            }
            None => {
                let mut line = Line {
                    number,
                    before: String::new(),
                    marked: String::new(),
                    after: String::new(),
                    marks: vec![mark],
                };
                cut.into_parts(&mut line);
                if caret != '^' {
                    line.before.push_str(&std::mem::take(&mut line.marked));
                }
                lines.push(line);
            }
        }
    }
    lines
}

const ELLIPSIS: char = '…';

/// A line cut in three at a place, and shortened on both sides if it is long.
#[derive(Debug, Clone)]
struct Cut {
    before: String,
    marked: String,
    after: String,
}

impl Cut {
    fn of(source: &Source, place: Place) -> Self {
        let text = source.text();
        let start = place.start.offset.min(text.len());
        let end = place.end.offset.clamp(start, text.len());
        let from = text.get(..start).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
        let to = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| start + at);
        let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default().trim_end_matches('\r');
        Self {
            before: last_letters(part(from, start), MARGIN),
            marked: first_letters(part(start, end.min(to)), MOST_MARKED),
            after: first_letters(part(end.min(to), to), MARGIN),
        }
    }

    fn is_cut(&self) -> bool {
        self.before.starts_with(ELLIPSIS) || self.marked.ends_with(ELLIPSIS) || self.after.ends_with(ELLIPSIS)
    }

    fn row(&self, caret: char) -> String {
        let indent = self.before.chars().count();
        let width = self.marked.chars().count().max(1);
        " ".repeat(indent) + &String::from(caret).repeat(width)
    }

    fn into_parts(self, line: &mut Line) {
        line.before = self.before;
        line.marked = self.marked;
        line.after = self.after;
    }
}

fn first_letters(text: &str, most: usize) -> String {
    let end = text.char_indices().nth(most).map(|(at, _)| at);
    let shown = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
    clean(shown) + if end.is_some() { "…" } else { "" }
}

fn last_letters(text: &str, most: usize) -> String {
    let start = text.char_indices().rev().nth(most).map(|(at, letter)| at + letter.len_utf8());
    let shown = text.get(start.unwrap_or(0)..).unwrap_or_default();
    format!("{}{}", if start.is_some() { "…" } else { "" }, clean(shown))
}

/// The text with tabs as spaces, and nothing that could deceive.
fn clean(text: &str) -> String {
    plain(&text.replace('\t', " ")).into_owned()
}
