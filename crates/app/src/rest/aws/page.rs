//! Pages: where the next one begins is a token that only fits the request that it was made for.

use std::hash::Hasher;

/// Where a page begins, as clients hand it back.
pub(super) fn token(offset: usize, of: &[u8]) -> String {
    format!("{offset}-{:016x}", print(of))
}

/// The place that a token names; none if it was not made for this request.
pub(super) fn offset(token: &str, of: &[u8]) -> Option<usize> {
    let (offset, rest) = token.split_once('-')?;
    (rest == format!("{:016x}", print(of)))
        .then(|| offset.parse().ok())
        .flatten()
        .filter(|offset| *offset > 0)
}

/// FNV-1a: the same on every machine. A token protects nobody; a stray one is to be noticed.
fn print(of: &[u8]) -> u64 {
    struct Fnv(u64);
    impl Hasher for Fnv {
        fn finish(&self) -> u64 {
            self.0
        }
        fn write(&mut self, bytes: &[u8]) {
            for byte in bytes {
                self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
    hash.write(of);
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_fits_its_own_request() {
        let made = token(100, b"one");
        assert_eq!(offset(&made, b"one"), Some(100));
        assert_eq!(offset(&made, b"two"), None);
        for odd in ["", "100", "-", "x-af63bd4c8601b7df", "100-0"] {
            assert_eq!(offset(odd, b"one"), None, "{odd}");
        }
    }
}
