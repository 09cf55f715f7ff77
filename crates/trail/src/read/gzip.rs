//! Gzip: one call for ordinary files, a stream over the members for huge or odd ones.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;
use libdeflater::Decompressor;

use super::counted::Counted;
use super::limits::{KEPT_TEXT, WHOLE};

const MAGIC: &[u8] = &[0x1f, 0x8b, 0x08];
/// A deflate block cannot grow by more than this factor, so a trailer that claims more is not a size.
const MOST: usize = 1032;

pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// A file with more ends of members that were none is left to the stream.
const FAILURES: u32 = 16;

/// Unpacks for one thread, with memory that is used again for the next file.
#[derive(Default)]
pub(super) struct Unpacker {
    decompressor: Decompressor,
    text: Vec<u8>,
}

impl Unpacker {
    /// Gives back what a rare large text needed.
    pub(super) fn rest(&mut self) {
        if self.text.len() > KEPT_TEXT {
            self.text = Vec::new();
        }
    }

    /// The whole text, if the file is of sound members, together of ordinary size; the stream handles everything else.
    ///
    /// A member ends where another begins or the file ends, but the magic bytes also occur by chance. Only where a member really
    /// ends do its trailer's size and checksum fit.
    pub(super) fn whole(&mut self, bytes: &[u8]) -> Option<&[u8]> {
        let (mut start, mut written, mut failed) = (0, 0, 0);
        let starts = memchr::memmem::find_iter(bytes, MAGIC).skip(1);
        for end in starts.chain([bytes.len()]) {
            match self.member(bytes.get(start..end)?, written) {
                Some(size) => (start, written) = (end, written + size),
                None if failed < FAILURES => failed += 1,
                None => return None,
            }
        }
        self.text.get(..written).filter(|_| start == bytes.len())
    }

    /// Inflates what may be one member behind the text at hand and answers with its size.
    fn member(&mut self, bytes: &[u8], written: usize) -> Option<usize> {
        let size = bytes.last_chunk::<4>().map(|tail| u32::from_le_bytes(*tail) as usize)?;
        if size > WHOLE - written || size > bytes.len().saturating_mul(MOST) {
            return None;
        }
        if self.text.len() < written + size {
            self.text.reserve_exact(written + size - self.text.len());
            self.text.resize(written + size, 0);
        }
        let text = self.text.get_mut(written..written + size)?;
        self.decompressor.gzip_decompress(bytes, text).ok().filter(|inflated| *inflated == size)
    }
}

/// The text of all members, one after the other; what could be inflated before a fault is delivered before the error.
pub(super) struct Members<R> {
    decoder: Option<GzDecoder<Counted<R>>>,
    /// Where reading ended, once it did.
    end: u64,
}

impl<R: BufRead> Members<R> {
    pub(super) fn new(packed: R) -> Self {
        Self { decoder: Some(GzDecoder::new(Counted::new(packed))), end: 0 }
    }

    /// How far the compressed bytes were taken.
    pub(super) fn offset(&self) -> u64 {
        self.decoder.as_ref().map_or(self.end, |decoder| decoder.get_ref().taken())
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(decoder) = &mut self.decoder {
            let count = match decoder.read(buffer) {
                Err(error) if decoder.get_mut().fill_buf().is_ok_and(<[u8]>::is_empty) => {
                    return Err(io::Error::new(io::ErrorKind::UnexpectedEof, error));
                }
                other => other?,
            };
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            let Some(mut rest) = self.decoder.take().map(GzDecoder::into_inner) else { return Ok(0) };
            self.end = rest.taken();
            match rest.fill_buf()?.first().copied() {
                None => return Ok(0),
                Some(first) if MAGIC.first() == Some(&first) => self.decoder = Some(GzDecoder::new(rest)),
                // Padding with zeros is what tapes and block stores leave behind; gzip itself accepts it.
                Some(0) if rest.is_zero()? => return Ok(0),
                Some(_) => return Err(io::Error::other("bytes after the end of the gzip data")),
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        // Not made smaller, so that the magic bytes within a text are within the file.
        let mut encoder = GzEncoder::new(Vec::new(), Compression::none());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn members_are_told_from_magic_bytes_by_chance() {
        let mut unpacker = Unpacker::default();
        let chance = [b"before ", MAGIC, b" between ", MAGIC, b" behind"].concat();
        for texts in [&[&b"one"[..]][..], &[b"one", b"", b"three"], &[&chance], &[&chance, b"two", &chance]] {
            let file: Vec<u8> = texts.iter().flat_map(|text| packed(text)).collect();
            assert_eq!(unpacker.whole(&file), Some(&*texts.concat()), "{texts:?}");
            for odd in [&file[..file.len() - 1], &[&file, &[0; 4][..]].concat(), &[&file, MAGIC].concat()] {
                assert_eq!(unpacker.whole(odd), None, "{texts:?}");
            }
        }
        let often = MAGIC.repeat(usize::try_from(FAILURES).unwrap() + 1);
        assert_eq!(unpacker.whole(&packed(&often)), None);
    }
}
