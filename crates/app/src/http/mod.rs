//! What the servers over HTTP have in common: `leastwise mcp` and `leastwise serve`.
//!
//! ```text
//! door ─> listen ─> a router, behind its own screen: guard, bodies, and then workers
//! ```

pub(crate) mod bodies;
pub(crate) mod door;
pub(crate) mod guard;
pub(crate) mod listen;
mod patient;
pub(crate) mod workers;
