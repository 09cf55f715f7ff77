//! Load and abuse for the MCP server: the release binary, driven from this process over pipes and loopback.

mod abuse;
mod http;
mod process;
mod rounds;
mod run;
mod stdio;
mod table;

pub(crate) use run::McpLoad;
