//! The programs that checks run, as cargo builds them.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// The MCP server of the conformance suite's fixtures.
pub(crate) const CONFORMANCE: &str = "conformance";

/// Where the programs are that were built together, by name.
pub(crate) struct Programs(BTreeMap<String, String>);

impl Programs {
    pub(crate) fn leastwise(&self) -> Result<String> {
        self.named("leastwise")
    }

    pub(crate) fn named(&self, name: &str) -> Result<String> {
        self.0.get(name).cloned().with_context(|| format!("the build names no `{name}`"))
    }
}

/// Builds the program, with a feature of its own if one is given, and an example beside it, as the tests build them.
///
/// Of the whole workspace, and with an example: then libraries have the features that `cargo test --workspace` gave them. For the program
/// alone they have fewer, and cargo would build them, and most of our crates, once more.
pub(crate) fn as_tested(feature: Option<&str>, example: &str) -> Result<Programs> {
    let mut arguments = vec!["--workspace", "--bin", "leastwise", "--example", example];
    let feature = feature.map(|feature| format!("leastwise/{feature}"));
    if let Some(feature) = &feature {
        arguments.extend(["--features", feature]);
    }
    build(&arguments)
}

/// Builds the program for release, as users build it.
pub(crate) fn for_release() -> Result<String> {
    build(&["--release", "--package", "leastwise"])?.leastwise()
}

fn build(arguments: &[&str]) -> Result<Programs> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace has no root")?;
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--message-format=json-render-diagnostics"])
        .args(arguments)
        .current_dir(root)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(built.status.success(), "the build fails: cargo build {}", arguments.join(" "));
    Ok(Programs(executables(&String::from_utf8_lossy(&built.stdout))))
}

/// Where cargo says that it put programs.
fn executables(messages: &str) -> BTreeMap<String, String> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let named = messages.filter_map(|message| {
        let name = message.pointer("/target/name")?.as_str()?.to_owned();
        Some((name, message.get("executable")?.as_str()?.to_owned()))
    });
    named.collect()
}
