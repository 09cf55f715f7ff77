//! The task: all measurements, one after the other.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;

use super::{kept, mixed, rounds};
use crate::build;
use crate::load::table::Table;

/// Drive the release binary's REST API with load, and fail where a bar does not hold
#[derive(Args)]
pub(crate) struct RestLoad {
    /// The binary to drive, instead of a fresh release build
    #[arg(long, value_name = "FILE")]
    binary: Option<String>,

    /// How long the mixed load lasts
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    mixed: u64,

    /// Measure a store with the usage of these logs, too: a file or a folder, such as `cargo xtask corpus` makes
    #[arg(long, value_name = "PATH")]
    logs: Option<PathBuf>,
}

impl RestLoad {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let binary = self.binary.clone().map_or_else(build::for_release, Ok)?;
        let mut table = Table::default();
        rounds::starts(&binary, &mut table)?;
        rounds::steady(&binary, &mut table)?;
        rounds::slow_clients(&binary, &mut table)?;
        if let Some(logs) = &self.logs {
            kept::run(&binary, logs, &mut table)?;
        }
        mixed::run(&binary, Duration::from_secs(self.mixed), &mut table)?;
        Ok(if table.all_held() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
