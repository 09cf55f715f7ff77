//! The text of an object → its records, through whatever lies around them.

use std::cell::Cell;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::gzip::Unpacker;
use super::limits::{ENVELOPES, Limits, WALKED_AGAIN};
use super::text;
use super::window::Window;
use crate::decode::{Decoded, decode};
use crate::record::Record;
use crate::{Place, Problem, Skip};

/// One thing that came in. Each counts once.
#[derive(Debug, Clone, Copy)]
pub enum Item<'a> {
    Record(&'a Record<'a>),
    Skipped(Skip),
}

/// Hands the records of a text to `visit`, in order; answers with what is wrong with it, for a file without a name.
pub(super) fn walk(
    window: Window<'_>,
    limits: &Limits,
    way: Way,
    visit: &mut dyn FnMut(Item<'_>),
) -> Option<Problem> {
    let inflated = Cell::new(limits.decompressed);
    walk_inside(window, Depth { way, envelopes: ENVELOPES, inflated: &inflated }, limits, visit)
}

/// How records are read. Both ways come to the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// By the scanner wherever it can, which is nearly everywhere.
    Quick,
    /// By the JSON library only: the oracle.
    Slow,
}

/// How far inside other things a text lies, and how it is read.
#[derive(Clone, Copy)]
pub(super) struct Depth<'c> {
    pub(super) way: Way,
    /// How many more envelopes may be opened.
    envelopes: u32,
    /// How many bytes what is packed within the text may still inflate to, all together.
    inflated: &'c Cell<u64>,
}

