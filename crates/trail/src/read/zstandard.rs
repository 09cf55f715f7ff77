//! Zstandard: any number of frames, as a stream.
//!
//! By the reference implementation: it hands out what it inflated block by block, so that a file that was cut yields all of
//! its whole records. Decoders that keep a window back until the frame ends lose up to that much of it.

use std::io::{self, BufRead, Read};

use zstd::stream::read::Decoder;

use super::counted::Counted;

const MAGIC: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
/// Frames that hold no data begin with one of sixteen numbers.
const SKIPPED: &[u8] = &[0x2a, 0x4d, 0x18];
/// Frames that ask for a larger window, and so for more memory, are refused: 2²⁷ bytes, the most that `zstd` itself takes unasked.
const WINDOW_LOG: u32 = 27;

pub(super) fn is_zstandard(bytes: &[u8]) -> bool {
    let is_skipped = bytes.first().is_some_and(|first| first & 0xf0 == 0x50)
        && bytes.get(1..).is_some_and(|rest| rest.starts_with(SKIPPED));
    bytes.starts_with(MAGIC) || is_skipped
}

/// The text of all frames, one after the other; what could be inflated before a fault is delivered before the error.
pub(super) struct Frames<R: BufRead> {
    decoder: Decoder<'static, Counted<R>>,
}

impl<R: BufRead> Frames<R> {
    pub(super) fn new(packed: R) -> io::Result<Self> {
        let mut decoder = Decoder::with_buffer(Counted::new(packed))?;
        decoder.window_log_max(WINDOW_LOG)?;
        Ok(Self { decoder })
    }

    /// How far the compressed bytes were taken.
    pub(super) fn offset(&self) -> u64 {
        self.decoder.get_ref().taken()
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.decoder.read(buffer)
    }
}
