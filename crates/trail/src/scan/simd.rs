//! [`stop`] by SIMD: sixteen bytes at a time, which every x86-64 has, and 32 in long strings where the machine has AVX2.
//!
//! This is the one module of the workspace with `unsafe` in it: intrinsics that load from memory are unsafe to call. [`super::stop::by_words`] is the safe twin; tests hold the two against each other.
#![allow(
    unsafe_code,
    reason = "intrinsics that load from memory; every load is of a slice of exactly the loaded length"
)]
#![allow(clippy::cast_ptr_alignment, reason = "the loads used are those that need no alignment")]

use std::arch::x86_64::{
    __m128i, __m256i, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128,
    _mm_set1_epi8, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_min_epu8, _mm256_movemask_epi8,
    _mm256_or_si256, _mm256_set1_epi8,
};

use super::stop::by_words;

/// Runs longer than this are worth the call of the wide loop.
const SHORT: usize = 32;

const QUOTE: i8 = b'"'.cast_signed();
const BACKSLASH: i8 = b'\\'.cast_signed();
const CONTROL: i8 = 0x1f;

/// See [`super::stop::stop`].
#[inline]
pub(super) fn stop(text: &[u8], mut at: usize) -> usize {
    let end = at.saturating_add(SHORT);
    while at < end {
        let Some(chunk) = text.get(at..).and_then(<[u8]>::first_chunk) else { return by_words(text, at) };
        let hits = hits(chunk);
        if hits != 0 {
            return at + hits.trailing_zeros() as usize;
        }
        at += chunk.len();
    }
    long(text, at)
}

#[inline(never)]
fn long(text: &[u8], at: usize) -> usize {
    if is_x86_feature_detected!("avx2") {
        // SAFETY: the machine has AVX2, which is all that the function asks for.
        return unsafe { wide(text, at) };
    }
    by_words(text, at)
}

/// A bit for each byte that ends a run.
#[inline]
fn hits(chunk: &[u8; 16]) -> u32 {
    // SAFETY: `chunk` is sixteen readable bytes, which is what the load reads; it need not be aligned. SSE2, which all the
    // intrinsics belong to, is part of every x86-64.
    let hits = unsafe {
        let bytes = _mm_loadu_si128(chunk.as_ptr().cast::<__m128i>());
        let quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(QUOTE));
        let backslashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(BACKSLASH));
        let controls = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(CONTROL)), bytes);
        _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quotes, backslashes), controls))
    };
    hits.cast_unsigned()
}

#[target_feature(enable = "avx2")]
fn wide(text: &[u8], mut at: usize) -> usize {
    let (quote, backslash) = (_mm256_set1_epi8(QUOTE), _mm256_set1_epi8(BACKSLASH));
    let control = _mm256_set1_epi8(CONTROL);
    while let Some(chunk) = text.get(at..).and_then(<[u8]>::first_chunk::<32>) {
        // SAFETY: `chunk` is 32 readable bytes, which is what the load reads; it need not be aligned.
        let bytes = unsafe { _mm256_loadu_si256(chunk.as_ptr().cast::<__m256i>()) };
        let strings = _mm256_or_si256(_mm256_cmpeq_epi8(bytes, quote), _mm256_cmpeq_epi8(bytes, backslash));
        let controls = _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, control), bytes);
        let hits = _mm256_movemask_epi8(_mm256_or_si256(strings, controls)).cast_unsigned();
        if hits != 0 {
            return at + hits.trailing_zeros() as usize;
        }
        at += chunk.len();
    }
    by_words(text, at)
}
