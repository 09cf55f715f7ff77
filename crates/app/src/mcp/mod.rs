//! The Model Context Protocol: the operations as tools. The SDK is known to this folder alone.

mod answer;
mod call;
pub mod command;
mod completions;
mod notify;
mod page;
mod prompts;
mod resources;
mod schema;
mod server;
mod stdio;
mod tools;

pub use stdio::serve;
pub use tools::tools;
