//! A fetched object: small ones as a whole, large ones piece by piece while they are read.

use std::borrow::Cow;
use std::io::{self, Read};
use std::sync::Arc;

use super::fetch::Feed;
use crate::context::{Part, Stored};

/// Objects of more bytes are fetched in pieces of so many.
pub(super) const PIECE: u64 = 8 << 20;

/// An object on its way to be counted. What it holds of the feed's bytes is given back when it is dropped.
pub(super) struct Fetched<'f, 'c> {
    pub(super) feed: &'f Feed<'c>,
    pub(super) bucket: Arc<str>,
    pub(super) key: String,
    pub(super) name: String,
    /// All of a small object, or the first piece of a large one.
    pub(super) stored: Stored,
    /// What to give back.
    pub(super) held: u64,
}

impl trail::Object for Fetched<'_, '_> {
    fn name(&self) -> Cow<'_, str> {
        self.name.as_str().into()
    }

    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        let first = Cow::Borrowed(self.stored.bytes.as_slice());
        Ok(Box::new(Pieces { of: self, next: first.len() as u64, piece: first, read: 0 }))
    }
}

impl Drop for Fetched<'_, '_> {
    fn drop(&mut self) {
        self.feed.give_back(self.held);
    }
}

/// Reads a large object: no more than one piece of it is in memory.
struct Pieces<'o, 'f, 'c> {
    of: &'o Fetched<'f, 'c>,
    piece: Cow<'o, [u8]>,
    /// Of the piece.
    read: usize,
    /// Where the next piece begins.
    next: u64,
}

impl Read for Pieces<'_, '_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.read == self.piece.len() && self.next < self.of.stored.size {
            // The last piece is done with before the next one takes its room.
            (self.piece, self.read) = (Cow::Borrowed(&[][..]), 0);
            let mark = Some(self.of.stored.mark.clone());
            let part = Part { from: self.next, bytes: PIECE.min(self.of.stored.size - self.next), mark };
            let piece = self.of.feed.get(&self.of.bucket, &self.of.key, Some(&part));
            let piece = piece.map_err(|error| {
                // It is counted in part, so it is not entered as done.
                self.of.feed.not_done(&self.of.name);
                io::Error::other(error.to_string())
            })?;
            // An empty piece would be asked for again and again.
            if piece.bytes.is_empty() {
                self.of.feed.not_done(&self.of.name);
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.next += piece.bytes.len() as u64;
            (self.piece, self.read) = (Cow::Owned(piece.bytes), 0);
        }
        let mut rest = self.piece.get(self.read..).unwrap_or_default();
        let read = rest.read(into)?;
        self.read += read;
        Ok(read)
    }
}
