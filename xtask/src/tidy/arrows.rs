//! Who may depend on whom: the arrows of ARCHITECTURE.md, read from the manifests.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Each crate with the crates of the workspace that it may depend on. Dev-dependencies are free.
const ARROWS: &[(&str, &[&str])] = &[
    ("policy", &[]),
    ("catalog", &["policy"]),
    ("lint", &["policy", "catalog"]),
    ("eval", &["policy", "catalog"]),
    ("prove", &["policy", "catalog", "eval"]),
    ("trail", &["policy", "catalog"]),
    ("draft", &["policy", "catalog", "trail"]),
    ("store", &["trail"]),
    ("ops", &["policy", "catalog", "lint", "eval", "prove", "trail", "draft", "store"]),
    ("app", &["policy", "catalog", "lint", "eval", "prove", "trail", "draft", "store", "ops"]),
];

/// Dependencies that only these crates may have, so that the tests of the others build in seconds.
const HEAVY: &[(&str, &[&str])] = &[
    ("anyhow", &["app"]),
    ("axum", &["app"]),
    ("clap", &["ops", "app"]),
    ("rmcp", &["app"]),
    ("schemars", &["ops", "app"]),
    ("serde", &["trail", "store", "ops", "app"]),
    ("serde_json", &["trail", "store", "ops", "app"]),
    ("tokio", &["store", "app"]),
    ("ureq", &["app"]),
];

pub(super) fn check(root: &Path) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    let folders = fs::read_dir(root.join("crates")).context("there is no folder `crates`")?;
    for folder in folders {
        let name = folder?.file_name().to_string_lossy().into_owned();
        let manifest = root.join("crates").join(&name).join("Cargo.toml");
        let text = fs::read_to_string(&manifest).with_context(|| format!("{}", manifest.display()))?;
        let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| *known == name) else {
            broken.push(format!("crates/{name}: a new crate is an architecture change: add its arrows"));
            continue;
        };
        for dependency in dependencies(&text) {
            let is_ours = ARROWS.iter().any(|(ours, _)| *ours == dependency);
            if is_ours && !allowed.contains(&dependency) {
                broken.push(format!("crates/{name}: must not depend on `{dependency}`"));
            }
            let heavy = HEAVY.iter().find(|(heavy, _)| *heavy == dependency);
            if heavy.is_some_and(|(_, users)| !users.contains(&name.as_str())) {
                broken.push(format!("crates/{name}: `{dependency}` is too heavy for this crate"));
            }
        }
    }
    Ok(broken)
}

/// The names in the section `[dependencies]`, as this workspace writes them: one a line.
fn dependencies(manifest: &str) -> impl Iterator<Item = &str> {
    let section = manifest.lines().skip_while(|line| *line != "[dependencies]").skip(1);
    let lines = section.take_while(|line| !line.starts_with('['));
    lines
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|name| !name.is_empty() && !name.starts_with('#'))
}

#[test]
fn only_the_section_of_dependencies_is_read() {
    let manifest = "[package]\nname = \"x\"\n\n[dependencies]\npolicy.workspace = true\nserde = \"1\"\n\n[dev-dependencies]\nclap = \"4\"\n";
    assert_eq!(dependencies(manifest).collect::<Vec<_>>(), ["policy", "serde"]);
}
