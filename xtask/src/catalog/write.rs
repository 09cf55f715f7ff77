//! The text form of the facts, as `crates/catalog/data/README.md` defines it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::facts::{Action, Service};
use super::operations::{Answer, ResolvedClient};

/// Renders one service. `head` names the sources.
pub(crate) fn service(prefix: &str, service: &Service, head: &str) -> String {
    let mut text = head.to_owned();
    let name = service.name.as_deref().unwrap_or(prefix);
    line(&mut text, &["service", prefix, name, service.category.as_deref().unwrap_or("-")]);
    for (key, kind) in &service.keys {
        line(&mut text, &["key", key, kind]);
    }
    for (name, resource) in &service.resources {
        line(&mut text, &["resource", name]);
        for arn in &resource.arns {
            line(&mut text, &["", "arn", arn]);
        }
        for key in &resource.keys {
            line(&mut text, &["", "key", key]);
        }
    }
    for (name, fact) in &service.actions {
        action(&mut text, name, fact);
    }
    text
}

fn action(text: &mut String, name: &str, action: &Action) {
    let level = action.level.to_string();
    let flags = action.flags.iter().copied().collect::<Vec<_>>().join(",");
    if flags.is_empty() {
        line(text, &["action", name, &level]);
    } else {
        line(text, &["action", name, &level, &flags]);
    }
    for (resource, target) in &action.on {
        let required = if target.required { "required" } else { "optional" };
        let keys = target.keys.iter().map(String::as_str).collect::<Vec<_>>().join(",");
        if keys.is_empty() {
            line(text, &["", "on", resource, required]);
        } else {
            line(text, &["", "on", resource, required, &keys]);
        }
    }
    for key in &action.keys {
        line(text, &["", "key", key]);
    }
    for (needed, how) in &action.needs {
        line(text, &["", "needs", needed, how]);
    }
}

/// Renders one client. `head` names the sources.
pub(crate) fn client(client: &ResolvedClient, head: &str) -> String {
    let mut text = head.to_owned();
    let prefix = client.prefix.as_deref().unwrap_or("-");
    line(&mut text, &["client", &client.name, prefix, &client.endpoint_prefix]);
    for (name, answer) in &client.operations {
        match answer {
            Answer::Actions(actions, how) if *actions == [format!("{prefix}:{name}")] => {
                line(&mut text, &["operation", name, "=", how]);
            }
            Answer::Actions(actions, how) => line(&mut text, &["operation", name, &actions.join(","), how]),
            Answer::None(reason) => line(&mut text, &["operation", name, "-", reason]),
        }
    }
    text
}

/// Adds one line of tab-separated fields.
pub(crate) fn line(text: &mut String, fields: &[&str]) {
    for (index, field) in fields.iter().enumerate() {
        let separator = if index == 0 { "" } else { "\t" };
        // Writing to a text cannot fail.
        let _ = write!(text, "{separator}{field}");
    }
    text.push('\n');
}

/// The files of one generated folder, by name.
pub(crate) type Files = BTreeMap<String, String>;

/// Makes the folder hold these files and no others; gives those that were not so. Writes nothing if `check` is set.
pub(crate) fn settle(folder: &Path, files: &Files, check: bool) -> Result<Vec<PathBuf>> {
    let mut differing = Vec::new();
    let mut stale = present(folder)?;
    if !check {
        fs::create_dir_all(folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
    }
    for (name, text) in files {
        let path = folder.join(name);
        if stale.remove(name) && fs::read(&path)? == text.as_bytes() {
            continue;
        }
        if !check {
            fs::write(&path, text).with_context(|| format!("cannot write `{}`", path.display()))?;
        }
        differing.push(path);
    }
    for name in stale {
        let path = folder.join(name);
        if !check {
            fs::remove_file(&path)?;
        }
        differing.push(path);
    }
    Ok(differing)
}

fn present(folder: &Path) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            names.insert(entry?.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(names)
}
