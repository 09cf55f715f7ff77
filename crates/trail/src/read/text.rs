//! The bytes of an object → JSON text, whatever they were packed in.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use super::gzip::{self, Members, Unpacker};
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
pub(super) fn open<'a>(bytes: &'a [u8], limits: &Limits, unpacker: &'a mut Unpacker) -> Window<'a> {
    if !gzip::is_gzip(bytes) {
        return plain(bytes, limits);
    }
    let limit = usize::try_from(limits.decompressed).unwrap_or(usize::MAX);
    match unpacker.whole(bytes).filter(|text| text.len() <= limit) {
        Some(text) => plain(text, limits),
        None => stream(bytes, true, limits),
    }
}

/// A window onto text that is not all at hand.
pub(super) fn stream<'a>(bytes: impl BufRead + 'a, is_gzip: bool, limits: &Limits) -> Window<'a> {
    let capped = if is_gzip {
        Capped::new(Source::Gzip(Box::new(Members::new(Box::new(bytes)))), limits.decompressed)
    } else {
        Capped::new(Source::Plain(Box::new(bytes), 0), u64::MAX)
    };
    Window::stream(capped, limits.record)
}

/// Whether the text is in UTF-16, as its byte order mark says.
pub(super) fn is_utf16(bytes: &[u8]) -> bool {
    matches!(bytes.get(..2), Some([0xff, 0xfe] | [0xfe, 0xff]))
}

fn plain<'a>(bytes: &'a [u8], limits: &Limits) -> Window<'a> {
    let units = |from: fn([u8; 2]) -> u16| {
        let pairs = bytes.get(2..).unwrap_or_default().as_chunks::<2>().0;
        let units: Vec<u16> = pairs.iter().map(|pair| from(*pair)).collect();
        String::from_utf16_lossy(&units).into_bytes()
    };
    let bytes = match bytes.get(..2) {
        Some([0xff, 0xfe]) => Cow::Owned(units(u16::from_le_bytes)),
        Some([0xfe, 0xff]) => Cow::Owned(units(u16::from_be_bytes)),
        _ => Cow::Borrowed(bytes),
    };
    Window::whole(bytes, limits.record)
}

type Bytes<'a> = Box<dyn BufRead + 'a>;

enum Source<'a> {
    Gzip(Box<Members<Bytes<'a>>>),
    /// With how many bytes were read.
    Plain(Bytes<'a>, u64),
}

/// Text up to a limit; remembers why it ended early.
pub(super) struct Capped<'a> {
    source: Source<'a>,
    left: u64,
    pub(super) cut: Option<Cut>,
}

impl<'a> Capped<'a> {
    fn new(source: Source<'a>, limit: u64) -> Self {
        Self { source, left: limit, cut: None }
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
            match self.source.read(space) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
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
                place: Place::Byte(self.source.offset()),
                message: "inflates to more than the limit, the rest was not read".into(),
            });
        }
        self.left = self.left.saturating_sub(fresh);
        buffer.truncate(filled);
    }

    fn fault(&self, error: &io::Error) -> Cut {
        use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
        let message = match (&self.source, error.kind()) {
            (Source::Gzip(_), UnexpectedEof) => "the gzip data ends too early".into(),
            (Source::Gzip(_), InvalidData | InvalidInput | Other) => format!("broken gzip data: {error}"),
            _ => format!("cannot be read further: {error}"),
        };
        Cut { place: Place::Byte(self.source.offset()), message }
    }
}

impl Source<'_> {
    fn offset(&self) -> u64 {
        match self {
            Self::Gzip(members) => members.offset(),
            Self::Plain(_, read) => *read,
        }
    }
}

impl Read for Source<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Gzip(members) => members.read(buffer),
            Self::Plain(bytes, read) => {
                let count = bytes.read(buffer)?;
                *read += count as u64;
                Ok(count)
            }
        }
    }
}