fn walk_inside(
    window: Window<'_>,
    depth: Depth<'_>,
    limits: &Limits,
    visit: &mut dyn FnMut(Item<'_>),
) -> Option<Problem> {
    walk_and_tell(window, depth, limits, visit, &mut 0)
}

/// [`walk_inside`], which also says how many bytes of text there were.
fn walk_and_tell(
    window: Window<'_>,
    depth: Depth<'_>,
    limits: &Limits,
    visit: &mut dyn FnMut(Item<'_>),
    read: &mut u64,
) -> Option<Problem> {
    let mut walk = Walk {
        window,
        depth,
        limits,
        visit,
        problem: None,
        is_at_end: false,
        budget: WALKED_AGAIN,
        items: limits.items,
    };
    walk.document();
    let Walk { mut window, problem, is_at_end, .. } = walk;
    *read = window.offset();
    let Some(cut) = window.cut() else { return problem };
    // What the reader stumbled over at the end of the text follows from the cut and is no fault of its own.
    let more = problem.map_or(0, |problem| problem.more + u64::from(!is_at_end));
    Some(Problem { more, ..Problem::new("", cut.place, cut.message) })
}

/// The members that hold a list of records or envelopes.
const LISTS: [&[u8]; 5] = [b"Records", b"Events", b"events", b"logEvents", b"records"];

pub(super) struct Walk<'a, 'v> {
    pub(super) window: Window<'a>,
    pub(super) depth: Depth<'v>,
    pub(super) limits: &'v Limits,
    pub(super) visit: &'v mut dyn FnMut(Item<'_>),
    problem: Option<Problem>,
    /// Whether `problem` is that the text ended.
    is_at_end: bool,
    /// How many bytes may still be walked again. Nothing more is read once it is used up.
    budget: u64,
    /// How many more values may be handed over.
    pub(super) items: u64,
}

impl Walk<'_, '_> {
    fn document(&mut self) {
        if self.window.peek() == Some(0xEF) {
            self.window.skip_while(|byte| matches!(byte, 0xEF | 0xBB | 0xBF));
        }
        if self.window.skip_while(|byte| byte.is_ascii_whitespace()).is_none() {
            return self.fault("the file is empty");
        }
        let mut is_first = true;
        while let Some(byte) = self.window.skip_while(|byte| byte.is_ascii_whitespace() || byte == b',') {
            match byte {
                b'{' if self.quick() => {}
                b'{' => self.object(),
                b'[' => {
                    self.window.bump();
                    self.list();
                }
                b']' | b'}' => {
                    self.fault("a bracket that closes nothing");
                    self.window.bump();
                }
                // An export of CloudWatch Logs: the time of the message stands before it.
                b'0'..=b'9' => {
                    if self.window.skip_while(|byte| !matches!(byte, b'{' | b'\n')) != Some(b'{') {
                        self.unreadable("a line without a JSON object");
                    }
                }
                b'"' | b'@' | b'_' | b'A'..=b'Z' | b'a'..=b'z' if is_first => return self.rows(),
                _ if is_first => return self.fault("neither JSON nor gzip"),
                _ => {
                    self.unreadable("text that is no JSON");
                    self.window.skip_while(|byte| byte != b'\n');
                }
            }
            is_first = false;
            if self.budget == 0 {
                return;
            }
        }
    }

    /// An object at the top: a container of records, or a record or envelope itself.
    fn object(&mut self) {
        let start = self.window.offset();
        self.window.hold();
        self.window.bump();
        let mut is_container = false;
        loop {
            match self.window.skip_while(|byte| byte.is_ascii_whitespace() || byte == b',') {
                Some(b'}') => {
                    self.window.bump();
                    break;
                }
                Some(b'"') => {}
                // The container or record is broken here; what stands behind may be sound.
                _ => return self.restart((!is_container).then_some(start)),
            }
            let key = self.window.offset();
            let is_list = self.key();
            if self.window.skip_while(|byte| byte.is_ascii_whitespace() || byte == b':').is_none() {
                return self.restart((!is_container).then_some(start));
            }
            if is_list && self.window.peek() == Some(b'[') {
                is_container = true;
                self.window.release();
                self.window.bump();
                self.list();
            } else if !self.window.skip_value() || self.window.offset() == key {
                return self.restart((!is_container).then_some(start));
            }
        }
        if !is_container {
            self.item(start);
        }
        self.window.release();
    }

    /// Moves over a member's name and tells whether it names a list of records.
    fn key(&mut self) -> bool {
        let before = self.window.held().len();
        let is_held = before > 0;
        if !is_held {
            self.window.hold_on();
        }
        self.window.skip_string();
        let text = self.window.held().get(before..).unwrap_or_default();
        let name = text.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\"")).unwrap_or_default();
        let is_list = LISTS.contains(&name);
        if !is_held {
            self.window.release();
        }
        is_list
    }

    /// The elements of a list, whose bracket was passed.
    fn list(&mut self) {
        loop {
            self.quick();
            match self.window.skip_while(|byte| byte.is_ascii_whitespace() || byte == b',') {
                Some(b']') => return self.window.bump(),
                Some(b'}') | None => return self.fault("the list of records is not closed"),
                Some(_) => {}
            }
            self.window.hold();
            let start = self.window.offset();
            if self.window.skip_value() && self.window.offset() > start {
                self.item(start);
            } else {
                self.restart(Some(start));
            }
            self.window.release();
            if self.budget == 0 {
                return;
            }
        }
    }

    /// The held value, whole by its brackets, which began at `start`.
    fn item(&mut self, start: u64) {
        if self.items == 0 {
            self.fault("too many records, the rest was not read");
            self.budget = 0;
            return;
        }
        self.items -= 1;
        if self.window.is_too_long() {
            return self.unreadable_at(start, "a record longer than the limit");
        }
        let Ok(text) = std::str::from_utf8(self.window.held()) else {
            self.broken(Some(start), "a record that is not UTF-8");
            return;
        };
        match hand_over(text, self.depth, self.limits, self.visit) {
            Ok(None) => {}
            Ok(Some(problem)) => self.fault_at(start, &problem.message),
            Err(error) => {
                self.broken(Some(start), &format!("a record with broken JSON: {}", reason(&error)));
            }
        }
    }

    /// The current value cannot be walked through; a record began at `record`.
    fn restart(&mut self, record: Option<u64>) {
        let is_end = self.window.peek().is_none();
        let message = match (is_end, self.window.has_inner_record()) {
            (true, false) => "the text ends within a record",
            (true, true) => "a record that does not end",
            (false, _) => "broken JSON",
        };
        let goes_on = self.broken(record, message);
        self.window.release();
        if !goes_on {
            self.window.skip_while(|byte| byte != b'\n');
        }
    }

    /// Gives up the current value and goes back to the next thing in it that begins like a record; false if nothing does.
    fn broken(&mut self, record: Option<u64>, message: &str) -> bool {
        match record {
            Some(start) => self.unreadable_at(start, message),
            None => self.fault(message),
        }
        self.budget = self.budget.saturating_sub(self.window.held().len() as u64);
        if self.budget == 0 {
            self.fault("too many broken records, the rest was not read");
            return true;
        }
        self.window.back_to_record()
    }

    fn unreadable(&mut self, message: &str) {
        self.unreadable_at(self.window.offset(), message);
    }

    pub(super) fn unreadable_at(&mut self, place: u64, message: &str) {
        (self.visit)(Item::Skipped(Skip::Unreadable));
        self.fault_at(place, message);
    }

    pub(super) fn fault(&mut self, message: &str) {
        self.fault_at(self.window.offset(), message);
    }

    /// A fault of what began at this place.
    pub(super) fn fault_at(&mut self, place: u64, message: &str) {
        let is_at_end = self.window.peek().is_none();
        match &mut self.problem {
            Some(_) if is_at_end && self.is_at_end => {}
            Some(problem) => problem.more += 1,
            None => {
                let place = Place::TextByte(place);
                self.problem = Some(Problem::new("", place, message));
                self.is_at_end = is_at_end;
            }
        }
    }
}

