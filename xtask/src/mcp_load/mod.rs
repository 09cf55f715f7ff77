//! Load and abuse for the MCP server: the release binary, driven from this process over pipes and loopback.

mod abuse;
mod http;
mod rounds;
mod run;
mod stdio;

pub(crate) use run::McpLoad;
