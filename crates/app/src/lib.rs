//! How is it reached? Thin adapters over [`ops::OPERATIONS`].
//!
//! ```text
//! main ─> cli ─┬─> an operation          one request, one answer, an exit code
//!              └─> mcp (stdio)           the same operations as tools
//! ```

#[cfg(feature = "aws")]
pub mod buckets;
pub mod cli;
pub mod environment;
pub mod fetch;
pub mod mcp;
mod panics;
mod terminal;
