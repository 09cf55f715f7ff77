//! Runs all clients, and prints what came of it.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};

use super::process::serve;
use super::{binaries, conformance, inspector, install, table, tools};

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
    let programs = binaries::build(root)?;
    let over_http = ["mcp", "--transport", "http", "--port", "0"];
    let mut rows = Vec::new();

    for revision in conformance::REVISIONS {
        let fixtures = serve(&programs.fixtures, &[])?;
        rows.extend(conformance::run(&clients, "fixtures", &fixtures.url, revision, None)?);
        let baseline = clients.scripts.join(format!("needs-fixtures-{revision}.yaml"));
        let shipped = serve(&programs.leastwise, &over_http)?;
        rows.extend(conformance::run(&clients, "leastwise", &shipped.url, revision, Some(&baseline))?);
    }

    let shipped = serve(&programs.leastwise, &over_http)?;
    let binary = programs.leastwise.to_str().context("a path that is not Unicode")?;
    for (over, target) in [("stdio", &[binary, "mcp"][..]), ("http", &[shipped.url.as_str()][..])] {
        rows.extend(inspector::run(&clients, over, target)?);
        for mode in ["legacy", "auto"] {
            rows.extend(tools::run(&clients, over, mode, target)?);
        }
    }
    drop(shipped);
    Ok(if table::print(&rows) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
