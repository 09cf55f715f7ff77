//! What an object is known by: a number made of its bytes as they lie in storage.

use std::io::Read;

const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// Passes bytes on and makes their number.
///
/// Over words of eight bytes, little-endian, the last filled up with zeros, and at the end the length: the number so far is turned
/// left by 23 bits, combined with the word by exclusive or, multiplied; then the finalizer of `MurmurHash3`. Part of the file format.
pub(super) struct Stamped<R> {
    inner: R,
    number: u64,
    word: [u8; 8],
    length: u64,
    is_cut: bool,
}

impl<R: Read> Stamped<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, number: SEED, word: [0; 8], length: 0, is_cut: false }
    }

    /// The number of the bytes; none if they could not be read to the end.
    pub(super) fn number(&self) -> Option<u64> {
        if self.is_cut {
            return None;
        }
        let mut number = self.number;
        if !self.length.is_multiple_of(8) {
            number = mixed(number, u64::from_le_bytes(self.word));
        }
        number = mixed(number, self.length);
        number ^= number >> 33;
        number = number.wrapping_mul(0xff51_afd7_ed55_8ccd);
        number ^= number >> 33;
        number = number.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        Some(number ^ (number >> 33))
    }

    fn add(&mut self, mut bytes: &[u8]) {
        while let Some((byte, rest)) = bytes.split_first().filter(|_| !self.length.is_multiple_of(8)) {
            self.put(*byte);
            bytes = rest;
        }
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.number = mixed(self.number, u64::from_le_bytes(*word));
        }
        self.length += 8 * words.len() as u64;
        for byte in rest {
            self.put(*byte);
        }
    }

    fn put(&mut self, byte: u8) {
        let place = usize::try_from(self.length % 8).unwrap_or_default();
        if place == 0 {
            self.word = [0; 8];
        }
        if let Some(slot) = self.word.get_mut(place) {
            *slot = byte;
        }
        self.length += 1;
        if place == 7 {
            self.number = mixed(self.number, u64::from_le_bytes(self.word));
        }
    }
}

impl<R: Read> Read for Stamped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer);
        // One that was interrupted is tried again.
        self.is_cut |= read.as_ref().is_err_and(|error| error.kind() != std::io::ErrorKind::Interrupted);
        let count = read?;
        self.add(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}

fn mixed(number: u64, word: u64) -> u64 {
    (number.rotate_left(23) ^ word).wrapping_mul(FACTOR)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn number(pieces: &[&[u8]]) -> u64 {
        let mut stamped = Stamped::new(&[][..]);
        for piece in pieces {
            stamped.add(piece);
        }
        stamped.number().unwrap()
    }

    #[test]
    fn the_number_depends_on_the_bytes_and_not_on_how_they_come() {
        let bytes: Vec<u8> = (0..50).collect();
        for first in 0..20 {
            for second in first..40 {
                let (a, rest) = bytes.split_at(first);
                let (b, c) = rest.split_at(second - first);
                assert_eq!(number(&[a, b, c]), number(&[&bytes]), "{first} {second}");
            }
        }
        let of_parts: BTreeSet<u64> = (0..50).map(|length| number(&[&bytes[..length]])).collect();
        assert_eq!(of_parts.len(), 50);
        assert_ne!(number(&[b"a"]), number(&[b"a\0"]));
    }
}
