//! What others wrote in Python, installed under the target folder with the machine's own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

/// The Python that has what a file of requirements pins; the reason where that cannot be had here.
pub(crate) fn install(pins: &Path, folder: &Path) -> Result<Result<PathBuf, String>> {
    let wanted = fs::read_to_string(pins).with_context(|| format!("{}", pins.display()))?;
    let (environment, stamp) = (folder.join("venv"), folder.join("installed"));
    let python = environment.join("bin/python");
    if fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(Ok(python));
    }
    fs::create_dir_all(folder)?;
    let made = Command::new("python3").args(["-m", "venv"]).arg(&environment).stdout(Stdio::null()).status();
    if !made.is_ok_and(|status| status.success()) {
        return Ok(Err("`python3` makes no virtual environment".to_owned()));
    }
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries=1", "-r"];
    let piped = Command::new(&python).args(pip).arg(pins).status()?;
    if !piped.success() {
        return Ok(Err("pip does not install what is needed".to_owned()));
    }
    fs::write(&stamp, wanted)?;
    Ok(Ok(python))
}
