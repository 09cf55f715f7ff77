//! What the system knows of the server's process.

use std::fs;

use anyhow::{Context, Result};

/// A process by its id.
#[derive(Clone, Copy)]
pub(crate) struct Process(pub(crate) u32);

impl Process {
    /// Resident memory in MiB.
    pub(crate) fn memory(self) -> Result<f64> {
        Ok(self.status("VmRSS:")? / 1024.0)
    }

    /// The most it was so far.
    pub(crate) fn peak(self) -> Result<f64> {
        Ok(self.status("VmHWM:")? / 1024.0)
    }

    pub(crate) fn threads(self) -> Result<f64> {
        self.status("Threads:")
    }

    fn status(self, key: &str) -> Result<f64> {
        let path = format!("/proc/{}/status", self.0);
        let status = fs::read_to_string(&path).with_context(|| format!("`{path}` tells of no process"))?;
        let line =
            status.lines().find_map(|line| line.strip_prefix(key)).context("the system does not tell")?;
        Ok(line.split_whitespace().next().unwrap_or_default().parse()?)
    }
}
