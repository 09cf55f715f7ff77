//! Runs the rules over the files that git knows.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};

use super::{arrows, files, links};

pub(crate) fn run() -> Result<ExitCode> {
    let broken = broken_rules(&root())?;
    for line in &broken {
        println!("{line}");
    }
    Ok(if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// One line for each broken rule, in a stable order.
fn broken_rules(root: &Path) -> Result<Vec<String>> {
    let files = tracked(root)?;
    let mut broken = arrows::check(root)?;
    broken.extend(files::check(root, &files)?);
    broken.extend(links::check(root, &files)?);
    broken.sort();
    Ok(broken)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The files of the work tree, but for those that git ignores.
fn tracked(root: &Path) -> Result<Vec<String>> {
    let list = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let output = Command::new("git").args(list).current_dir(root).output().context("git does not run")?;
    ensure!(output.status.success(), "git cannot list the files of {}", root.display());
    let names = String::from_utf8(output.stdout).context("a file name is not UTF-8")?;
    Ok(names.lines().filter(|name| root.join(name).is_file()).map(str::to_owned).collect())
}

#[test]
fn the_house_is_tidy() {
    let broken = broken_rules(&root()).expect("the rules can be checked");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
