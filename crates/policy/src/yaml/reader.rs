//! Parser events to the tree: containers are built on a stack, aliases copied within a budget.

use std::collections::{HashMap, HashSet};

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, StructureStyle, Tag, options};

use super::scalar::resolve;
use crate::{
    Diagnostic, Key, Limits, Member, Node, Severity, Span, Value,
    document::{DOCUMENT_TOO_DEEP, DOCUMENT_TOO_LARGE, MAX_FAULTS},
    duplicate,
};

/// The text is not YAML, or uses of it what no policy can.
pub const YAML_SYNTAX_ERROR: &str = "yaml-syntax-error";

/// What aliases may add to a document, in nodes; long texts count as several.
const COPY_BUDGET: usize = 200_000;

/// Reads the first document of a YAML text; after a syntax error, what stood before it.
pub fn read(text: &str, limits: &Limits) -> (Node, Vec<Diagnostic>) {
    let mut reader = Reader::new(text, limits.depth());
    // The parser takes NUL for the end of the text, which would hide whatever follows it.
    let nul = memchr::memchr(0, text.as_bytes());
    reader.read(text.get(..nul.unwrap_or(text.len())).unwrap_or_default());
    if let Some(at) = nul {
        let message = "a NUL character stands here, and nothing behind it was read";
        reader.report(syntax(Span::new(at, at + 1), message));
    }
    let root = reader.finish();
    let mut faults = reader.faults;
    faults.sort_by_key(|fault| fault.span.start);
    (root, faults)
}

struct Reader<'a> {
    text: &'a str,
    depth_limit: usize,
    open: Vec<Open>,
    root: Option<Node>,
    /// The finished nodes that have an anchor, by the parser's number of it.
    anchors: HashMap<usize, Node>,
    copied: usize,
    faults: Vec<Diagnostic>,
}

/// A list or mapping that is not yet at its end.
struct Open {
    start: usize,
    content: Content,
    tag: Option<Tagging>,
    /// Zero if there is none.
    anchor: usize,
    /// Flow containers end with a bracket, block containers where their last element does.
    flow: bool,
}

enum Content {
    Items(Vec<Node>),
    Members { members: Vec<Member>, key: Option<Key>, merged: Vec<Member> },
}

struct Tagging {
    name: String,
    start: usize,
}

