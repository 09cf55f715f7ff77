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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::facts::{Level, Resource, Target};

    #[test]
    fn a_service_is_written_as_the_format_says() {
        let target = Target { required: true, keys: ["s:Color".to_owned()].into() };
        let get = Action {
            level: Level::Read,
            flags: ["permission-only"].into(),
            on: [("thing".to_owned(), target)].into(),
            keys: ["s:Size".to_owned()].into(),
            needs: [("kms:Decrypt".to_owned(), "documented")].into(),
        };
        let thing = Resource { arns: ["arn:${Partition}:s:::${Name}".to_owned()].into(), keys: [].into() };
        let fact = Service {
            name: Some("Some Service".to_owned()),
            category: None,
            keys: [("s:Size".to_owned(), "Numeric".to_owned())].into(),
            resources: [("thing".to_owned(), thing)].into(),
            actions: [("Get".to_owned(), get)].into(),
        };
        let expected = [
            "# head",
            "service\ts\tSome Service\t-",
            "key\ts:Size\tNumeric",
            "resource\tthing",
            "\tarn\tarn:${Partition}:s:::${Name}",
            "action\tGet\tread\tpermission-only",
            "\ton\tthing\trequired\ts:Color",
            "\tkey\ts:Size",
            "\tneeds\tkms:Decrypt\tdocumented",
            "",
        ];
        assert_eq!(service("s", &fact, "# head\n"), expected.join("\n"));
    }

    #[test]
    fn a_client_writes_only_what_differs_in_full() {
        let actions = |list: &[&str], how: &str| {
            Answer::Actions(list.iter().map(|action| (*action).to_owned()).collect(), how.to_owned())
        };
        let client_fact = ResolvedClient {
            name: "c".to_owned(),
            prefix: Some("s".to_owned()),
            endpoint_prefix: "e".to_owned(),
            operations: [
                ("A".to_owned(), actions(&["s:A"], "same-name")),
                ("B".to_owned(), actions(&["s:X", "t:Y"], "several")),
                ("C".to_owned(), Answer::None("unresolved: why".to_owned())),
            ]
            .into(),
        };
        let expected = "client\tc\ts\te\noperation\tA\t=\tsame-name\noperation\tB\ts:X,t:Y\tseveral\noperation\tC\t-\tunresolved: why\n";
        assert_eq!(client(&client_fact, ""), expected);
    }
}
