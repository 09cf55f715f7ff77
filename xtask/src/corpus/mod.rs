//! Logs of our own making with their truth beside them: what an analysis must find, as the generator meant it.
//!
//! ```text
//! seed ─> World (accounts, callers, what they call) ─ record ─> text of an event ─┬─ Delivery ─> AWSLogs/…/*.json.gz
//!                                                                                 └─ Truth ────> truth.json
//! ```
//!
//! INVARIANT: nothing that writes the corpus or its truth asks `trail`; only the comparison does.
#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "indexes come from the lengths of our own tables; a wrong one must stop the task"
)]
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "chance needs no precision, and its numbers are small and not negative"
)]
#![allow(clippy::too_many_lines, reason = "a function for each kind of text, one arm for each shape of it")]

mod calls;
mod check;
mod command;
mod delivery;
mod dice;
mod generate;
mod identity;
mod record;
mod request;
mod truth;
mod world;

pub(crate) use command::Corpus;
pub(crate) use generate::generate;
