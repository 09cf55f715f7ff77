//! Partials in the file: written in one transaction, each piece under its principal.

use redb::{Database, ReadTransaction, ReadableDatabase, ReadableTable, Table, WriteTransaction};
use trail::Principal;

use super::fault::fault;
use super::rows::{ObjectRow, Row};
use super::tables::{BOOKS, LAST_OBJECT, LAST_PRINCIPAL, META, NAMES, NUMBERS, OBJECTS, PIECES, PRINCIPALS};
use crate::pieces::{Pieces, read_all};
use crate::{Counted, Error, Filter, Piece, Put};

/// The tables that a partial is in.
pub(super) struct Writer<'t> {
    meta: Table<'t, &'static str, u64>,
    objects: Table<'t, &'static str, &'static [u8]>,
    numbers: Table<'t, u64, &'static str>,
    names: Table<'t, &'static str, u64>,
    principals: Table<'t, u64, (&'static str, u64)>,
    pieces: Table<'t, (u64, u64), &'static [u8]>,
    has_changed: bool,
}

impl<'t> Writer<'t> {
    pub(super) fn new(writing: &'t WriteTransaction) -> Result<Self, Error> {
        Ok(Self {
            meta: writing.open_table(META).map_err(fault)?,
            objects: writing.open_table(OBJECTS).map_err(fault)?,
            numbers: writing.open_table(NUMBERS).map_err(fault)?,
            names: writing.open_table(NAMES).map_err(fault)?,
            principals: writing.open_table(PRINCIPALS).map_err(fault)?,
            pieces: writing.open_table(PIECES).map_err(fault)?,
            has_changed: false,
        })
    }

    pub(super) fn put(&mut self, name: &str, mark: &str, partial: &Pieces) -> Result<Put, Error> {
        let before = self.object(name)?;
        if before.as_ref().is_some_and(|row| row.content == partial.number && row.mark == mark) {
            return Ok(Put::Same);
        }
        self.has_changed = true;
        let number = if let Some(row) = &before {
            self.clear(row)?;
            row.number
        } else {
            let number = self.next(LAST_OBJECT)?;
            self.numbers.insert(number, name).map_err(fault)?;
            number
        };
        self.pieces.insert((BOOKS, number), &*partial.books).map_err(fault)?;
        let mut principals = Vec::with_capacity(partial.of.len());
        for (principal, piece) in &partial.of {
            let of = self.principal(principal.name())?;
            self.pieces.insert((of, number), &**piece).map_err(fault)?;
            principals.push(of);
        }
        let (records, used) = (partial.records, partial.used);
        let row =
            ObjectRow { number, mark: mark.to_owned(), content: partial.number, records, used, principals };
        self.objects.insert(name, &*row.to_bytes()).map_err(fault)?;
        Ok(if before.is_some() { Put::Replaced } else { Put::New })
    }

    /// Whether there is anything to be written.
    pub(super) fn into_changed(self) -> bool {
        self.has_changed
    }

    pub(super) fn forget(&mut self, name: &str) -> Result<bool, Error> {
        let Some(row) = self.object(name)? else { return Ok(false) };
        self.has_changed = true;
        self.clear(&row)?;
        self.numbers.remove(row.number).map_err(fault)?;
        self.objects.remove(name).map_err(fault)?;
        Ok(true)
    }

    fn object(&self, name: &str) -> Result<Option<ObjectRow>, Error> {
        let row = self.objects.get(name).map_err(fault)?;
        row.map(|row| ObjectRow::of(name, row.value())).transpose()
    }

    /// Takes the pieces of an object out, and the principals that have none left.
    fn clear(&mut self, row: &ObjectRow) -> Result<(), Error> {
        self.pieces.remove((BOOKS, row.number)).map_err(fault)?;
        for number in &row.principals {
            self.pieces.remove((*number, row.number)).map_err(fault)?;
            let known = self.principals.get(number).map_err(fault)?;
            let known = known.map(|known| (known.value().0.to_owned(), known.value().1));
            let (name, pieces) =
                known.ok_or_else(|| Error::corrupt("the list of principals", "one is missing"))?;
            if pieces > 1 {
                self.principals.insert(number, (&*name, pieces - 1)).map_err(fault)?;
            } else {
                self.principals.remove(number).map_err(fault)?;
                self.names.remove(&*name).map_err(fault)?;
            }
        }
        Ok(())
    }

