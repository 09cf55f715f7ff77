//! Items of lists, single values and whole statements taken out of a text, or others put in their place, with the layout of the rest.

use std::collections::BTreeSet;

use super::apply;
use super::removal::{self, child, find};
use crate::write::quote;
use crate::{Edit, Fix, Node, Safety, Source, Span, Value};

/// What is to stand in the place of an item of a list, or of a value that stands alone; nothing takes an item out.
#[derive(Debug, Clone, Copy)]
pub struct Instead<'a> {
    pub span: Span,
    pub texts: &'a [String],
}

/// A text after its changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    pub text: String,
    /// Where in it stands what came in, for each change, none for what was taken out.
    pub places: Vec<Span>,
    /// What of the old text each change took away or replaced, from its first to its last character.
    pub taken: Vec<Span>,
}

/// The text with the changes made. A comment at the end of an item's line goes with it, and so do comments on lines of their own above
/// what is taken out, if they are about nothing that stays.
///
/// None if the layout is one in which this is not done, a comment or an anchor is in the way, or a list would be left empty.
pub fn rewrite(source: &Source, root: &Node, changes: &[Instead<'_>]) -> Option<Rewritten> {
    let mut rewriting = Rewriting { source, root, edits: Vec::new() };
    let mut gone: Vec<(Span, Vec<Span>)> = Vec::new();
    for change in changes {
        let list = rewriting.list_of(change.span);
        match (list, change.texts) {
            (Some(list), []) => match gone.iter_mut().find(|(span, _)| *span == list.span) {
                Some((_, items)) => items.push(change.span),
                None => gone.push((list.span, vec![change.span])),
            },
            (None, []) => return None,
            (Some(list), texts) => rewriting.put(change.span, list, texts)?,
            (None, texts) => rewriting.put_alone(change.span, texts)?,
        }
    }
    for (_, items) in &gone {
        let list = rewriting.list_of(*items.first()?)?;
        rewriting.take_out(list, items)?;
    }
    rewriting.rewritten(changes)
}

struct Rewriting<'a> {
    source: &'a Source,
    root: &'a Node,
    edits: Vec<Made>,
}

/// An edit, and what it puts something in the place of.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Made {
    edit: Edit,
    of: Option<Span>,
}

