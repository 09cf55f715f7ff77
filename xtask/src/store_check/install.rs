//! The servers, installed under the target folder with the machine's own Python and npm.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

/// What runs the servers.
pub(super) struct Installed {
    pub(super) scripts: PathBuf,
    pub(super) python: PathBuf,
    pub(super) modules: PathBuf,
}

/// Installs what is not there yet; the reason where that cannot be done here.
pub(super) fn install(root: &Path, folder: &Path) -> Result<Result<Installed, String>> {
    let scripts = root.join("xtask/dynamo");
    let pins = [scripts.join("requirements.txt"), scripts.join("package.json")];
    let mut wanted = String::new();
    for pin in &pins {
        wanted += &fs::read_to_string(pin).with_context(|| format!("{}", pin.display()))?;
    }
    let [requirements, package] = pins;
    let (environment, stamp) = (folder.join("venv"), folder.join("installed"));
    let python = environment.join("bin/python");
    let installed = Installed { scripts, python, modules: folder.join("node_modules") };
    if fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(Ok(installed));
    }
    fs::create_dir_all(folder)?;
    let is_well = |command: &mut Command| {
        command.stdin(Stdio::null()).stdout(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    if !is_well(Command::new("python3").args(["-m", "venv"]).arg(&environment)) {
        return Ok(Err("`python3` makes no virtual environment".to_owned()));
    }
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries=1", "-r"];
    if !is_well(Command::new(&installed.python).args(pip).arg(requirements)) {
        return Ok(Err("pip does not install moto".to_owned()));
    }
    fs::copy(package, folder.join("package.json"))?;
    let npm =
        ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--fetch-retries=1"];
    if !is_well(Command::new("npm").args(npm).arg("--loglevel=error").current_dir(folder)) {
        return Ok(Err("npm does not install dynalite".to_owned()));
    }
    if !is_well(Command::new("node").arg("--version")) {
        return Ok(Err("there is no `node`".to_owned()));
    }
    fs::write(&stamp, wanted)?;
    Ok(Ok(installed))
}
