//! The chain of reasons behind a decision: every layer, every statement, and why it matched or did not.

mod condition;
mod explanation;
mod reason;
mod statement;

pub use explanation::{Explanation, LayerReport, PolicyReport, StatementReport, Verdict, explain, reports};
