//! The web front end: its types, its unit tests, and its pages in a real browser against the real server.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::build::{self, CONFORMANCE};

/// Check the web front end: types, unit tests, and the pages of `leastwise serve` in Chromium
///
/// Needs npm, and Chromium at /usr/bin/chromium or where CHROMIUM says. Ends with 77 where these are not to be had.
#[derive(Args)]
pub(crate) struct UiCheck {
    /// Also write the README's pictures to docs/images
    #[arg(long)]
    pictures: bool,
}

/// What it takes is not to be had here, so nothing is known.
const NOT_RUN: u8 = 77;

impl UiCheck {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace has no root")?;
        let ui = root.join("ui");
        let packages = fs::read_to_string(ui.join("package-lock.json"))?;
        ensure!(!packages.contains("\"resolved\""), "package-lock.json names where packages come from");
        if let Err(why) = prepare(&ui, &packages) {
            println!("the web pages were NOT checked: {why}");
            return Ok(ExitCode::from(NOT_RUN));
        }
        step(Command::new("node").args(["node_modules/typescript/bin/tsc", "--noEmit"]), &ui)?;
        step(Command::new("node").args(["node_modules/vitest/vitest.mjs", "run"]), &ui)?;
        let mut browsed = Command::new("node");
        browsed.arg("e2e/run.mjs").arg(build::as_tested(None, CONFORMANCE)?.leastwise()?);
        if self.pictures {
            browsed.arg("--pictures").arg(root.join("docs/images"));
        }
        step(&mut browsed, &ui)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Sees to a browser and to the packages, or says what is missing.
fn prepare(ui: &Path, wanted: &str) -> Result<(), String> {
    let chromium = std::env::var_os("CHROMIUM").map_or_else(|| "/usr/bin/chromium".into(), PathBuf::from);
    if !chromium.is_file() {
        return Err(format!("there is no browser at `{}`", chromium.display()));
    }
    let stamp = ui.join("node_modules/.checked");
    if fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    let npm = ["ci", "--ignore-scripts", "--prefer-offline", "--fetch-retries=1", "--loglevel=error"];
    let ended = Command::new("npm").args(npm).current_dir(ui).stdin(Stdio::null()).output();
    let ended = ended.map_err(|error| format!("`npm` does not start: {error}"))?;
    if !ended.status.success() {
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        return Err(format!(
            "npm installs nothing: {}",
            said.lines().take(3).collect::<Vec<_>>().join(" | ")
        ));
    }
    fs::write(&stamp, wanted).map_err(|error| error.to_string())
}

fn step(command: &mut Command, folder: &Path) -> Result<()> {
    let name = command.get_args().next().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let status =
        command.current_dir(folder).stdin(Stdio::null()).status().context("`node` does not start")?;
    ensure!(status.success(), "`{name}` ends with {status}");
    Ok(())
}
