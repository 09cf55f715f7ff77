//! How far a packed object was read: where in it a fault lies.

use std::io::{self, BufRead, Read};

/// Knows how many bytes were taken.
pub(super) struct Counted<R> {
    inner: R,
    taken: u64,
}

impl<R: BufRead> Counted<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, taken: 0 }
    }

    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// Whether nothing but zeros is left.
    pub(super) fn is_zero(&mut self) -> io::Result<bool> {
        loop {
            let bytes = self.fill_buf()?;
            if bytes.iter().any(|byte| *byte != 0) {
                return Ok(false);
            }
            match bytes.len() {
                0 => return Ok(true),
                count => self.consume(count),
            }
        }
    }
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.taken += count as u64;
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.inner.consume(count);
        self.taken += count as u64;
    }
}
