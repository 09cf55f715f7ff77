//! What the catalogue knows of services, in the form in which the sources are merged.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use anyhow::{Result, bail};

/// All services by prefix.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    pub(crate) services: BTreeMap<String, Service>,
}

#[derive(Debug, Default)]
pub(crate) struct Service {
    pub(crate) name: Option<String>,
    pub(crate) category: Option<String>,
    pub(crate) keys: BTreeMap<String, String>,
    pub(crate) resources: BTreeMap<String, Resource>,
    pub(crate) actions: BTreeMap<String, Action>,
}

#[derive(Debug, Default)]
pub(crate) struct Resource {
    pub(crate) arns: BTreeSet<String>,
    pub(crate) keys: BTreeSet<String>,
}

#[derive(Debug)]
pub(crate) struct Action {
    pub(crate) level: Level,
    pub(crate) flags: BTreeSet<&'static str>,
    pub(crate) on: BTreeMap<String, Target>,
    pub(crate) keys: BTreeSet<String>,
    /// `service:Action` and the ground on which it is needed.
    pub(crate) needs: BTreeMap<String, &'static str>,
}

/// How an action applies to one resource type.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) required: bool,
    pub(crate) keys: BTreeSet<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    List,
    Read,
    Write,
    Tagging,
    Permissions,
}

/// Set on actions of which no source says what resources they take, so that silence is not read as "none".
pub(crate) const RESOURCES_UNKNOWN: &str = "resources-unknown";

impl Level {
    /// The first of the levels that AWS gives, as in `Permissions management, Write`: the most telling one.
    pub(crate) fn primary(text: &str) -> Result<Level> {
        Ok(match text.split(',').next().unwrap_or(text).trim() {
            "List" => Level::List,
            "Read" => Level::Read,
            "Write" => Level::Write,
            "Tagging" => Level::Tagging,
            "Permissions management" => Level::Permissions,
            other => bail!("unknown access level `{other}`"),
        })
    }
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Level::List => "list",
            Level::Read => "read",
            Level::Write => "write",
            Level::Tagging => "tagging",
            Level::Permissions => "permissions",
        })
    }
}

impl Catalogue {
    /// Finds an action without regard to letter case and gives it in the catalogue's spelling.
    pub(crate) fn spelling(&self, action: &str) -> Option<String> {
        let (prefix, name) = action.split_once(':')?;
        let prefix = lower(prefix);
        let found = self.services.get(&prefix)?.action(name)?;
        Some(format!("{prefix}:{found}"))
    }
}

impl Service {
    /// Finds an action without regard to letter case.
    pub(crate) fn action(&self, name: &str) -> Option<&str> {
        if let Some((found, _)) = self.actions.get_key_value(name) {
            return Some(found);
        }
        self.actions.keys().find(|known| known.eq_ignore_ascii_case(name)).map(String::as_str)
    }

    /// Finds a resource type without regard to letter case.
    pub(crate) fn resource(&self, name: &str) -> Option<&str> {
        self.resources.keys().find(|known| known.eq_ignore_ascii_case(name)).map(String::as_str)
    }
}

pub(crate) fn lower(text: &str) -> String {
    text.to_ascii_lowercase()
}
