//! What should it say? A task in plain words in, the actions it needs out, the likeliest first.
//!
//! ```text
//! words ─ reading ─> clauses of terms ─┬─ names of actions, word by word (index, verbs, things) ─┐
//!         (nicknames)                  └─ known tasks (intents) ────────────────────────────────┴─ merged ─> suggestions
//! ```
//!
//! All numbers are whole, so the order is the same on every machine.

mod index;
mod intents;
mod known_tasks;
mod nicknames;
mod phrases;
mod reading;
mod score;
mod senses;
mod stem;
mod suggester;
mod things;
mod verbs;
mod vocabulary;
mod why;

pub use suggester::{Suggested, Suggester, Suggestion};
