//! Files that are sent here, and what becomes of them.
//!
//! ```text
//! POST uploads ─ intake ─> a temporary file ─ board (waits its turn) ─ work ─> the store
//! GET jobs/ID, jobs/ID/events <────────────── stage, of which every listener sees the last
//! ```

mod board;
mod intake;
mod routes;
mod stage;
mod work;

pub(super) use board::Board;
pub(super) use routes::{Stop, routes};
