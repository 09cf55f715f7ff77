//! Logs of our own making with their truth beside them: what an analysis must find, as the generator meant it.
//!
//! ```text
//! seed ─> World (accounts, callers, what they call) ─ record ─> text of an event ─┬─ Delivery ─> AWSLogs/…/*.json.gz
//!                                                                                 └─ Truth ────> truth.json
//! ```
//!
//! INVARIANT: nothing that writes the corpus or its truth asks `trail`; only the comparison does.

mod calls;
mod check;
mod command;
mod delivery;
mod dice;
mod generate;
mod identity;
mod record;
mod truth;
mod world;

pub(crate) use command::Corpus;
