//! Logs in buckets, as operations take them: inputs told apart, and what their objects came to.

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Serialize;

use crate::OpError;
use crate::buckets::{Address, Counts};
use crate::render::table::counted;

/// Objects in buckets
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Objects {
    /// Objects that were wanted: `read`, `known`, `vanished` and `failed`
    listed: u64,
    read: u64,
    /// Counted by an earlier run, says the ledger
    known: u64,
    /// Deleted between listing and reading
    vanished: u64,
    /// Of those read, how many had changed since they were listed, or since the ledger was written
    changed: u64,
    /// Not to be had; a later run with the same ledger tries them again
    failed: u64,
}

impl Objects {
    pub(super) fn new(counts: &Counts) -> Self {
        let Counts { listed, known, vanished, changed, failed } = *counts;
        let read = listed.saturating_sub(known + vanished + failed);
        Self { listed, read, known, vanished, changed, failed }
    }

    pub(super) fn is_whole(&self) -> bool {
        self.failed == 0
    }

    /// `12 objects listed: 10 read, 1 vanished, 1 failed`
    pub(super) fn text(&self) -> String {
        let parts = [
            (self.known, "in the ledger already"),
            (self.vanished, "vanished since they were listed"),
            (self.changed, "changed and read as they are now"),
            (self.failed, "not to be had"),
        ];
        let mut text = format!(
            "{} listed: {} read",
            counted(usize::try_from(self.listed).unwrap_or(usize::MAX), "object"),
            self.read
        );
        for (count, what) in parts.iter().filter(|(count, _)| *count > 0) {
            text.extend([", ", &count.to_string(), " ", what]);
        }
        text + "\n"
    }
}

/// The inputs that are addresses in buckets, and those that are paths.
pub(super) fn split(inputs: &[PathBuf]) -> Result<(Vec<Address>, Vec<PathBuf>), OpError> {
    let (mut addresses, mut paths) = (Vec::new(), Vec::new());
    for input in inputs {
        match Address::of(input) {
            Some(address) => addresses.push(address?),
            None => paths.push(Path::to_path_buf(input)),
        }
    }
    Ok((addresses, paths))
}
