//! Which IAM actions allow which API operations: rules for most, a table for the exceptions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Result, bail};

use super::botocore::{Client, Operation};
use super::facts::Catalogue;
use super::tables::Table;

/// One client with all its operations resolved.
pub(crate) struct ResolvedClient {
    pub(crate) name: String,
    /// The IAM service most of its operations belong to.
    pub(crate) prefix: Option<String>,
    pub(crate) endpoint_prefix: String,
    pub(crate) operations: BTreeMap<String, Answer>,
}

pub(crate) enum Answer {
    /// Allowed by these actions (`service:Action`); the text says on what ground.
    Actions(Vec<String>, String),
    /// No action, and why.
    None(String),
}

/// How many operations were resolved, and how.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) mapped: usize,
    pub(crate) no_permission: usize,
    pub(crate) unresolved: usize,
    pub(crate) by_ground: BTreeMap<String, usize>,
}

/// Resolves every operation of every client. An entry of the tables that names something unknown is an error.
pub(crate) fn resolve(clients: &[Client], catalogue: &Catalogue, data: &Path) -> Result<Vec<ResolvedClient>> {
    let prefixes = Prefixes::read(data, catalogue)?;
    let mut exceptions = Exceptions::read(data, catalogue)?;
    let mut resolved = Vec::new();
    for client in clients {
        let prefixes = prefixes.of(client, catalogue);
        let operations = client.operations.iter().map(|operation| {
            let answer = exceptions.take(&client.name, &operation.name);
            (operation.name.clone(), answer.unwrap_or_else(|| by_rule(operation, &prefixes, catalogue)))
        });
        resolved.push(ResolvedClient {
            name: client.name.clone(),
            operations: operations.collect(),
            prefix: prefixes.into_iter().next(),
            endpoint_prefix: client.endpoint_prefix.clone(),
        });
    }
    exceptions.all_used()?;
    Ok(resolved)
}

pub(crate) fn tally(clients: &[ResolvedClient]) -> Tally {
    let mut tally = Tally::default();
    for answer in clients.iter().flat_map(|client| client.operations.values()) {
        let ground = match answer {
            Answer::Actions(_, how) => {
                tally.mapped += 1;
                how
            }
            Answer::None(reason) if reason.starts_with(NO_PERMISSION) => {
                tally.no_permission += 1;
                NO_PERMISSION
            }
            Answer::None(_) => {
                tally.unresolved += 1;
                UNRESOLVED
            }
        };
        *tally.by_ground.entry(ground.to_owned()).or_default() += 1;
    }
    tally
}

/// Names the services that only the freshest source has, which gives no display names.
pub(crate) fn name_services(catalogue: &mut Catalogue, clients: &[Client]) {
    for (prefix, service) in &mut catalogue.services {
        if service.name.is_none() {
            let client =
                clients.iter().find(|client| client.name == *prefix || client.signing_name == *prefix);
            service.name = client.map(|client| client.full_name.clone());
        }
    }
}

const NO_PERMISSION: &str = "no-permission";
const UNRESOLVED: &str = "unresolved";

fn by_rule(operation: &Operation, prefixes: &[String], catalogue: &Catalogue) -> Answer {
    let found =
        |name: &str| prefixes.iter().find_map(|prefix| catalogue.spelling(&format!("{prefix}:{name}")));
    if let Some(action) = found(&operation.name) {
        let same = action.ends_with(&format!(":{}", operation.name));
        return Answer::Actions(vec![action], if same { "same-name" } else { "case" }.to_owned());
    }
    // API Gateway names its actions for the HTTP verbs.
    if let Some(action) = found(&operation.http_method) {
        return Answer::Actions(vec![action], "http-verb".to_owned());
    }
    if operation.unsigned {
        return Answer::None(format!("{NO_PERMISSION}: the request is not signed with AWS credentials"));
    }
    if let Some(action) = variants(&operation.name).iter().find_map(|name| found(name)) {
        return Answer::Actions(vec![action], "variant-unverified".to_owned());
    }
    Answer::None(match prefixes.first() {
        Some(prefix) => format!("{UNRESOLVED}: no action of this name in {prefix}"),
        None => format!("{UNRESOLVED}: no IAM service known for this client"),
    })
}

/// Names under which the permission of an operation is often found: without a version, of one instead of a batch, in
/// the other number.
fn variants(operation: &str) -> Vec<String> {
    let unversioned = operation.strip_suffix("V2").unwrap_or(operation);
    let single = unversioned
        .strip_prefix("Batch")
        .or_else(|| unversioned.strip_suffix("Batch"))
        .unwrap_or(unversioned);
    let singular = match single.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => single.strip_suffix('s').unwrap_or(single).to_owned(),
    };
    let plural = format!("{unversioned}s");
    [unversioned, single, &singular, &plural].into_iter().map(str::to_owned).collect()
}

/// The IAM services of clients for which the names in their models do not give it.
struct Prefixes {
    stated: BTreeMap<String, Vec<String>>,
}

impl Prefixes {
    fn read(data: &Path, catalogue: &Catalogue) -> Result<Prefixes> {
        let table = Table::read(data, "sdk_clients", 2)?;
        let mut stated = BTreeMap::new();
        for row in &table.rows {
            let prefixes: Vec<String> = row.field(1).split(',').map(str::to_owned).collect();
            if let Some(unknown) = prefixes.iter().find(|prefix| !catalogue.services.contains_key(*prefix)) {
                bail!("{}:{}: no service `{unknown}`", table.path.display(), row.line);
            }
            stated.insert(row.field(0).to_owned(), prefixes);
        }
        Ok(Prefixes { stated })
    }

