//! One request, three ways: an operation, its arguments on the command line (none where it has no place there), and the same as JSON.

mod drafts;
mod lookups;
mod proofs;
mod sensitive;
mod session;
mod usage;
mod wire;

use serde_json::Value;

pub(crate) type Sample = (&'static str, Vec<&'static str>, Value);

pub(crate) fn all() -> Vec<Sample> {
    [
        lookups::samples(),
        drafts::samples(),
        proofs::samples(),
        sensitive::samples(),
        session::samples(),
        usage::samples(),
        wire::samples(),
    ]
    .concat()
}
