//! A whole refresh: files in, a packed catalogue and a report out, or a refusal.

use std::collections::BTreeSet;

use super::document::{ServiceDocument, read_document};
use super::overlay::Outcome;
use super::{Diff, Refusal, diff, gates, operations, overlay as services};
use crate::facts::{Facts, ServiceFacts, TableFacts, fold};
use crate::{Catalog, Problem, pack};

/// A catalogue that is newer than the one it was laid over.
#[derive(Debug)]
pub struct Refreshed {
    pub catalog: Catalog,
    pub manifest: Manifest,
    pub report: Report,
}

/// What a file beside the packed bytes should say of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    pub source: &'static str,
    pub date: String,
    pub services: usize,
    pub actions: usize,
    pub resource_types: usize,
    pub condition_keys: usize,
    pub operations: usize,
}

/// What a refresh did, and what it could not make sense of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub diff: Diff,
    /// Services that were in the files.
    pub services_read: usize,
    /// Files that are JSON and describe no service.
    pub passed_over: Vec<String>,
    /// New actions of which AWS does not say the level; they count as writing.
    pub without_level: Vec<String>,
    /// References of AWS's to resource types that it does not define.
    pub dangling: Vec<String>,
}

const SOURCE: &str = "AWS Service Reference";

/// Lays files of the Service Reference over a catalogue.
///
/// `files` are names and bytes, as a folder holds them in the layout `v1/SERVICE/SERVICE.json`, or flat beside
/// `service-list.json` or `_services.json`. Services without a file stay as they are, also those that the Service
/// Reference does not have: it knows fewer than AWS documents. `date` is the day of the files, `YYYY-MM-DD`.
pub fn overlay(
    catalog: &Catalog,
    date: &str,
    files: impl IntoIterator<Item = (String, Vec<u8>)>,
) -> Result<Refreshed, Refusal> {
    let refuse = |problem: Problem| Refusal::new(vec![problem.to_string()]);
    let (documents, passed_over) = read_all(files).map_err(refuse)?;
    if documents.is_empty() {
        return Err(Refusal::new(vec!["no file describes a service".to_owned()]));
    }
    let before = Facts::of(catalog);
    let mut facts = before.clone();
    let mut outcome = Outcome::default();
    for document in &documents {
        let at = facts.services.iter().position(|service| service.prefix == document.prefix);
        let mut service = at.map(|at| facts.services.swap_remove(at)).unwrap_or_default();
        services::lay_over(&mut service, document, &mut outcome);
        facts.services.push(service);
    }
    gates::check(&before, &facts, &documents, &outcome)?;
    let actions = action_names(&facts);
    for document in &documents {
        operations::lay_over(&mut facts.clients, document, &actions);
        operations::note_passed_roles(&mut facts, document, &actions);
    }
    operations::forget_retired(&mut facts, &actions);
    note_retired(&mut facts, &outcome.retired, &actions, date);
    note_source(&mut facts, date);
    let refreshed =
        pack::pack(facts).and_then(|packed| Catalog::open(packed.into_bytes())).map_err(refuse)?;
    let report = Report {
        diff: diff(catalog, &refreshed),
        services_read: documents.len(),
        passed_over,
        without_level: outcome.without_level,
        dangling: outcome.dangling,
    };
    Ok(Refreshed { manifest: manifest(&refreshed, date), catalog: refreshed, report })
}

/// The service files in the order of their prefixes, and the names of the other files.
fn read_all(
    files: impl IntoIterator<Item = (String, Vec<u8>)>,
) -> Result<(Vec<ServiceDocument>, Vec<String>), Problem> {
    let (mut documents, mut passed_over) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        match read_document(&name, &bytes)? {
            Some(document) => documents.push(document),
            None => passed_over.push(name),
        }
    }
    documents.sort_by(|a, b| a.prefix.cmp(&b.prefix));
    if let Some([twice, _]) = documents.array_windows::<2>().find(|[a, b]| a.prefix == b.prefix) {
        return Err(Problem::new(&twice.prefix, "two files describe this service"));
    }
    passed_over.sort();
    Ok((documents, passed_over))
}

fn action_names(facts: &Facts) -> BTreeSet<String> {
    let names = |service: &ServiceFacts| -> Vec<String> {
        service.actions.iter().map(|action| fold(&format!("{}:{}", service.prefix, action.name))).collect()
    };
    facts.services.iter().flat_map(names).collect()
}

/// Actions that have gone are listed with the day; those that have come back no longer are.
fn note_retired(facts: &mut Facts, retired: &[String], actions: &BTreeSet<String>, date: &str) {
    change_table(facts, "retired_actions", |rows| {
        rows.retain(|row| row.first().is_none_or(|name| !actions.contains(&fold(name))));
        rows.extend(retired.iter().map(|name| vec![name.clone(), date.to_owned()]));
    });
}

fn note_source(facts: &mut Facts, date: &str) {
    change_table(facts, "sources", |rows| {
        rows.retain(|row| row.get(1).is_none_or(|name| name != SOURCE));
        rows.push(["services", SOURCE, "-", date].map(str::to_owned).to_vec());
    });
}

/// Changes the rows of a table, a new one if there is none, and sorts them.
fn change_table(facts: &mut Facts, name: &str, change: impl FnOnce(&mut Vec<Vec<String>>)) {
    let at = facts.tables.iter().position(|table| table.name == name);
    let table = at.map(|at| facts.tables.swap_remove(at));
    let mut table = table.unwrap_or_else(|| TableFacts { name: name.to_owned(), rows: Vec::new() });
    change(&mut table.rows);
    table.rows.sort();
    facts.tables.push(table);
}

fn manifest(catalog: &Catalog, date: &str) -> Manifest {
    Manifest {
        source: SOURCE,
        date: date.to_owned(),
        services: catalog.services().len(),
        actions: catalog.actions().len(),
        resource_types: catalog.resource_types().len(),
        condition_keys: catalog.condition_keys().len(),
        operations: catalog.clients().map(|client| client.operations().len()).sum(),
    }
}
