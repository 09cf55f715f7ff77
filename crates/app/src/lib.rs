//! How is it reached? Thin adapters over [`ops::OPERATIONS`].
//!
//! ```text
//! main ─> cli ─┬─> an operation          one request, one answer, an exit code
//!              ├─> mcp (stdio, HTTP)     the same operations as tools
//!              ├─> rest                  the same operations as `POST /api/v1/NAME`
//!              └─> lambda                logs counted as they are written, and `rest` behind API Gateway; with the feature `lambda`
//! ```

#[cfg(feature = "aws")]
pub mod buckets;
pub mod cli;
pub mod environment;
pub mod fetch;
mod http;
#[cfg(feature = "lambda")]
pub mod lambda;
pub mod mcp;
mod panics;
pub mod rest;
mod terminal;
mod titles;