/// Decodes `text` and what lies in it, and answers with what is wrong inside; the error is broken JSON on the outside.
pub(super) fn hand_over(
    text: &str,
    depth: Depth<'_>,
    limits: &Limits,
    visit: &mut dyn FnMut(Item<'_>),
) -> Result<Option<Problem>, serde_json::Error> {
    let inside = Depth { envelopes: depth.envelopes.saturating_sub(1), ..depth };
    let mut count = 0_u64;
    let mut counted = |item: Item<'_>| {
        count += 1;
        visit(item);
    };
    let problem = match decode(text)? {
        Decoded::Record(record) => {
            counted(Item::Record(&record));
            None
        }
        Decoded::Digest => {
            counted(Item::Skipped(Skip::Digest));
            None
        }
        Decoded::Envelope(inner) if depth.envelopes > 0 => {
            let window = Window::whole(inner.as_bytes().into(), limits.record);
            // What lies in it may be anything; only if records do, their faults are worth a word.
            let problem = walk_inside(window, inside, limits, &mut counted);
            problem.filter(|_| count > 0)
        }
        Decoded::Packed(inner) if depth.envelopes > 0 => unpack(&inner, inside, limits, &mut counted),
        Decoded::Envelope(_) | Decoded::Packed(_) | Decoded::Other => None,
    };
    if count == 0 {
        visit(Item::Skipped(Skip::NotCloudTrail));
    }
    Ok(problem)
}

/// Walks what is packed in base64. All packed texts of an object share one limit.
fn unpack(
    packed: &str,
    depth: Depth<'_>,
    limits: &Limits,
    visit: &mut dyn FnMut(Item<'_>),
) -> Option<Problem> {
    let Ok(bytes) = BASE64.decode(packed) else {
        return Some(Problem::new("", Place::File, "`awslogs.data` is not base64"));
    };
    let limits = Limits { decompressed: depth.inflated.get(), ..*limits };
    let mut unpacker = Unpacker::default();
    let mut read = 0;
    let problem = {
        let window = text::open(&bytes, &limits, &mut unpacker);
        walk_and_tell(window, depth, &limits, visit, &mut read)
    };
    depth.inflated.set(depth.inflated.get().saturating_sub(read));
    problem
}

/// What the JSON library says, without its position, which would be that within the record.
pub(super) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(what, _)| what.to_owned())
}
