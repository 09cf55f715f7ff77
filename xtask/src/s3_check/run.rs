//! All scenes, and the table of what came of them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};

use super::analysis::Program;
use super::archive;
use super::scenes::{Row, Stage};
use crate::build::{self, CONFORMANCE};
use crate::python;

/// The server cannot be had here, so nothing is known.
const NOT_RUN: u8 = 77;

/// Read logs from a server that speaks S3, and compare with the same logs as local files
///
/// The server is moto, installed under the target folder; where that cannot be done, the exit code is 77.
#[derive(clap::Args)]
pub(crate) struct S3Check {
    /// How many objects, at least
    #[arg(long, default_value_t = 10_000)]
    objects: usize,
    /// Another seed gives other logs
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A binary with the feature `aws`, instead of one built here
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
}

impl S3Check {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace has no root")?;
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |folder| root.join(folder));
        let folder = target.join("s3-check");
        let python = match python::install(&root.join("xtask/s3/requirements.txt"), &folder)? {
            Ok(python) => python,
            Err(why) => {
                println!("reading from S3 was NOT checked: {why}");
                return Ok(ExitCode::from(NOT_RUN));
            }
        };
        let binary = match &self.binary {
            Some(binary) => binary.clone(),
            None => build::as_tested(Some("aws"), CONFORMANCE)?.leastwise()?.into(),
        };
        let archive = archive::write(&folder.join("archive"), self.objects, self.seed)?;
        let program = Program { binary, folder };
        let usage = program.read_files(&archive.logs, &[])?;
        let stage = Stage { root, python: &python, archive: &archive, program: &program, usage: &usage };
        let scenes = [
            Stage::quiet,
            Stage::throttling,
            Stage::large,
            Stage::selected,
            Stage::drafted,
            Stage::changing,
            Stage::killed,
            Stage::interrupted,
        ];
        println!(
            "{:<52}{:>9}{:>9}{:>11}{:>9}{:>9}{:>10}{:>8}",
            "usage equal to that of the local files, byte for byte",
            "objects",
            "seconds",
            "objects/s",
            "fetches",
            "refused",
            "peak MiB",
            "CPU s"
        );
        let mut is_well = true;
        for scene in scenes {
            match scene(&stage) {
                Ok(row) => print(&row),
                Err(error) => {
                    is_well = false;
                    println!("FAILED: {error:#}");
                }
            }
        }
        Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

#[allow(clippy::cast_precision_loss, reason = "figures for people")]
fn print(row: &Row) {
    let seconds = row.took.as_secs_f64();
    println!(
        "{:<52}{:>9}{:>9.1}{:>11.0}{:>9}{:>9}{:>10.0}{:>8.1}",
        row.scene,
        row.objects,
        seconds,
        row.objects as f64 / seconds,
        row.given,
        row.refused,
        row.most_memory as f64 / f64::from(1 << 20),
        row.processor
    );
}
