//! Functions of AWS Lambda: one that counts logs as they are written, and one that answers requests.
//!
//! ```text
//! bucket ─> queue ─> runtime ─> batch ─> notification ─> counting ─ read_object ─> usage ─> store (DynamoDB)
//!                                  └───> tally                                                  │
//! API Gateway ─────> runtime ─> gateway ─> the router of `rest` ────────────────────────────────┘
//! ```

mod batch;
pub mod command;
mod counting;
mod gateway;
mod notification;
mod runtime;
mod stored;
mod tally;

#[cfg(test)]
mod tests;
