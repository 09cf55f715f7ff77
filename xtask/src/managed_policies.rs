//! `cargo xtask managed-policies`: how many actions of AWS's own policies the catalogue does not know.
//!
//! The policies are AWS's texts: they are read from the package cache and never written anywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::Args;
use serde::Deserialize;
use serde_json::Value;

use crate::catalog::{Cache, MANAGED_POLICIES, Table, data_folder, fetch, lower};

/// The largest share of unknown actions, in parts of ten thousand.
const MOST_UNKNOWN: usize = 50;

/// Counts the actions in AWS's managed policies that the catalogue does not know
#[derive(Args)]
pub(crate) struct Survey {
    #[command(flatten)]
    cache: Cache,
}

impl Survey {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let package = fetch(&MANAGED_POLICIES, &self.cache.folder())?;
        let patterns = patterns(&documents(&package)?);
        let known = Known::read(&data_folder())?;

        let listed: Vec<&String> = patterns.iter().filter(|pattern| known.lists(pattern)).collect();
        let unlisted: Vec<&String> = patterns.iter().filter(|pattern| !known.lists(pattern)).collect();
        let unknown: Vec<&&String> = unlisted.iter().filter(|pattern| !known.tables_hold(pattern)).collect();

        println!("{:>8} distinct actions and patterns in {}", patterns.len(), MANAGED_POLICIES.label());
        println!("{:>8} listed by AWS", listed.len());
        println!("{:>8} not listed ({})", unlisted.len(), share(unlisted.len(), patterns.len()));
        println!(
            "{:>8} of these neither retired nor undocumented ({})",
            unknown.len(),
            share(unknown.len(), patterns.len())
        );
        for pattern in &unlisted {
            println!("{}\t{pattern}", if unknown.contains(&pattern) { "unknown" } else { "in tables" });
        }
        let reached = unknown.len() * 10_000 <= patterns.len() * MOST_UNKNOWN;
        Ok(if reached { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// The latest version of each of AWS's managed policies, by name.
pub(crate) fn documents(package: &Path) -> Result<BTreeMap<String, Value>> {
    let path = package.join("package/dist/managedPolicies.json");
    let bytes = fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let policies: BTreeMap<String, RawPolicy> = serde_json::from_slice(&bytes)?;
    let latest = policies.into_iter().map(|(name, mut policy)| {
        let version = policy.versions.remove(&policy.latest_version_id);
        let version = version.with_context(|| format!("policy `{name}` lacks its latest version"))?;
        Ok((name, version.document))
    });
    latest.collect()
}

/// The distinct actions (patterns) in the policies, in lower case.
fn patterns(documents: &BTreeMap<String, Value>) -> BTreeSet<String> {
    let mut patterns = BTreeSet::new();
    for statement in documents.values().flat_map(|document| one_or_many(document.get("Statement"))) {
        for element in ["Action", "NotAction"] {
            let actions = one_or_many(statement.get(element));
            patterns.extend(actions.into_iter().filter_map(Value::as_str).map(lower));
        }
    }
    patterns
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawPolicy {
    latest_version_id: String,
    versions: BTreeMap<String, RawVersion>,
}

#[derive(Deserialize)]
struct RawVersion {
    document: Value,
}

fn one_or_many(value: Option<&Value>) -> Vec<&Value> {
    match value {
        Some(Value::Array(values)) => values.iter().collect(),
        Some(value) => vec![value],
        None => Vec::new(),
    }
}

/// All that the catalogue has of action names, in lower case.
struct Known {
    /// The action names of each service prefix.
    actions: BTreeMap<String, Vec<String>>,
    retired: Vec<String>,
    undocumented: Vec<String>,
}

impl Known {
    fn read(data: &Path) -> Result<Known> {
        let mut actions = BTreeMap::new();
        let folder = data.join("services");
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read `{}`", folder.display()))? {
            let path = entry?.path();
            let text =
                fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
            let prefix = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let rows = text.lines().filter_map(|line| line.strip_prefix("action\t"));
            actions.insert(prefix, rows.filter_map(|row| row.split('\t').next()).map(lower).collect());
        }
        let first = |name, columns| -> Result<Vec<String>> {
            Ok(Table::read(data, name, columns)?.rows.iter().map(|row| lower(row.field(0))).collect())
        };
        Ok(Known {
            actions,
            retired: first("retired_actions", 2)?,
            undocumented: first("undocumented_actions", 1)?,
        })
    }

    /// Whether the pattern matches an action that AWS lists.
    fn lists(&self, pattern: &str) -> bool {
        let Some((prefix, name)) = pattern.split_once(':') else {
            return pattern == "*";
        };
        self.actions.get(prefix).is_some_and(|names| names.iter().any(|known| matches(name, known)))
    }

    /// Whether the pattern is stated as undocumented, or matches a retired action.
    fn tables_hold(&self, pattern: &str) -> bool {
        self.undocumented.iter().any(|known| known == pattern)
            || self.retired.iter().any(|known| matches(pattern, known))
    }
}

/// Whether a pattern with `*` and `?` matches a text of ASCII letters.
fn matches(pattern: &str, text: &str) -> bool {
    let (mut pattern, mut text) = (pattern.as_bytes(), text.as_bytes());
    // Where to go on after the last `*`: the pattern behind it and the text of which it has taken nothing more yet.
    let mut retry: Option<(&[u8], &[u8])> = None;
    loop {
        match (pattern, text) {
            ([b'*', rest @ ..], _) => {
                retry = Some((rest, text));
                pattern = rest;
            }
            ([expected, pattern_rest @ ..], [letter, text_rest @ ..])
                if expected == letter || *expected == b'?' =>
            {
                (pattern, text) = (pattern_rest, text_rest);
            }
            ([], []) => return true,
            _ => match retry {
                Some((rest, [_, shorter @ ..])) => {
                    retry = Some((rest, shorter));
                    (pattern, text) = (rest, shorter);
                }
                _ => return false,
            },
        }
    }
}

/// A share in percent, with two digits.
fn share(part: usize, whole: usize) -> String {
    let hundredths = (part * 10_000).checked_div(whole).unwrap_or(0);
    format!("{}.{:02} %", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match() {
        for (pattern, text, expected) in [
            ("get*", "getobject", true),
            ("*", "", true),
            ("get?bject", "getobject", true),
            ("*object*acl", "getobjectversionacl", true),
            ("*object", "getobjects", false),
            ("", "get", false),
            ("get", "getobject", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn shares_are_in_percent() {
        assert_eq!(share(37, 12_914), "0.28 %");
        assert_eq!(share(0, 0), "0.00 %");
    }
}
