//! Gzip: one call for ordinary files, a stream over the members for huge or odd ones.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;
use libdeflater::Decompressor;

use super::limits::WHOLE;

const MAGIC: &[u8] = &[0x1f, 0x8b, 0x08];
/// A deflate block cannot grow by more than this factor, so a trailer that claims more is not a size.
const MOST: usize = 1032;

pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// The whole text, if the file is one sound member of ordinary size; the stream handles everything else.
///
/// The trailer's size and the checksum of the only member must fit. A second member would begin with the magic bytes,
/// so a file that has them again inside is left to the stream.
pub(super) fn whole(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = bytes.last_chunk::<4>().map(|tail| u32::from_le_bytes(*tail) as usize)?;
    if size > WHOLE || size > bytes.len().saturating_mul(MOST) {
        return None;
    }
    if memchr::memmem::find(bytes.get(1..)?, MAGIC).is_some() {
        return None;
    }
    let mut text = vec![0; size];
    let written = Decompressor::new().gzip_decompress(bytes, &mut text).ok()?;
    (written == size).then_some(text)
}

/// The text of all members, one after the other; what could be inflated before a fault is delivered before the error.
pub(super) struct Members<'a> {
    total: usize,
    decoder: Option<GzDecoder<&'a [u8]>>,
}

impl<'a> Members<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { total: bytes.len(), decoder: Some(GzDecoder::new(bytes)) }
    }

    /// How far the compressed bytes were taken.
    pub(super) fn offset(&self) -> u64 {
        let left = self.decoder.as_ref().map_or(0, |decoder| decoder.get_ref().len());
        self.total.saturating_sub(left) as u64
    }
}

impl Read for Members<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(decoder) = &mut self.decoder {
            let count = match decoder.read(buffer) {
                Err(error) if decoder.get_ref().is_empty() => {
                    return Err(io::Error::new(io::ErrorKind::UnexpectedEof, error));
                }
                other => other?,
            };
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            let mut rest: &[u8] = self.decoder.take().map(GzDecoder::into_inner).unwrap_or_default();
            // Padding with zeros is what tapes and block stores leave behind; gzip itself accepts it.
            if rest.fill_buf()?.iter().all(|byte| *byte == 0) {
                return Ok(0);
            }
            let is_member = is_gzip(rest);
            self.decoder = Some(GzDecoder::new(rest));
            if !is_member {
                return Err(io::Error::other("bytes after the end of the gzip data"));
            }
        }
        Ok(0)
    }
}
