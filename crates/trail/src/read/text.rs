//! The bytes of an object → JSON text, whatever they were packed in.

use std::borrow::Cow;
use std::io::{self, Read};

use super::gzip::{self, Members};
use super::limits::Limits;
use super::window::Window;
use crate::Place;

/// Where text stopped before its end, and why.
#[derive(Debug)]
pub(super) struct Cut {
    pub(super) place: Place,
    pub(super) message: String,
}

/// A window onto the text of `bytes`: gzip by its magic bytes, not by the name; UTF-16 by its byte order mark.
pub(super) fn open<'a>(bytes: &'a [u8], limits: &Limits) -> Window<'a> {
    if gzip::is_gzip(bytes) {
        return match gzip::whole(bytes).filter(|text| text.len() as u64 <= limits.decompressed) {
            Some(text) => plain(Cow::Owned(text), limits),
            None => Window::stream(Capped::new(bytes, limits.decompressed), limits.record),
        };
    }
    plain(Cow::Borrowed(bytes), limits)
}

fn plain<'a>(bytes: Cow<'a, [u8]>, limits: &Limits) -> Window<'a> {
    let units = |from: fn([u8; 2]) -> u16| {
        let pairs = bytes.get(2..).unwrap_or_default().as_chunks::<2>().0;
        let units: Vec<u16> = pairs.iter().map(|pair| from(*pair)).collect();
        String::from_utf16_lossy(&units).into_bytes()
    };
    let bytes = match bytes.get(..2) {
        Some([0xff, 0xfe]) => Cow::Owned(units(u16::from_le_bytes)),
        Some([0xfe, 0xff]) => Cow::Owned(units(u16::from_be_bytes)),
        _ => bytes,
    };
    Window::whole(bytes, limits.record)
}

/// Inflated text up to a limit; remembers why it ended early.
pub(super) struct Capped<'a> {
    members: Members<'a>,
    left: u64,
    pub(super) cut: Option<Cut>,
}

impl<'a> Capped<'a> {
    fn new(bytes: &'a [u8], limit: u64) -> Self {
        Self { members: Members::new(bytes), left: limit, cut: None }
    }

    /// Appends up to `count` bytes to `buffer`; nothing appended means the end.
    pub(super) fn fill(&mut self, buffer: &mut Vec<u8>, count: usize) {
        if self.cut.is_some() {
            return;
        }
        let start = buffer.len();
        buffer.resize(start + count, 0);
        let mut filled = start;
        while let Some(space) = buffer.get_mut(filled..).filter(|space| !space.is_empty()) {
            match self.members.read(space) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) => {
                    self.cut = Some(self.fault(&error));
                    break;
                }
            }
        }
        let fresh = (filled - start) as u64;
        if fresh > self.left {
            filled = start + usize::try_from(self.left).unwrap_or(usize::MAX);
            self.cut = Some(Cut {
                place: Place::Byte(self.members.offset()),
                message: "inflates to more than the limit, the rest was not read".into(),
            });
        }
        self.left = self.left.saturating_sub(fresh);
        buffer.truncate(filled);
    }

    fn fault(&self, error: &io::Error) -> Cut {
        let message = match error.kind() {
            io::ErrorKind::UnexpectedEof => "the gzip data ends too early".into(),
            _ => format!("broken gzip data: {error}"),
        };
        Cut { place: Place::Byte(self.members.offset()), message }
    }
}
