//! AWS's own clients, and validators of templates that are built on them, against the binary: `xtask/aws/run.py` has the cases.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::build::{self, CONFORMANCE};
use crate::python;

/// The clients cannot be had here, so nothing is known.
const NOT_RUN: u8 = 77;

pub(crate) fn run() -> Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace has no root")?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
    let scripts = root.join("xtask/aws");
    let python = match python::install(&scripts.join("requirements.txt"), &target.join("aws-clients"))? {
        Ok(python) => python,
        Err(why) => {
            println!("the clients of AWS were NOT run: {why}");
            return Ok(ExitCode::from(NOT_RUN));
        }
    };
    let binary = build::as_tested(None, CONFORMANCE)?.leastwise()?;
    // Compiled scripts do not belong among the sources.
    let ran = Command::new(python).arg("-B").arg(scripts.join("run.py")).arg(binary).status()?;
    Ok(if ran.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
