//! How is it reached? Thin adapters over [`ops::OPERATIONS`].
//!
//! ```text
//! main ─> cli ─┬─> an operation          one request, one answer, an exit code
//!              ├─> mcp (stdio, HTTP)     the same operations as tools
//!              └─> rest                  the same operations as `POST /api/v1/NAME`
//! ```

#[cfg(feature = "aws")]
pub mod buckets;
pub mod cli;
pub mod environment;
pub mod fetch;
mod http;
pub mod mcp;
mod panics;
pub mod rest;
mod terminal;
mod titles;