impl<'a> Rewriting<'a> {
    fn list_of(&self, item: Span) -> Option<&'a Node> {
        let is_holder = |node: &Node, place| node.as_array().is_some() && child(node, place) == Some(item);
        find(self.root, item, is_holder).map(|(list, _)| list)
    }

    fn is_flow(&self, list: &Node) -> bool {
        self.source.slice(list.span).starts_with('[')
    }

    /// The text of the line before an offset.
    fn lead(&self, offset: usize) -> &'a str {
        let before = self.source.text().get(..offset).unwrap_or_default();
        before.get(before.rfind('\n').map_or(0, |end| end + 1)..).unwrap_or_default()
    }

    /// The text of the line after an offset, and where the line ends, its break not included.
    fn rest(&self, offset: usize) -> (&'a str, usize) {
        let after = self.source.text().get(offset..).unwrap_or_default();
        let rest = after.split('\n').next().unwrap_or_default();
        (rest.trim_end_matches('\r'), offset + rest.len())
    }

    fn make(&mut self, span: Span, text: String, of: Option<Span>) {
        self.edits.push(Made { edit: Edit { span, text }, of });
    }

    fn has_anchor(&self, span: Span) -> bool {
        self.source.slice(span).contains('&')
    }

    fn put(&mut self, item: Span, list: &Node, texts: &[String]) -> Option<()> {
        let was = self.source.slice(item);
        let is_flow = self.is_flow(list);
        let texts: Vec<String> = texts.iter().map(|text| written_as(was, text)).collect();
        let lead = self.lead(item.range().start);
        let between = if !is_flow {
            is_dash(lead).then(|| format!("{}{lead}", self.line_break()))?
        } else if lead.trim().is_empty() && !lead.is_empty() {
            format!(",{}{lead}", self.line_break())
        } else {
            ", ".to_owned()
        };
        (!was.starts_with(['&', '*', '!', '|', '>'])).then_some(())?;
        self.make(item, texts.join(&between), Some(item));
        Some(())
    }

    /// A value that is no list becomes one if there are several texts.
    fn put_alone(&mut self, value: Span, texts: &[String]) -> Option<()> {
        let was = self.source.slice(value);
        (!was.is_empty() && !was.starts_with(['&', '*', '!', '|', '>'])).then_some(())?;
        if let [text] = texts {
            self.make(value, written_as(was, text), Some(value));
            return Some(());
        }
        let lead = self.lead(value.range().start);
        let indent = lead.get(..lead.len() - lead.trim_start().len())?;
        let is_json = self.source.slice(self.root.span).starts_with(['{', '[']);
        let (rest, end) = self.rest(value.range().end);
        let key = lead.trim_start();
        if is_json {
            let texts: Vec<String> = texts.iter().map(|text| quote(text)).collect();
            let is_alone = key.starts_with('"') && lead.trim_end().ends_with(':') && !indent.is_empty();
            let text = if is_alone {
                let (unit, end) = (self.unit(), self.line_break());
                let lines: Vec<_> = texts.iter().map(|text| format!("{end}{indent}{unit}{text}")).collect();
                format!("[{}{end}{indent}]", lines.join(","))
            } else {
                format!("[{}]", texts.join(", "))
            };
            self.make(value, text, Some(value));
            return Some(());
        }
        let dashes = key.len() - key.trim_start_matches(['-', ' ']).len();
        let key = key.get(dashes..)?;
        let is_alone = key.trim_end().ends_with(':')
            && !key.contains(['{', '[', ','])
            && (rest.trim().is_empty() || rest.trim_start().starts_with('#'));
        if is_alone {
            let indent = format!("{}{indent}{}  - ", self.line_break(), " ".repeat(dashes));
            let lines = texts.iter().map(|text| format!("{indent}{}", written_as(was, text)));
            let kept = key.len() - key.trim_end().len();
            let start = value.range().start - kept;
            self.make(Span::new(start, value.range().end), String::new(), Some(value));
            self.make(Span::new(end, end), lines.collect(), Some(value));
        } else {
            let texts: Vec<_> = texts.iter().map(|text| quote(text)).collect();
            self.make(value, format!("[{}]", texts.join(", ")), Some(value));
        }
        Some(())
    }

    fn take_out(&mut self, list: &Node, gone: &[Span]) -> Option<()> {
        let items = list.as_array()?;
        if gone.len() >= items.len() {
            return None;
        }
        if self.is_flow(list) {
            let edits = removal::items(self.source, self.root, gone)?.into_iter();
            self.edits.extend(edits.map(|edit| Made { edit, of: None }));
            return Some(());
        }
        let gone: BTreeSet<Span> = gone.iter().copied().collect();
        let is_gone: Vec<bool> = items.iter().map(|item| gone.contains(&item.span)).collect();
        for (at, item) in items.iter().enumerate().filter(|(_, item)| gone.contains(&item.span)) {
            self.take_out_lines(item, items.get(at..)?, is_gone.get(at..)?)?;
        }
        Some(())
    }

    /// Takes the lines of an item of a block list, the first of `items`, and those comments that are about it, or about it and others
    /// that go.
    fn take_out_lines(&mut self, item: &Node, items: &[Node], is_gone: &[bool]) -> Option<()> {
        let range = item.span.range();
        let lead = self.lead(range.start);
        let (rest, end) = self.rest(range.end);
        let is_commented = rest.trim().is_empty() || rest.trim_start().starts_with('#');
        if !is_dash(lead) || !is_commented || self.has_anchor(item.span) {
            return None;
        }
        let depth = lead.len() - lead.trim_start().len();
        let text = self.source.text();
        let start = range.start - lead.len();
        let is_whole = matches!(item.value, Value::Object(_)) || self.is_group_gone(items, is_gone);
        let start = if is_whole { self.comments_above(start, depth) } else { start };
        let mut end = (end + 1).min(text.len());
        if matches!(item.value, Value::Object(_)) {
            // Comments that are indented like its elements are about them.
            for line in text.get(end..)?.split_inclusive('\n') {
                let inner = line.trim_start_matches(' ');
                if line.len() - inner.len() <= depth || !inner.starts_with('#') {
                    break;
                }
                end += line.len();
            }
        }
        self.make(Span::new(start, end), String::new(), None);
        Some(())
    }

    /// Whether all items go that stand below the same comment as the first: up to a comment or a blank line.
    fn is_group_gone(&self, items: &[Node], is_gone: &[bool]) -> bool {
        for (pair, is_gone) in items.windows(2).zip(is_gone.iter().skip(1)) {
            let [one, next] = pair else { break };
            let (_, end) = self.rest(one.span.range().end);
            let gap = self.source.text().get(end..next.span.range().start).unwrap_or_default();
            if gap.contains('#') || gap.matches('\n').count() > 1 {
                return true;
            }
            if !is_gone {
                return false;
            }
        }
        true
    }

    /// Where the comments begin that stand directly above a line, indented alike.
    fn comments_above(&self, line: usize, depth: usize) -> usize {
        let mut start = line;
        while let Some(above) = self.source.text().get(..start.saturating_sub(1)).filter(|_| start > 0) {
            let begin = above.rfind('\n').map_or(0, |end| end + 1);
            let text = above.get(begin..).unwrap_or_default();
            let inner = text.trim_start_matches(' ');
            if !inner.starts_with('#') || text.len() - inner.len() != depth {
                break;
            }
            start = begin;
        }
        start
    }

    /// How deep one level is indented.
    fn unit(&self) -> String {
        let lines = self.source.text().lines().filter(|line| !line.trim().is_empty());
        let leads = lines.map(|line| line.get(..line.len() - line.trim_start().len()).unwrap_or_default());
        let least = leads.filter(|lead| !lead.is_empty()).min_by_key(|lead| lead.len());
        least.unwrap_or("  ").to_owned()
    }

    fn line_break(&self) -> &'static str {
        if self.source.text().contains("\r\n") { "\r\n" } else { "\n" }
    }

    fn rewritten(mut self, changes: &[Instead<'_>]) -> Option<Rewritten> {
        self.edits.sort();
        self.edits.dedup();
        let places = changes.iter().map(|change| self.place(change.span)).collect();
        let taken = changes.iter().map(|change| self.taken(change.span)).collect();
        let edits: Vec<Edit> = self.edits.into_iter().map(|made| made.edit).collect();
        let text = self.source.text();
        if edits.is_empty() {
            return Some(Rewritten { text: text.to_owned(), places, taken });
        }
        let fix = Fix { title: String::new(), safety: Safety::Safe, edits };
        let applied = apply(text, &[&fix]);
        applied.skipped.is_empty().then_some(Rewritten { text: applied.text, places, taken })
    }

    /// Where in the new text stands what came in the place of a part.
    fn place(&self, was: Span) -> Span {
        let (mut shift, mut place) = (0_isize, None);
        for Made { edit, of } in &self.edits {
            let start = edit.span.range().start.saturating_add_signed(shift);
            shift += edit.text.len().cast_signed() - edit.span.len().cast_signed();
            let is_its = *of == Some(was) && !edit.text.is_empty();
            if is_its {
                let here = Span::new(start, start + edit.text.len());
                place = Some(place.map_or(here, |place: Span| place.to(here)));
            }
        }
        place.unwrap_or_default()
    }

    fn taken(&self, was: Span) -> Span {
        let is_of =
            |made: &&Made| made.of == Some(was) || (made.of.is_none() && made.edit.span.contains(was));
        let Some(made) = self.edits.iter().find(is_of) else { return was };
        let text = self.source.slice(made.edit.span);
        let start = made.edit.span.range().start;
        was.to(Span::new(start, start + text.trim_end().len()))
    }
}

