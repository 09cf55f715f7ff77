//! The fast way from text to records: one pass over the bytes that keeps the fields of a record and builds nothing else.
//!
//! ```text
//! text ─ stop (SIMD: quote, backslash, control) ─ Cursor (grammar of JSON) ─ fields ─> Record, or nothing
//! ```
//!
//! INVARIANT: where [`record`] gives a record, [`crate::decode`] gives the same one for the same text. Whatever is odd (escapes in
//! names, envelopes, numbers that are no counts, broken JSON) it leaves to `decode`, the slow twin that is the oracle, too.

mod cursor;
mod fields;
#[cfg(target_arch = "x86_64")]
mod simd;
mod stop;

pub(crate) use fields::{Left, record};