    /// The number of a principal that gets one more piece.
    fn principal(&mut self, name: &str) -> Result<u64, Error> {
        let known = self.names.get(name).map_err(fault)?.map(|number| number.value());
        let number = if let Some(number) = known {
            number
        } else {
            let number = self.next(LAST_PRINCIPAL)?;
            self.names.insert(name, number).map_err(fault)?;
            number
        };
        let pieces = self.principals.get(number).map_err(fault)?.map_or(0, |known| known.value().1);
        self.principals.insert(number, (name, pieces + 1)).map_err(fault)?;
        Ok(number)
    }

    fn next(&mut self, row: &str) -> Result<u64, Error> {
        let last = self.meta.get(row).map_err(fault)?.map_or(0, |last| last.value());
        self.meta.insert(row, last + 1).map_err(fault)?;
        Ok(last + 1)
    }
}

/// Pieces that are taken out at a time.
const AT_ONCE: usize = 1024;

/// The pieces that a filter asks for, as they are at one moment.
pub(super) struct Pile {
    reading: ReadTransaction,
    /// What is still to be taken out.
    rest: Option<(u64, u64)>,
    last: u64,
}

impl Pile {
    pub(super) fn new(database: &Database, filter: &Filter) -> Result<Self, Error> {
        let reading = database.begin_read().map_err(fault)?;
        let (first, last) = match &filter.principal {
            Some(principal) => {
                let names = reading.open_table(NAMES).map_err(fault)?;
                let number = names.get(&**principal).map_err(fault)?.map(|number| number.value());
                (number, number.unwrap_or_default())
            }
            None if filter.is_all() => (Some(BOOKS), u64::MAX),
            None => (Some(BOOKS + 1), u64::MAX),
        };
        Ok(Self { reading, rest: first.map(|first| (first, 0)), last })
    }

    /// The next ones; none if all were taken out.
    pub(super) fn take(&mut self) -> Result<Vec<Piece>, Error> {
        let Some(first) = self.rest.take() else { return Ok(Vec::new()) };
        let rows = self.reading.open_table(PIECES).map_err(fault)?;
        let mut found = Vec::new();
        for entry in rows.range(first..=(self.last, u64::MAX)).map_err(fault)? {
            let (key, value) = entry.map_err(fault)?;
            if found.len() == AT_ONCE {
                self.rest = Some(key.value());
                break;
            }
            found.push((key.value().1, value.value().to_vec()));
        }
        let read = read_all(found).map_err(|(object, why)| {
            let name = name_of(&self.reading, object).ok().flatten();
            let name = name.unwrap_or_else(|| object.to_string());
            Error::corrupt(&format!("the usage of `{name}`"), why)
        })?;
        let piece = |(object, usage, is_several)| {
            let several = if is_several { name_of(&self.reading, object)? } else { None };
            Ok(Piece { several, usage })
        };
        read.into_iter().map(piece).collect()
    }
}

fn name_of(reading: &ReadTransaction, object: u64) -> Result<Option<String>, Error> {
    let numbers = reading.open_table(NUMBERS).map_err(fault)?;
    Ok(numbers.get(object).map_err(fault)?.map(|name| name.value().to_owned()))
}

pub(super) fn principals(database: &Database) -> Result<Vec<Principal>, Error> {
    let reading = database.begin_read().map_err(fault)?;
    let names = reading.open_table(NAMES).map_err(fault)?;
    let rows = names.iter().map_err(fault)?;
    rows.map(|entry| Ok(Principal::new(entry.map_err(fault)?.0.value()))).collect()
}

pub(super) fn counted(database: &Database, name: &str) -> Result<Option<Counted>, Error> {
    let reading = database.begin_read().map_err(fault)?;
    let objects = reading.open_table(OBJECTS).map_err(fault)?;
    let row = objects.get(name).map_err(fault)?;
    row.map(|row| Ok(ObjectRow::of(name, row.value())?.counted(name))).transpose()
}

pub(super) fn ledger(database: &Database, after: Option<&str>, limit: usize) -> Result<Vec<Counted>, Error> {
    let reading = database.begin_read().map_err(fault)?;
    let objects = reading.open_table(OBJECTS).map_err(fault)?;
    let rows = objects.range(after.unwrap_or_default()..).map_err(fault)?;
    let mut found = Vec::new();
    for entry in rows {
        let (name, row) = entry.map_err(fault)?;
        let name = name.value();
        if found.len() == limit {
            break;
        }
        if after != Some(name) {
            found.push(ObjectRow::of(name, row.value())?.counted(name));
        }
    }
    Ok(found)
}
