//! How much one object may ask of us: all limits on untrusted logs stand here.

/// Bounds on one object; what lies beyond is reported as a problem of that object, never read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of text after decompression, against gzip bombs. Decompression is streamed, so this bounds time, not memory.
    pub decompressed: u64,
    /// Bytes of a single record: the most that is held of a huge object at once. `CloudTrail` itself stops at 1 MB.
    pub record: usize,
    /// Bytes of a Parquet file that is no file on disk: it begins with its end, and so is held as a whole.
    pub table: u64,
    /// Records and other values, against a bomb of tiny ones. A file of so many real records has some 50 GB.
    pub items: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { decompressed: 4 << 30, record: 16 << 20, table: 512 << 20, items: 50_000_000 }
    }
}

/// Objects that say they inflate to at most this many bytes are inflated in one go, larger ones as a stream.
pub(super) const WHOLE: usize = 4 << 20;

/// Memory for texts of up to this many bytes is used again for the next.
pub(super) const KEPT_TEXT: usize = 4 << 20;

/// Objects of at most this many bytes are held as they lie in storage, of larger ones only what is needed next.
pub(super) const HELD: u64 = 2 << 20;

/// Memory for objects of up to this many bytes is used again for the next.
pub(super) const KEPT: usize = 1 << 20;

/// How many bytes of an object may be walked again behind broken records before the rest of it is given up. A broken record
/// may seem to reach to the end of the text, so without a bound a hostile object would take quadratic time.
pub(super) const WALKED_AGAIN: u64 = 128 << 20;

/// How many envelopes may lie around a record: `EventBridge` in a log message in an export is three.
pub(super) const ENVELOPES: u32 = 6;