/// What the rest of the text is worth after an event.
#[derive(PartialEq, Eq)]
enum Next {
    Continue,
    Stop,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, depth_limit: usize) -> Self {
        let (open, anchors) = (Vec::new(), HashMap::new());
        Self { text, depth_limit, open, root: None, anchors, copied: 0, faults: Vec::new() }
    }

    fn read(&mut self, text: &str) {
        let mut options = options! {
            emit_unresolved_aliases: true,
            flow_nesting_limit: self.depth_limit + 1,
            block_nesting_limit: self.depth_limit + 1,
        };
        options.set_emit_comments(false);
        for event in Parser::new_from_str_with_options(text, options) {
            let next = match event {
                Ok((event, span)) => self.event(event, &span),
                Err(error) => {
                    self.scan_error(&error);
                    Next::Stop
                }
            };
            if next == Next::Stop {
                return;
            }
        }
    }

    fn event(&mut self, event: Event, place: &granit_parser::Span) -> Next {
        let span = span_of(place);
        match event {
            Event::DocumentStart(..) if self.root.is_some() => {
                let message = "a second document begins here, and only the first is read";
                self.report(syntax(span, message).help("put each policy into a file of its own"));
                return Next::Stop;
            }
            Event::Scalar(text, style, anchor, tag) => {
                let (value, tag) = scalar(&text, style, tag.as_deref(), place);
                let span = match style {
                    // The line breaks behind a block scalar belong to nobody.
                    ScalarStyle::Literal | ScalarStyle::Folded => self.trimmed(span),
                    _ => span,
                };
                self.place(tagged(Node::new(span, value), tag), anchor);
            }
            Event::SequenceStart(style, anchor, tag) => {
                let tag = tag.as_deref().and_then(|tag| tagging(tag, place));
                return self.enter(span, Content::Items(Vec::new()), style, anchor, tag);
            }
            Event::MappingStart(style, anchor, tag) => {
                let content = Content::Members { members: Vec::new(), key: None, merged: Vec::new() };
                let tag = tag.as_deref().and_then(|tag| tagging(tag, place));
                return self.enter(span, content, style, anchor, tag);
            }
            Event::SequenceEnd | Event::MappingEnd => self.leave(Some(span)),
            Event::Alias(id) => return self.alias(id, span),
            Event::UnresolvedAlias(name) => {
                let message = format!("the alias `*{}` has no anchor before it", name.escape_debug());
                self.report(syntax(span, message));
                self.place(Node::new(span, Value::Null), 0);
            }
            _ => {}
        }
        Next::Continue
    }

    fn enter(
        &mut self,
        span: Span,
        content: Content,
        style: StructureStyle,
        anchor: usize,
        tag: Option<Tagging>,
    ) -> Next {
        if self.open.len() >= self.depth_limit {
            return self.too_deep(span);
        }
        let flow = style == StructureStyle::Flow;
        self.open.push(Open { start: span.range().start, content, tag, anchor, flow });
        Next::Continue
    }

    /// Finishes the innermost container; without a place it ends where its last element does.
    fn leave(&mut self, place: Option<Span>) {
        let Some(open) = self.open.pop() else { return };
        let (value, last) = match open.content {
            Content::Items(items) => {
                let last = items.last().map(|item| item.span);
                (Value::Array(items), last)
            }
            Content::Members { mut members, key, merged } => {
                members
                    .extend(key.map(|key| Member { value: Node::new(key.span.after(), Value::Null), key }));
                duplicate::find(&members, |fault| report(&mut self.faults, fault));
                let last = members.last().map(Member::span);
                merge(&mut members, merged);
                (Value::Object(members), last)
            }
        };
        let end = match place {
            Some(bracket) if open.flow => bracket,
            _ => last.unwrap_or_default(),
        };
        let span = Span::new(open.start, end.range().end.max(open.start));
        self.place(tagged(Node::new(span, value), open.tag), open.anchor);
    }

    /// Puts a finished node where it belongs: into the list, as a key, behind a key, or at the root.
    fn place(&mut self, node: Node, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return;
        };
        match &mut open.content {
            Content::Items(items) => items.push(node),
            Content::Members { members, key, merged } => match key.take() {
                None => *key = Some(as_key(self.text, &node, &mut self.faults)),
                Some(name) if name.text == "<<" && self.text.get(name.span.range()) == Some("<<") => {
                    if !collect(&node, merged) {
                        self.report(syntax(name.span, "`<<` merges mappings, and its value is none"));
                    }
                }
                Some(name) => members.push(Member { key: name, value: node }),
            },
        }
    }

    /// Copies the anchored node; what the copy holds keeps its place at the anchor, where it can be changed.
    fn alias(&mut self, id: usize, span: Span) -> Next {
        let Some(target) = self.anchors.get(&id) else {
            self.report(syntax(span, "the alias stands inside of what it repeats"));
            self.place(Node::new(span, Value::Null), 0);
            return Next::Continue;
        };
        let (size, height) = measure(target);
        if self.open.len() + height > self.depth_limit {
            return self.too_deep(span);
        }
        self.copied += size;
        if self.copied > COPY_BUDGET {
            let message = format!("the aliases repeat more than {COPY_BUDGET} values: the rest was not read");
            self.report(Diagnostic::new(DOCUMENT_TOO_LARGE, Severity::Error, span, message));
            return Next::Stop;
        }
        let copy = Node::new(span, target.value.clone());
        self.place(copy, 0);
        Next::Continue
    }

    fn report(&mut self, fault: Diagnostic) {
        report(&mut self.faults, fault);
    }

    fn too_deep(&mut self, span: Span) -> Next {
        let message = format!("nested more than {} deep: the rest was not read", self.depth_limit);
        self.report(Diagnostic::new(DOCUMENT_TOO_DEEP, Severity::Error, span, message));
        Next::Stop
    }

    fn scan_error(&mut self, error: &ScanError) {
        let at = error.marker().byte_offset().unwrap_or(self.text.len());
        let length = self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let span = Span::new(at, at + length);
        if *error.kind() == ErrorKind::RecursionLimitExceeded {
            self.too_deep(span);
            return;
        }
        let fault = syntax(span, format!("{}: the rest was not read", error.info()));
        self.report(match error.kind() {
            ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation | ErrorKind::TabInPlainScalar => {
                fault.help("YAML is indented with spaces")
            }
            _ => fault,
        });
    }

    /// Closes what a text that broke off left open.
    fn finish(&mut self) -> Node {
        while !self.open.is_empty() {
            self.leave(None);
        }
        self.root.take().unwrap_or(Node::new(Span::NONE, Value::Null))
    }

    fn trimmed(&self, span: Span) -> Span {
        let text = self.text.get(span.range()).unwrap_or_default();
        let start = span.range().start;
        Span::new(start, start + text.trim_end().len())
    }
}

