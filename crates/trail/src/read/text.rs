//! The bytes of an object → JSON text, whatever they were packed in.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use super::gzip::{self, Members, Unpacker};
use super::limits::Limits;
use super::window::Window;
use super::zstandard::{self, Frames};
use crate::Place;

/// Where text stopped before its end, and why.
#[derive(Debug)]
pub(super) struct Cut {
    pub(super) place: Place,
    pub(super) message: String,
}

/// How text is packed: told by the magic bytes, not by the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    None,
    Gzip,
    Zstandard,
}

impl Packing {
    pub(super) fn of(bytes: &[u8]) -> Self {
        if gzip::is_gzip(bytes) {
            Self::Gzip
        } else if zstandard::is_zstandard(bytes) {
            Self::Zstandard
        } else {
            Self::None
        }
    }
}

/// A window onto the text of `bytes`; UTF-16 is known by its byte order mark.
pub(super) fn open<'a>(bytes: &'a [u8], limits: &Limits, unpacker: &'a mut Unpacker) -> Window<'a> {
    let packing = Packing::of(bytes);
    match packing {
        Packing::None => return plain(bytes, limits),
        Packing::Zstandard => return stream(bytes, packing, limits),
        Packing::Gzip => {}
    }
    let limit = usize::try_from(limits.decompressed).unwrap_or(usize::MAX);
    match unpacker.whole(bytes).filter(|text| text.len() <= limit) {
        Some(text) => plain(text, limits),
        None => stream(bytes, packing, limits),
    }
}

/// A window onto text that is not all at hand.
pub(super) fn stream<'a>(bytes: impl BufRead + 'a, packing: Packing, limits: &Limits) -> Window<'a> {
    let bytes: Bytes<'a> = Box::new(bytes);
    let (source, limit) = match packing {
        Packing::None => (Source::Plain(bytes, 0), u64::MAX),
        Packing::Gzip => (Source::Gzip(Box::new(Members::new(bytes))), limits.decompressed),
        Packing::Zstandard => match Frames::new(bytes) {
            Ok(frames) => (Source::Zstandard(frames), limits.decompressed),
            Err(error) => (Source::Faulty(Some(error)), 0),
        },
    };
    Window::stream(Capped::new(source, limit), limits.record)
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
    Zstandard(Frames<Bytes<'a>>),
    /// Cannot even be begun; the error is handed out once.
    Faulty(Option<io::Error>),
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
            (Source::Zstandard(_), UnexpectedEof) => "the zstd data ends too early".into(),
            (Source::Zstandard(_), InvalidData | InvalidInput | Other) => {
                format!("broken zstd data: {error}")
            }
            _ => format!("cannot be read further: {error}"),
        };
        Cut { place: Place::Byte(self.source.offset()), message }
    }
}

impl Source<'_> {
    fn offset(&self) -> u64 {
        match self {
            Self::Gzip(members) => members.offset(),
            Self::Zstandard(frames) => frames.offset(),
            Self::Faulty(_) => 0,
            Self::Plain(_, read) => *read,
        }
    }
}

impl Read for Source<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Gzip(members) => members.read(buffer),
            Self::Zstandard(frames) => frames.read(buffer),
            Self::Faulty(error) => error.take().map_or(Ok(0), Err),
            Self::Plain(bytes, read) => {
                let count = bytes.read(buffer)?;
                *read += count as u64;
                Ok(count)
            }
        }
    }
}
