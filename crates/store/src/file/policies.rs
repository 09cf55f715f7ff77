//! Policies in the file, each version a row.

use redb::{Database, ReadableDatabase, ReadableTable};

use super::fault::fault;
use super::rows::Row;
use super::tables::POLICIES;
use crate::{Error, PolicyVersion, SavedPolicy};

pub(super) fn save(
    database: &Database,
    name: &str,
    policy: &PolicyVersion,
    after: Option<u64>,
) -> Result<u64, Error> {
    let writing = database.begin_write().map_err(fault)?;
    let version = {
        let mut policies = writing.open_table(POLICIES).map_err(fault)?;
        let last = policies.range((name, 0)..=(name, u64::MAX)).map_err(fault)?.next_back();
        let newest = last.transpose().map_err(fault)?.map_or(0, |(key, _)| key.value().1);
        if after.is_some_and(|after| after != newest) {
            return Err(Error::conflict(name, newest));
        }
        let version = newest + 1;
        let row = PolicyVersion { version, ..policy.clone() };
        policies.insert((name, version), &*row.to_bytes()).map_err(fault)?;
        version
    };
    writing.commit().map_err(fault)?;
    Ok(version)
}

pub(super) fn policy(database: &Database, name: &str) -> Result<Option<SavedPolicy>, Error> {
    let reading = database.begin_read().map_err(fault)?;
    let policies = reading.open_table(POLICIES).map_err(fault)?;
    let mut versions = Vec::new();
    for entry in policies.range((name, 0)..=(name, u64::MAX)).map_err(fault)? {
        versions.push(PolicyVersion::of(name, entry.map_err(fault)?.1.value())?);
    }
    Ok((!versions.is_empty()).then(|| SavedPolicy { name: name.to_owned(), versions }))
}

pub(super) fn policies(database: &Database) -> Result<Vec<SavedPolicy>, Error> {
    let reading = database.begin_read().map_err(fault)?;
    let policies = reading.open_table(POLICIES).map_err(fault)?;
    let mut found: Vec<SavedPolicy> = Vec::new();
    // From behind: the newest version of the last name, then of the one before it. Older versions may be many, and are not looked at.
    let mut last = policies.last().map_err(fault)?;
    while let Some((key, row)) = last {
        let (name, _) = key.value();
        let versions = vec![PolicyVersion::of(name, row.value())?];
        found.push(SavedPolicy { name: name.to_owned(), versions });
        last = policies.range(..(name, 0)).map_err(fault)?.next_back().transpose().map_err(fault)?;
    }
    found.reverse();
    Ok(found)
}