    /// The services in which to look for the actions of a client, the likeliest first.
    fn of(&self, client: &Client, catalogue: &Catalogue) -> Vec<String> {
        if let Some(prefixes) = self.stated.get(&client.name) {
            return prefixes.clone();
        }
        let names = [&client.name, &client.signing_name, &client.endpoint_prefix];
        let names: BTreeSet<&String> = names.into_iter().collect();
        let mut scored = Vec::new();
        for prefix in names {
            if let Some(service) = catalogue.services.get(prefix) {
                let known =
                    client.operations.iter().filter(|operation| service.action(&operation.name).is_some());
                scored.push((known.count(), prefix.clone()));
            }
        }
        scored.sort_by_key(|(known, _)| std::cmp::Reverse(*known));
        // A service that knows none of the operations is only taken if there is no other.
        let best = scored.first().map_or(0, |(known, _)| *known);
        scored.retain(|(known, _)| *known > 0 || best == 0);
        scored.into_iter().map(|(_, prefix)| prefix).collect()
    }
}

/// What `tables/operation_exceptions.tsv` states, each entry to be used at least once.
struct Exceptions {
    path: String,
    entries: BTreeMap<(String, String), Exception>,
}

struct Exception {
    line: usize,
    actions: Vec<String>,
    ground: String,
    used: bool,
}

impl Exceptions {
    fn read(data: &Path, catalogue: &Catalogue) -> Result<Exceptions> {
        const GROUNDS: [&str; 4] = ["renamed", "several", "one-of", "renamed-unverified"];
        let table = Table::read(data, "operation_exceptions", 4)?;
        let path = table.path.display().to_string();
        let mut entries = BTreeMap::new();
        for row in &table.rows {
            let (client, operation, actions, ground) =
                (row.field(0), row.field(1), row.field(2), row.field(3));
            let at = format!("{path}:{}", row.line);
            let actions = match actions {
                "-" if [NO_PERMISSION, UNRESOLVED].iter().any(|reason| ground.starts_with(reason)) => {
                    Vec::new()
                }
                actions if GROUNDS.contains(&ground) => actions.split(',').map(str::to_owned).collect(),
                _ => bail!("{at}: unknown ground `{ground}`"),
            };
            if let Some(unknown) =
                actions.iter().find(|action| catalogue.spelling(action).as_ref() != Some(action))
            {
                bail!("{at}: no action `{unknown}`");
            }
            let exception = Exception { line: row.line, actions, ground: ground.to_owned(), used: false };
            if entries.insert((client.to_owned(), operation.to_owned()), exception).is_some() {
                bail!("{at}: stated twice");
            }
        }
        Ok(Exceptions { path, entries })
    }

    /// The entry of the operation, or the one for all operations (`*`) of its client.
    fn take(&mut self, client: &str, operation: &str) -> Option<Answer> {
        let exact = (client.to_owned(), operation.to_owned());
        let key = if self.entries.contains_key(&exact) { exact } else { (client.to_owned(), "*".to_owned()) };
        let exception = self.entries.get_mut(&key)?;
        exception.used = true;
        Some(match exception.actions.as_slice() {
            [] => Answer::None(exception.ground.clone()),
            actions => Answer::Actions(actions.to_vec(), exception.ground.clone()),
        })
    }

    fn all_used(&self) -> Result<()> {
        match self.entries.iter().find(|(_, exception)| !exception.used) {
            None => Ok(()),
            Some(((client, operation), unused)) => {
                bail!("{}:{}: there is no operation `{client} {operation}`", self.path, unused.line)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::facts::{Action, Level, Service};

    /// A service `s` with these actions.
    fn catalogue(actions: &[&str]) -> Catalogue {
        let action = || Action {
            level: Level::Read,
            flags: [].into(),
            on: BTreeMap::new(),
            keys: BTreeSet::new(),
            needs: BTreeMap::new(),
        };
        let actions = actions.iter().map(|name| ((*name).to_owned(), action()));
        let service = Service { actions: actions.collect(), ..Service::default() };
        Catalogue { services: [("s".to_owned(), service)].into() }
    }

    fn resolve_one(name: &str, unsigned: bool) -> String {
        let catalogue = catalogue(&["GetThing", "ListTHINGS", "PATCH"]);
        let http_method = if name == "Modify" { "PATCH" } else { "POST" }.to_owned();
        let operation = Operation { name: name.to_owned(), http_method, unsigned, takes_role: false };
        match by_rule(&operation, &["s".to_owned()], &catalogue) {
            Answer::Actions(actions, how) => format!("{} {how}", actions.join(",")),
            Answer::None(reason) => reason,
        }
    }

    #[test]
    fn each_rule_states_its_ground() {
        for (name, unsigned, expected) in [
            ("GetThing", false, "s:GetThing same-name"),
            ("ListThings", false, "s:ListTHINGS case"),
            ("Modify", false, "s:PATCH http-verb"),
            ("BatchGetThing", false, "s:GetThing variant-unverified"),
            ("BatchGetThing", true, "no-permission: the request is not signed with AWS credentials"),
            // What AWS lists as an action can be denied, whoever signs.
            ("GetThing", true, "s:GetThing same-name"),
            ("Launch", false, "unresolved: no action of this name in s"),
        ] {
            assert_eq!(resolve_one(name, unsigned), expected);
        }
    }

    #[test]
    fn variants_drop_version_batch_and_number() {
        for (operation, expected) in [
            ("GetFindingV2", "GetFinding"),
            ("BatchGetJob", "GetJob"),
            ("SendMessageBatch", "SendMessage"),
            ("CancelJobs", "CancelJob"),
            ("BatchDescribeEntities", "DescribeEntity"),
            ("StartExportAsScript", "StartExportAsScripts"),
        ] {
            assert!(variants(operation).contains(&expected.to_owned()), "{operation}");
        }
    }
}
