//! Records one after the other, as nearly all are, handed over as fast as they can be scanned.

use super::walk::{Item, Walk, Way};
use crate::record::Record;
use crate::scan::{Left, record};

/// How far to look at first, and at most unless a single record is longer: text stays in the near caches, and what turns out
/// to be odd was not looked at in vain.
const NEAR: usize = 4 << 10;
const FAR: usize = 128 << 10;

/// Why a run of records ended.
#[derive(PartialEq, Eq)]
enum End {
    /// The text ends, maybe within a record.
    Text,
    /// What follows is to be read the slow way.
    Odd,
}

impl Walk<'_, '_> {
    /// Hands over the records that follow here, as long as they are sound; true if there were any.
    pub(super) fn quick(&mut self) -> bool {
        if self.depth.way == Way::Slow {
            return false;
        }
        let start = self.window.offset();
        let mut reach = NEAR;
        loop {
            let ahead = self.window.ahead();
            let near = ahead.get(..reach).unwrap_or(ahead);
            let is_all = near.len() == ahead.len();
            let (text, is_valid) = sound(near);
            let (items, visit, limit) = (&mut self.items, &mut self.visit, self.limits.record);
            let mut hand_over = |record: &Record<'_>, length: usize| {
                let fits = *items > 0 && length <= limit;
                if fits {
                    *items -= 1;
                    visit(Item::Record(record));
                }
                fits
            };
            let (passed, end) = run(text, &mut hand_over);
            self.window.advance(passed);
            if end == End::Odd || is_all || !is_valid || (passed == 0 && reach > limit) {
                return self.window.offset() > start;
            }
            if passed == 0 || reach < FAR {
                reach *= 2;
            }
        }
    }
}

/// Reads records until one is not `taken` or cannot be read here; answers with how far it came.
fn run(text: &str, taken: &mut dyn FnMut(&Record<'_>, usize) -> bool) -> (usize, End) {
    let mut at = 0;
    let mut place = Record::default();
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let Some(gap) = rest.bytes().position(|byte| !matches!(byte, b',' | b' ' | b'\n' | b'\r' | b'\t'))
        else {
            return (at, End::Text);
        };
        let rest = rest.get(gap..).unwrap_or_default();
        if !rest.starts_with('{') {
            return (at, End::Odd);
        }
        match record(rest, &mut place) {
            Ok(length) if taken(&place, length) => at += gap + length,
            Err(Left::Unfinished) => return (at, End::Text),
            Ok(_) | Err(Left::Odd) => return (at, End::Odd),
        }
    }
}

/// The text up to the first byte that is no UTF-8, and whether that may only be a character cut at the end.
fn sound(bytes: &[u8]) -> (&str, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text, true),
        Err(error) => {
            let text = bytes.get(..error.valid_up_to()).map(std::str::from_utf8);
            (text.and_then(Result::ok).unwrap_or_default(), error.error_len().is_none())
        }
    }
}
