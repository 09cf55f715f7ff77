//! The Model Context Protocol: the operations as tools. The SDK is known to this folder alone.
//!
//! ```text
//! command ─┬─> stdio ─> lines                               one client
//!          └─> transport ─> screen ─┬─> http ─> sessions    many, at /mcp
//!                                   └─> sse                 many, at /sse; deprecated
//!
//! each client: server ─> shared (profile, tools) ─> call ─> an operation ─> answer
//! ```

mod answer;
mod call;
pub mod command;
mod completions;
mod http;
mod instructions;
mod lines;
mod notify;
mod page;
pub mod profile;
mod prompts;
mod resources;
mod schema;
mod screen;
mod server;
mod sessions;
mod shared;
mod sse;
mod stdio;
mod tools;
mod transport;

pub use tools::tools;
pub use transport::serve_handlers;