/// Keeps the fault unless there are so many that more words help nobody.
fn report(faults: &mut Vec<Diagnostic>, fault: Diagnostic) {
    if faults.len() < MAX_FAULTS {
        faults.push(fault);
    } else if faults.len() == MAX_FAULTS {
        faults.push(syntax(fault.span, format!("more than {MAX_FAULTS} faults: the others are not told")));
    }
}

fn syntax(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(YAML_SYNTAX_ERROR, Severity::Error, span, message)
}

fn span_of(place: &granit_parser::Span) -> Span {
    place.byte_range().map_or(Span::NONE, |range| Span::new(range.start, range.end))
}

fn scalar(
    text: &str,
    style: ScalarStyle,
    tag: Option<&Tag>,
    place: &granit_parser::Span,
) -> (Value, Option<Tagging>) {
    let as_text = || Value::String(text.to_owned());
    match tag {
        None if style == ScalarStyle::Plain => (resolve(text), None),
        None => (as_text(), None),
        Some(tag) => match tag.core_suffix() {
            Some("int" | "float" | "bool" | "null") => (resolve(text), None),
            Some(_) => (as_text(), None),
            None => (as_text(), tagging(tag, place)),
        },
    }
}

/// The name of a tag that is not YAML's own; `!` alone says only that the value is what it looks like.
fn tagging(tag: &Tag, place: &granit_parser::Span) -> Option<Tagging> {
    if tag.is_yaml_core_schema() || tag.original() == "!" {
        return None;
    }
    let name = if tag.handle() == "!" { tag.suffix().to_owned() } else { tag.original() };
    let start = place.tag_span().and_then(|span| span.byte_range()).or(place.byte_range())?.start;
    Some(Tagging { name, start })
}

fn tagged(node: Node, tag: Option<Tagging>) -> Node {
    match tag {
        None => node,
        Some(Tagging { name, start }) => {
            Node::new(Span::new(start, node.span.range().end), Value::Tagged(name, Box::new(node)))
        }
    }
}

/// A key is text; of other scalars it is what was written.
fn as_key(text: &str, node: &Node, faults: &mut Vec<Diagnostic>) -> Key {
    let written = text.get(node.span.range()).unwrap_or_default();
    let text = match &node.value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) => written.to_owned(),
        Value::Array(_) | Value::Object(_) | Value::Tagged(..) => {
            report(
                faults,
                syntax(node.span, format!("a key must be text, and this is {}", node.value.kind())),
            );
            written.to_owned()
        }
    };
    Key { text, span: node.span }
}

/// Adds the members of a mapping, or of a list of mappings, to those merged; `false` if it is neither.
fn collect(node: &Node, merged: &mut Vec<Member>) -> bool {
    match &node.value {
        Value::Object(members) => merged.extend(members.iter().cloned()),
        Value::Array(items) => {
            return items.iter().all(|item| item.as_object().is_some() && collect(item, merged));
        }
        _ => return false,
    }
    true
}

/// The keys written out win over merged ones, and among these the first.
fn merge(members: &mut Vec<Member>, merged: Vec<Member>) {
    let mut known: HashSet<String> = members.iter().map(|member| member.key.text.clone()).collect();
    members.extend(merged.into_iter().filter(|member| known.insert(member.key.text.clone())));
}

/// What a copy costs, and how deep it goes.
fn measure(node: &Node) -> (usize, usize) {
    /// Bytes of text that weigh as much as a node.
    const NODE_BYTES: usize = 32;
    let own = match &node.value {
        Value::String(text) | Value::Number(text) => text.len(),
        Value::Object(members) => members.iter().map(|member| NODE_BYTES + member.key.text.len()).sum(),
        _ => 0,
    };
    let is_container = matches!(node.value, Value::Array(_) | Value::Object(_));
    let (size, height) =
        node.children().map(measure).fold((0, 0), |(size, height), (child_size, child_height)| {
            (size + child_size, height.max(child_height))
        });
    (1 + own / NODE_BYTES + size, height + usize::from(is_container))
}
