//! The programs that the clients talk to.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

pub(super) struct Binaries {
    pub(super) leastwise: PathBuf,
    /// Serves the fixtures of the conformance suite.
    pub(super) fixtures: PathBuf,
}

/// Builds both as the tests build them.
pub(super) fn build(root: &Path) -> Result<Binaries> {
    let arguments = ["build", "--quiet", "--package", "leastwise", "--bins", "--example", "conformance"];
    let built = Command::new(env!("CARGO"))
        .args(arguments)
        .arg("--message-format=json-render-diagnostics")
        .current_dir(root)
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(built.status.success(), "the build fails");
    let messages = String::from_utf8_lossy(&built.stdout).into_owned();
    let find =
        |name: &str| executable(&messages, name).with_context(|| format!("the build names no `{name}`"));
    Ok(Binaries { leastwise: find("leastwise")?, fixtures: find("conformance")? })
}

/// Where cargo says that it put a program.
pub(crate) fn executable(messages: &str, name: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut named = messages.filter(|message| message.pointer("/target/name").is_some_and(|it| it == name));
    named.find_map(|message| message.get("executable")?.as_str().map(PathBuf::from))
}
