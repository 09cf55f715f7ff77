//! Runs all clients, and prints what came of it.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};

use super::table::Row;
use super::{conformance, inspector, install, table, tools};
use crate::build::{self, CONFORMANCE};
use crate::process::{Served, serve};

/// The clients cannot be had here, so nothing is known.
const NOT_RUN: u8 = 77;

pub(crate) fn run() -> Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace has no root")?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
    let clients = match install::install(root, &target)? {
        Ok(clients) => clients,
        Err(why) => {
            println!("the outside clients of MCP were NOT run: {why}");
            return Ok(ExitCode::from(NOT_RUN));
        }
    };
    let programs = build::as_tested(None, CONFORMANCE)?;
    let (leastwise, fixtures) = (programs.leastwise()?, programs.named(CONFORMANCE)?);
    let over = |transport| serve(leastwise.as_ref(), &["mcp", "--transport", transport, "--port", "0"]);
    let mut rows = Vec::new();
    for revision in conformance::REVISIONS {
        rows.extend(on(&serve(fixtures.as_ref(), &[]), "the fixtures over http", |url| {
            conformance::run(&clients, "fixtures", url, revision, None)
        })?);
        let baseline = clients.scripts.join(format!("needs-fixtures-{revision}.yaml"));
        rows.extend(on(&over("http"), "leastwise over http", |url| {
            conformance::run(&clients, "leastwise", url, revision, Some(&baseline))
        })?);
    }
    let all = |over: &str, target: &[&str]| {
        let mut rows = inspector::run(&clients, over, target)?;
        for mode in ["legacy", "auto"] {
            rows.extend(tools::run(&clients, over, mode, target)?);
        }
        Ok(rows)
    };
    rows.extend(all("stdio", &[&leastwise, "mcp"])?);
    rows.extend(on(&over("http"), "leastwise over http", |url| all("http", &[url]))?);
    rows.extend(on(&over("sse"), "leastwise over sse", |url| tools::run(&clients, "sse", "legacy", &[url]))?);
    Ok(if table::print(&rows) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Does something with a server; that it does not start is a failure like others, and the rest is tried all the same.
fn on(
    server: &Result<Served>,
    what: &str,
    try_it: impl FnOnce(&str) -> Result<Vec<Row>>,
) -> Result<Vec<Row>> {
    match server {
        Ok(server) => try_it(&server.url),
        Err(why) => Ok(vec![Row::failed(what, why.to_string())]),
    }
}
