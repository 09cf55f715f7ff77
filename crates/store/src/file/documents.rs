//! Documents in the file, with an index by time.

use redb::{Database, ReadableDatabase};

use super::fault::fault;
use super::rows::Row;
use super::tables::{DOCUMENTS, TIMES};
use crate::{Error, Shelf, Shelved};

pub(super) fn shelve(database: &Database, shelf: Shelf, document: &Shelved) -> Result<(), Error> {
    let writing = database.begin_write().map_err(fault)?;
    {
        let mut documents = writing.open_table(DOCUMENTS).map_err(fault)?;
        let mut times = writing.open_table(TIMES).map_err(fault)?;
        let key = (shelf.name(), &*document.id);
        let before = documents.insert(key, &*document.to_bytes()).map_err(fault)?;
        if let Some(before) = before {
            let before = Shelved::of(&document.id, before.value())?;
            times.remove((shelf.name(), before.at, &*before.id)).map_err(fault)?;
        }
        times.insert((shelf.name(), document.at, &*document.id), ()).map_err(fault)?;
    }
    writing.commit().map_err(fault)
}

pub(super) fn shelved(database: &Database, shelf: Shelf, id: &str) -> Result<Option<Shelved>, Error> {
    let reading = database.begin_read().map_err(fault)?;
    let documents = reading.open_table(DOCUMENTS).map_err(fault)?;
    let row = documents.get((shelf.name(), id)).map_err(fault)?;
    row.map(|row| Shelved::of(id, row.value())).transpose()
}

pub(super) fn shelf(
    database: &Database,
    shelf: Shelf,
    offset: usize,
    limit: usize,
) -> Result<Vec<Shelved>, Error> {
    let reading = database.begin_read().map_err(fault)?;
    let documents = reading.open_table(DOCUMENTS).map_err(fault)?;
    let times = reading.open_table(TIMES).map_err(fault)?;
    let mut found = Vec::new();
    // All of the shelf: a name and a zero byte is the first name behind it.
    let (first, behind) = (shelf.name(), format!("{}\0", shelf.name()));
    let rows = times.range((first, i64::MIN, "")..(&*behind, i64::MIN, "")).map_err(fault)?;
    for entry in rows.rev().skip(offset).take(limit) {
        let (key, ()) = entry.map(|(key, _)| (key, ())).map_err(fault)?;
        let (_, _, id) = key.value();
        let row = documents.get((shelf.name(), id)).map_err(fault)?;
        let row = row.ok_or_else(|| Error::corrupt(&format!("the document `{id}`"), "it is not there"))?;
        found.push(Shelved::of(id, row.value())?);
    }
    Ok(found)
}
