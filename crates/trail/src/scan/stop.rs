//! Where the plain run of a string ends: at a quote, a backslash or a control character.

/// The index of the first byte at or behind `at` that is `"`, `\` or a control character; the end of the text if none is.
#[inline]
pub(super) fn stop(text: &[u8], at: usize) -> usize {
    #[cfg(target_arch = "x86_64")]
    return super::simd::stop(text, at);
    #[cfg(not(target_arch = "x86_64"))]
    return by_words(text, at);
}

/// The same by eight bytes at a time, on any machine: the safe twin of the SIMD way, and what it ends with.
#[inline]
pub(super) fn by_words(text: &[u8], mut at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let (words, tail) = rest.as_chunks::<8>();
    for word in words {
        let hits = hits(u64::from_le_bytes(*word));
        if hits != 0 {
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    at + tail.iter().position(|byte| ends_run(*byte)).unwrap_or(tail.len())
}

fn ends_run(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..0x20)
}

/// The high bit of every byte that ends a run. A borrow may set bits above the lowest hit, never below it.
fn hits(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let below = |word: u64, bound: u8| word.wrapping_sub(ONES * u64::from(bound)) & !word & HIGH;
    let quote = word ^ (ONES * u64::from(b'"'));
    let backslash = word ^ (ONES * u64::from(b'\\'));
    below(word, 0x20) | below(quote, 1) | below(backslash, 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn by_bytes(text: &[u8], at: usize) -> usize {
        (at..text.len()).find(|index| ends_run(text[*index])).unwrap_or(text.len())
    }

    #[test]
    fn every_byte_is_told_at_every_place() {
        for byte in 0..=255 {
            for place in 0..100 {
                let mut text = vec![b'\x80'; 100];
                text[place] = byte;
                assert_eq!(stop(&text, 0), by_bytes(&text, 0), "{byte:#x} at {place}");
                assert_eq!(by_words(&text, 0), by_bytes(&text, 0), "{byte:#x} at {place}");
            }
        }
    }

    proptest! {
        #[test]
        fn all_ways_agree(
            text in prop::collection::vec(prop_oneof![6 => 0x20_u8..=255, 1 => any::<u8>()], 0..200),
            at in 0_usize..200,
        ) {
            let at = at.min(text.len());
            prop_assert_eq!(stop(&text, at), by_bytes(&text, at));
            prop_assert_eq!(by_words(&text, at), by_bytes(&text, at));
        }
    }
}
