//! All servers, and the table of what came of them.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use super::install::{self, Installed};
use crate::counting::Server;

/// The servers cannot be had here, so nothing is known.
const NOT_RUN: u8 = 77;

/// Run the suite of all stores against DynamoDB, as dynalite and moto serve it
///
/// Both are installed under the target folder; where that cannot be done, the exit code is 77.
#[derive(clap::Args)]
pub(crate) struct StoreCheck {}

type Start = fn(&Installed) -> Result<Server>;

/// Each scene with what goes wrong in it.
const SCENES: [(&str, Start); 5] = [
    ("dynalite", dynalite),
    ("moto", |installed| moto(installed, &[])),
    ("moto, every third call throttled", |installed| moto(installed, &["--throttle=3"])),
    ("moto, every second batch done by half", |installed| moto(installed, &["--half=2"])),
    ("moto, every third write done and its answer lost", |installed| moto(installed, &["--lost=3"])),
];

impl StoreCheck {
    #[allow(clippy::unused_self, reason = "as all tasks")]
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace has no root")?;
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |folder| root.join(folder));
        let installed = match install::install(root, &target.join("store-check"))? {
            Ok(installed) => installed,
            Err(why) => {
                println!("the store in DynamoDB was NOT checked: {why}");
                return Ok(ExitCode::from(NOT_RUN));
            }
        };
        build(root)?;
        println!(
            "{:<52}{:>9}{:>9}{:>9}",
            "the suite of all stores, over DynamoDB", "seconds", "calls", "wrong"
        );
        let mut is_well = true;
        for (scene, start) in SCENES {
            let began = Instant::now();
            let server = start(&installed)?;
            let passed = test(root, &server.url);
            let [calls, wrong] = server.stop()?;
            is_well &= passed;
            let seconds = began.elapsed().as_secs_f64();
            println!("{scene:<52}{seconds:>9.1}{calls:>9}{wrong:>9}{}", if passed { "" } else { "  FAILED" });
        }
        Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn dynalite(installed: &Installed) -> Result<Server> {
    let script = installed.scripts.join("server.cjs");
    Server::start(Command::new("node").arg(script).env("NODE_PATH", &installed.modules))
}

fn moto(installed: &Installed, options: &[&str]) -> Result<Server> {
    Server::start(Command::new(&installed.python).arg(installed.scripts.join("server.py")).args(options))
}

fn cargo(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args(["test", "--quiet", "--package", "store", "--features", "aws"]);
    command.current_dir(root).stdin(Stdio::null());
    command
}

/// First, so that the time of a scene is its own.
fn build(root: &Path) -> Result<()> {
    let status = cargo(root).arg("--no-run").status()?;
    ensure!(status.success(), "the build fails");
    Ok(())
}

/// Whether all tests pass; what they say is shown if not.
fn test(root: &Path, endpoint: &str) -> bool {
    let output = cargo(root)
        .args(["--", "dynamo::", "--include-ignored", "--test-threads=2"])
        .env("STORE_ENDPOINT", endpoint)
        .envs([("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_REGION", "us-east-1")])
        .env_remove("AWS_PROFILE")
        .output();
    let Ok(output) = output else { return false };
    // A name that fits no test would pass, too.
    let is_well = output.status.success() && String::from_utf8_lossy(&output.stdout).contains("5 passed");
    if !is_well {
        println!("{}", String::from_utf8_lossy(&output.stdout));
        println!("{}", String::from_utf8_lossy(&output.stderr));
    }
    is_well
}