fn is_dash(lead: &str) -> bool {
    lead.trim() == "-" && lead.trim_start() != lead.trim()
}

/// A text as a value of the document, in the way in which another was written.
fn written_as(was: &str, text: &str) -> String {
    let is_plain = text.starts_with(|letter: char| letter.is_ascii_alphanumeric())
        && !text.ends_with(':')
        && text.contains(':')
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || ":/_.+=@*?-".contains(letter));
    match was.chars().next() {
        Some('\'') => format!("'{}'", text.replace('\'', "''")),
        Some('"') => quote(text),
        _ if is_plain => text.to_owned(),
        _ => quote(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Limits};

    /// The text with what stands at the first place of each piece replaced.
    fn rewritten(name: &str, text: &str, changes: &[(&str, &[&str])]) -> Option<String> {
        let document = Document::read(name, text.as_bytes(), None, &Limits::default());
        let changes: Vec<(Span, Vec<String>)> = changes
            .iter()
            .map(|(piece, with)| {
                let start = text.find(piece).unwrap();
                let with = with.iter().map(|text| (*text).to_owned()).collect();
                (Span::new(start, start + piece.len()), with)
            })
            .collect();
        let instead: Vec<_> = changes.iter().map(|(span, texts)| Instead { span: *span, texts }).collect();
        let rewritten = rewrite(&document.source, &document.root, &instead)?;
        for (place, (_, texts)) in rewritten.places.iter().zip(&changes) {
            let there = rewritten.text.get(place.range()).unwrap();
            assert!(texts.iter().all(|text| there.contains(text.as_str())), "{there} in {}", rewritten.text);
        }
        Some(rewritten.text)
    }

    #[test]
    fn entries_of_lists_are_replaced_in_the_way_they_are_written() {
        for (name, text, changes, expected) in [
            (
                "a.json",
                r#"{"a":["s:*"]}"#,
                &[(r#""s:*""#, &["s:A", "s:B"][..])][..],
                r#"{"a":["s:A", "s:B"]}"#,
            ),
            (
                "a.json",
                "{\n\t\"a\": [\n\t\t\"s:*\",\n\t\t\"t:*\"\n\t]\n}",
                &[("\"s:*\"", &["s:A", "s:B"]), ("\"t:*\"", &[])],
                "{\n\t\"a\": [\n\t\t\"s:A\",\n\t\t\"s:B\"\n\t]\n}",
            ),
            (
                "a.json",
                "{\n    \"a\": \"s:*\",\n    \"b\": 1\n}",
                &[("\"s:*\"", &["s:A", "s:B"])],
                "{\n    \"a\": [\n        \"s:A\",\n        \"s:B\"\n    ],\n    \"b\": 1\n}",
            ),
            ("a.json", "{\"a\": \"s:*\"}", &[("\"s:*\"", &["s:A", "s:B"])], "{\"a\": [\"s:A\", \"s:B\"]}"),
            ("a.json", "{\"a\": \"s:*\"}", &[("\"s:*\"", &["s:A"])], "{\"a\": \"s:A\"}"),
            (
                "a.yaml",
                "a:\n- 's:*' # all\n- t:C\n",
                &[("'s:*'", &["s:A", "s:B"])],
                "a:\n- 's:A'\n- 's:B' # all\n- t:C\n",
            ),
            (
                "a.yaml",
                "- a: s:* # all\n  b: 1\n",
                &[("s:*", &["s:A", "*"])],
                "- a: # all\n    - s:A\n    - \"*\"\n  b: 1\n",
            ),
            ("a.yaml", "a: \"*\"", &[("\"*\"", &["s:A", "s:B"])], "a:\n  - \"s:A\"\n  - \"s:B\""),
            ("a.yaml", "a: [s:*, t:A]\n", &[("s:*", &["s:A", "s:B"]), ("t:A", &[])], "a: [s:A, s:B]\n"),
            ("a.yaml", "{a: s:*, b: 1}\n", &[("s:*", &["s:A", "s:B"])], "{a: [\"s:A\", \"s:B\"], b: 1}\n"),
        ] {
            assert_eq!(rewritten(name, text, changes).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_goes_takes_the_comments_along_that_are_about_it() {
        for (text, piece, expected) in [
            ("a:\n- s:A # one\n- s:B # two\n", "s:A", Some("a:\n- s:B # two\n")),
            ("a:\n- s:A # one\n- s:B # two\n", "s:B", Some("a:\n- s:A # one\n")),
            ("a:\n- s:A\n- s:B # two", "s:B", Some("a:\n- s:A\n")),
            // The comment is about the next entry as well.
            ("a:\n# both\n- s:A\n- s:B\n", "s:A", Some("a:\n# both\n- s:B\n")),
            ("a:\n# one\n- s:A\n# two\n- s:B\n", "s:A", Some("a:\n# two\n- s:B\n")),
            ("a:\n# one\n- s:A\n\n- s:B\n", "s:A", Some("a:\n\n- s:B\n")),
            ("a:\n- s:A\n# two\n- s:B\nb: 1\n", "s:B", Some("a:\n- s:A\nb: 1\n")),
            (
                "a:\n# gone\n- b: 1\n  c: 2 # d\n  # e\n# stays\n- b: 3\n",
                "b: 1\n  c: 2",
                Some("a:\n# stays\n- b: 3\n"),
            ),
            ("a:\n- s:A\n- &n s:B\n- *n\n", "s:B", None),
            ("a:\n- s:A\n", "s:A", None),
            ("a: s:A\n", "s:A", None),
        ] {
            assert_eq!(rewritten("a.yaml", text, &[(piece, &[])]).as_deref(), expected, "{text}");
        }
    }
}
