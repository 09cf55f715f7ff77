//! The state of the reader, the document as a whole, and how faults are reported.

use crate::{
    Diagnostic, Edit, Fix, Limits, Node, Safety, Severity, Span, Value,
    document::{DOCUMENT_TOO_DEEP, MAX_FAULTS},
};

/// The text is not JSON as RFC 8259 has it.
pub const JSON_SYNTAX_ERROR: &str = "json-syntax-error";

/// Reads one JSON value; where the text is broken, what could be read and why the rest could not.
pub fn read(text: &str, limits: &Limits) -> (Node, Vec<Diagnostic>) {
    let mut reader = Reader::new(text, limits.depth());
    let root = reader.document();
    let mut faults = reader.faults;
    faults.extend(trivia_fault(reader.odd_blanks));
    faults.sort_by_key(|fault| fault.span.start);
    (root, faults)
}

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    /// The bytes of `text`; emptied to stop, which every part of the reader takes for the end of the text.
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    /// Where the brackets were opened that are open now.
    pub(super) open: Vec<usize>,
    pub(super) depth_limit: usize,
    /// A closing bracket that was reported already: the lists and objects that it ends say nothing more.
    pub(super) reported_closer: Option<usize>,
    /// How often the rest of the text may still be scanned to find out what a wrong bracket means.
    pub(super) look_aheads: usize,
    /// Blanks that JSON does not know; all of a document are one fault.
    pub(super) odd_blanks: Vec<Edit>,
    faults: Vec<Diagnostic>,
    stopped: bool,
    too_deep: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, depth_limit: usize) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            open: Vec::new(),
            depth_limit,
            reported_closer: None,
            look_aheads: 8,
            odd_blanks: Vec::new(),
            faults: Vec::new(),
            stopped: false,
            too_deep: false,
        }
    }

    fn document(&mut self) -> Node {
        if self.text.starts_with('\u{FEFF}') {
            self.at = '\u{FEFF}'.len_utf8();
        }
        self.trivia();
        let root = self.value();
        self.trivia();
        if self.peek().is_some() {
            self.after_root(&root);
        }
        root
    }

    /// Says once what stands behind the value, where nothing should.
    fn after_root(&mut self, root: &Node) {
        let rest = self.text.get(self.at..).unwrap_or_default().trim_end();
        let whole = Span::new(self.at, self.at + rest.len());
        let only =
            |allowed: &[char]| rest.chars().all(|each| allowed.contains(&each) || each.is_whitespace());
        let fault = if only(&[',', ';']) {
            syntax(whole, "nothing may follow the value").fix(Fix::safe(
                "remove what follows the value",
                whole,
                "",
            ))
        } else if only(&['}', ']']) {
            syntax(whole, format!("`{}` closes nothing", rest.escape_debug())).fix(Fix::safe(
                "remove what closes nothing",
                whole,
                "",
            ))
        } else if rest.starts_with(':') && root.as_str().is_some() {
            syntax(root.span, "the `{` and `}` around the document are missing")
                .help("put the whole document in braces")
        } else {
            let (what, span) = self.found();
            let message = if rest.starts_with(['{', '[', '"', ',']) {
                "a second value begins here, and a document holds one"
            } else {
                "text follows the value, and a document holds nothing else"
            };
            syntax(span, message)
                .label(root.span.after(), "the value ends here")
                .help(format!("remove {what} and what follows, or put the values in a list"))
        };
        self.report(fault);
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    /// The text from `start` to here.
    pub(super) fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    pub(super) fn span_from(&self, start: usize) -> Span {
        Span::new(start, self.at)
    }

    pub(super) fn here(&self) -> Span {
        Span::new(self.at, self.at)
    }

    pub(super) fn node(&self, start: usize, value: Value) -> Node {
        Node::new(self.span_from(start), value)
    }

    pub(super) fn report(&mut self, fault: Diagnostic) {
        if self.stopped {
            return;
        }
        self.faults.push(fault);
        if self.faults.len() >= MAX_FAULTS {
            let message = format!("more than {MAX_FAULTS} faults: the rest was not read");
            self.faults.push(syntax(self.here(), message));
            self.stop();
        }
    }

    /// Reads nothing more and says nothing more.
    pub(super) fn stop(&mut self) {
        self.stopped = true;
        self.bytes = &[];
    }

    /// Whether one more list or object would lie too deep; says so the first time.
    pub(super) fn is_too_deep(&mut self) -> bool {
        if self.open.len() < self.depth_limit {
            return false;
        }
        if !self.too_deep {
            self.too_deep = true;
            let message = format!("nested more than {} deep: what lies deeper is not read", self.depth_limit);
            let span = Span::new(self.at, self.at + 1);
            self.report(Diagnostic::new(DOCUMENT_TOO_DEEP, Severity::Error, span, message));
        }
        true
    }

    /// Says which brackets the text leaves open, and reads no more.
    pub(super) fn unclosed(&mut self) {
        let end = self.text.trim_end().len();
        let mut open = self.open.iter().rev().map(|at| (Span::new(*at, at + 1), self.text.get(*at..=*at)));
        let Some((innermost, bracket)) = open.next() else {
            let fault = syntax(Span::new(end, end), "expected a value, found the end of the text");
            self.report(fault);
            return self.stop();
        };
        let message = format!("this `{}` is never closed", bracket.unwrap_or_default());
        let mut fault = syntax(innermost, message).label(Span::new(end, end), "the text ends here");
        for (span, bracket) in open.take(3) {
            fault = fault.label(span, format!("nor is this `{}`", bracket.unwrap_or_default()));
        }
        self.report(fault);
        self.stop();
    }
}

pub(super) fn syntax(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(JSON_SYNTAX_ERROR, Severity::Error, span, message)
}

/// One diagnostic for all blanks that JSON does not know: a text copied from a web page has them on every line.
fn trivia_fault(edits: Vec<Edit>) -> Option<Diagnostic> {
    let first = edits.first()?.span;
    let message = match edits.len() {
        1 => "a character stands here that JSON does not take for a blank".to_owned(),
        count => format!(
            "characters stand here and at {} more places that JSON does not take for blanks",
            count - 1
        ),
    };
    let fix = Fix { title: "replace them by spaces".to_owned(), safety: Safety::Safe, edits };
    Some(syntax(first, message).help("no-break spaces often come from copying a web page").fix(fix))
}
