//! Bringing the catalogue up to date: the only operation that asks the network.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use catalog::refresh::{Refreshed, overlay};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::catalog_changes::CatalogChanges;
use super::service_reference::{self, HOST};
use crate::render::table::counted;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Refreshes the catalogue of AWS from the Service Reference
///
/// When something new of AWS is missing. The only tool that needs the network. Services that did not change are not fetched again;
/// the catalogue before is kept.
///
/// A refresh that looks like a fault of the source is refused, and what is written replaces the old catalogue at once or not at all.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CatalogUpdate {
    /// A folder with files of the Service Reference, or the URL of a mirror [default: AWS's own]
    #[arg(long, value_name = "DIR|URL")]
    #[serde(default)]
    #[schemars(
        description = "A folder with files of the Service Reference, or the URL of a mirror; else AWS's own"
    )]
    from: Option<String>,

    /// List at most this many changes of each kind
    #[arg(long, value_name = "N")]
    #[serde(default)]
    limit: Option<usize>,
}

/// What a refresh did
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Update {
    /// Whether a new catalogue was written
    updated: bool,
    /// Where from
    source: String,
    /// The date of the catalogue in use from now on
    date: String,
    /// Services whose files were read
    services_read: usize,
    /// Services that did not change since the last refresh
    services_unchanged: usize,
    actions: usize,
    changes: CatalogChanges,
    /// New actions of which AWS does not say the access level; they count as writing
    without_level: Vec<String>,
    /// Files that describe no service
    passed_over: Vec<String>,
}

impl Operation for CatalogUpdate {
    const NAME: &'static str = "catalog_update";
    const COMMAND: &'static [&'static str] = &["catalog", "update"];
    const EFFECT: Effect = Effect::Fetches;
    type Response = Update;

    fn run(self, cx: &Context) -> Result<Update, OpError> {
        let source = self.from.as_deref().unwrap_or(HOST);
        let is_url = source.contains("://");
        let known = if is_url { cx.known_services() } else { BTreeMap::new() };
        let files = if is_url {
            service_reference::fetch(source, &known, cx)?
        } else {
            folder(Path::new(source), cx)?
        };
        let current = cx.catalog();
        if files.documents.is_empty() && is_url {
            return Ok(Update::unchanged(source, known.len(), &current, cx));
        }
        let refreshed = overlay(&current, &today(cx), files.documents).map_err(|refusal| {
            let reasons: Vec<_> = refusal.reasons().collect();
            OpError::invalid(format!("the refresh from `{source}` is refused: {}", reasons.join("; ")))
                .hint("the catalogue stays as it was")
        })?;
        let Refreshed { catalog, report, manifest } = refreshed;
        let unchanged = known.keys().filter(|service| !files.modified.contains_key(*service)).count();
        let mut modified = known;
        modified.extend(files.modified);
        cx.replace_catalog(catalog, &modified)?;
        Ok(Update {
            updated: true,
            source: source.to_owned(),
            date: manifest.date,
            services_read: report.services_read,
            services_unchanged: unchanged,
            actions: manifest.actions,
            changes: CatalogChanges::of(&report.diff, self.limit, cx),
            without_level: report.without_level,
            passed_over: report.passed_over,
        })
    }
}

impl Update {
    fn unchanged(source: &str, services: usize, current: &catalog::Catalog, cx: &Context) -> Self {
        Self {
            updated: false,
            source: source.to_owned(),
            date: current.date().to_owned(),
            services_read: 0,
            services_unchanged: services,
            actions: current.actions().len(),
            changes: CatalogChanges::of(&catalog::refresh::Diff::default(), None, cx),
            without_level: Vec::new(),
            passed_over: Vec::new(),
        }
    }
}

impl Response for Update {
    fn text(&self, _: Style) -> String {
        let head = if self.updated {
            format!("catalogue of {} written: {} actions", self.date, self.actions)
        } else {
            format!("the catalogue of {} is up to date", self.date)
        };
        let read =
            format!("{} read, {} unchanged", counted(self.services_read, "service"), self.services_unchanged);
        let mut text = format!("{head}\n{read}\n{}", self.changes.text());
        text.extend(self.without_level.iter().map(|action| format!("no level is given for {action}\n")));
        text
    }
}

/// The files of a folder, by their paths within it.
fn folder(path: &Path, cx: &Context) -> Result<service_reference::Files, OpError> {
    let found = cx.walk(path, &|name| name.to_ascii_lowercase().ends_with(".json"))?;
    if found.iter().any(|file| file.named) {
        return Err(OpError::invalid(format!("`{}` is no folder", path.display())));
    }
    let mut documents = Vec::new();
    for file in found {
        let bytes = cx.read_found(&file)?;
        let within = PathBuf::from(&file.name);
        let within = within.strip_prefix(path).unwrap_or(&within);
        let parts: Vec<_> = within.iter().map(|part| part.to_string_lossy()).collect();
        documents.push((parts.join("/"), bytes));
    }
    Ok(service_reference::Files { documents, modified: BTreeMap::new() })
}

/// The day, `YYYY-MM-DD` in UTC.
fn today(cx: &Context) -> String {
    let now = jiff::Timestamp::from_second(cx.now()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    now.to_string().chars().take(10).collect()
}
