//! The task: all measurements, one after the other.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::{abuse, rounds};
use crate::build;
use crate::load::table::Table;

/// Drive the release binary's MCP server with load and abuse, and fail where a bar does not hold
#[derive(Args)]
pub(crate) struct McpLoad {
    /// The binary to drive, instead of a fresh release build
    #[arg(long, value_name = "FILE")]
    binary: Option<String>,
}

impl McpLoad {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let binary = self.binary.clone().map_or_else(build::for_release, Ok)?;
        let folder = tempfile::tempdir()?;
        let mut table = Table::default();
        rounds::starts(&binary, &mut table)?;
        rounds::round_trips(&binary, &mut table)?;
        abuse::many_at_once(&binary, &mut table)?;
        abuse::vanishing(&binary, folder.path(), &mut table)?;
        abuse::broken_messages(&binary, &mut table)?;
        abuse::large_policy(&binary, &mut table)?;
        Ok(if table.all_held() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
