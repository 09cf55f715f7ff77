//! The tables kept by hand must agree with the facts: what they name exists, what they call retired does not.

use std::path::Path;

use anyhow::{Result, bail};

use super::facts::Catalogue;
use super::tables::Table;

/// Checks all tables and gives every disagreement as one error.
///
/// `dropped` are the actions that left the catalogue in this rebuild: they must be stated as retired, so that they are
/// not unknown to those who still use them.
pub(crate) fn check(data: &Path, catalogue: &Catalogue, dropped: &[String]) -> Result<()> {
    let mut faults = Vec::new();
    let action = |name: &str| catalogue.spelling(name).is_some_and(|spelling| spelling == name);
    let listed = |name: &str| catalogue.spelling(name).is_some();
    let service = |prefix: &str| catalogue.services.contains_key(prefix);

    every(&mut faults, &Table::read(data, "sensitive_actions", 2)?, 0, "there is no action", action);
    every(&mut faults, &Table::read(data, "rcp_services", 1)?, 0, "there is no service", service);
    every(&mut faults, &Table::read(data, "global_key_services", 3)?, 1, "there is no service", service);
    every(&mut faults, &Table::read(data, "event_sources", 2)?, 1, "there is no service", service);
    every(&mut faults, &Table::read(data, "retired_prefixes", 2)?, 0, "AWS lists the service", |name| {
        !service(name)
    });
    every(&mut faults, &Table::read(data, "undocumented_actions", 1)?, 0, "AWS lists the action", |name| {
        !listed(name)
    });

    let aliases = Table::read(data, "prefix_aliases", 2)?;
    every(&mut faults, &aliases, 0, "there is a service", |name| !service(name));
    every(&mut faults, &aliases, 1, "there is no service", service);

    let partitions = Table::read(data, "partitions", 5)?;
    let partition = |name: &str| partitions.rows.iter().any(|row| row.field(0) == name);
    every(&mut faults, &Table::read(data, "regions", 3)?, 1, "there is no partition", partition);

    let retired = Table::read(data, "retired_actions", 2)?;
    every(&mut faults, &retired, 0, "AWS lists the action", |name| !listed(name));
    for name in dropped.iter().filter(|name| !retired.rows.iter().any(|row| row.field(0) == *name)) {
        faults.push(format!("{}: `{name}` is missing, which was dropped", retired.path.display()));
    }

    // Read for their shape alone.
    for (table, columns) in [
        ("global_condition_keys", 7),
        ("oidc_providers", 6),
        ("quotas", 5),
        ("service_principal_forms", 3),
        ("service_principals", 2),
    ] {
        Table::read(data, table, columns)?;
    }
    if faults.is_empty() {
        Ok(())
    } else {
        bail!("the tables disagree with the facts:\n{}", faults.join("\n"))
    }
}

fn every(faults: &mut Vec<String>, table: &Table, column: usize, fault: &str, holds: impl Fn(&str) -> bool) {
    for row in &table.rows {
        let name = row.field(column);
        if !holds(name) {
            faults.push(format!("{}:{}: {fault} `{name}`", table.path.display(), row.line));
        }
    }
}
