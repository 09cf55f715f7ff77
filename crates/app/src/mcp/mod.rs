//! The Model Context Protocol: the operations as tools. The SDK is known to this folder alone.

mod answer;
mod call;
pub mod command;
mod notify;
mod server;
mod stdio;
mod tools;

pub use stdio::serve;
pub use tools::tools;
