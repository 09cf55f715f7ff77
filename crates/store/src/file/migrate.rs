//! From older schemas to this one: one step for each, all of them in one transaction.
//!
//! Schema 1 kept the usage of an object in one row (`usage`: name → mark, usage file); schema 2 keeps it by principal.

use redb::{Database, ReadableTable, TableDefinition, WriteTransaction};
use trail::Usage;

use super::fault::fault;
use super::partials::Writer;
use super::tables::{DOCUMENTS, META, POLICIES, SCHEMA, SCHEMA_ROW, TIMES};
use crate::pieces::Pieces;
use crate::{Error, Object, Partial};

/// Name → mark and usage file, in schema 1.
const USAGE_1: TableDefinition<&str, (&str, &[u8])> = TableDefinition::new("usage");

type Step = fn(&WriteTransaction) -> Result<(), Error>;

/// The step from each schema to the next, from 1 on.
const STEPS: [Step; 1] = [by_principal];

/// Brings the file to [`SCHEMA`], or leaves it as it is.
pub(super) fn migrate(database: &mut Database, from: u64) -> Result<(), Error> {
    let writing = database.begin_write().map_err(fault)?;
    let done = usize::try_from(from.saturating_sub(1)).unwrap_or(usize::MAX);
    for step in STEPS.iter().skip(done) {
        step(&writing)?;
    }
    writing.open_table(META).map_err(fault)?.insert(SCHEMA_ROW, SCHEMA).map_err(fault)?;
    writing.commit().map_err(fault)
}

fn by_principal(writing: &WriteTransaction) -> Result<(), Error> {
    {
        let rows = writing.open_table(USAGE_1).map_err(fault)?;
        let mut writer = Writer::new(writing)?;
        for entry in rows.iter().map_err(fault)? {
            let (name, row) = entry.map_err(fault)?;
            let (mark, file) = row.value();
            let place = || format!("the usage of `{}`", name.value());
            let (usage, problems) = Usage::from_bytes(name.value(), file.to_vec())
                .map_err(|problem| Error::corrupt(&place(), problem.message))?;
            if let Some(problem) = problems.first() {
                return Err(Error::corrupt(&place(), &problem.message));
            }
            let object = Object::new(name.value(), mark);
            let pieces = Pieces::of(&Partial { object: &object, usage: &usage })?;
            writer.put(&object.name, &object.mark, &pieces)?;
        }
    }
    writing.delete_table(USAGE_1).map_err(fault)?;
    // Readers need all tables to be there.
    writing.open_table(DOCUMENTS).map_err(fault)?;
    writing.open_table(TIMES).map_err(fault)?;
    writing.open_table(POLICIES).map_err(fault)?;
    Ok(())
}
