//! From a path to a database that can be used, or the reason why not. What is there is never written over.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use redb::{Builder, Database, ReadableDatabase, TableError};

use super::fault::{fault, io_fault};
use super::migrate::migrate;
use super::tables::{
    DOCUMENTS, META, NAMES, NUMBERS, OBJECTS, PIECES, POLICIES, PRINCIPALS, SCHEMA, SCHEMA_ROW, TIMES,
};
use crate::{Error, ErrorKind};

/// Memory for pages of the file. The system keeps them, too, so a large one saves little; it would fill by and by.
const CACHE: usize = 4 << 20;

/// Opens what is there; makes it if nothing is.
pub(super) fn open(path: &Path) -> Result<Database, Error> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => create(path)?,
        Err(error) => return Err(io_fault(&error)),
        Ok(there) if !there.is_file() => {
            return Err(Error::new(ErrorKind::Refused, "it is no file")
                .help("give the store a path of its own, such as `leastwise.store`"));
        }
        Ok(there) if there.len() == 0 => {
            return Err(Error::corrupt("the store", "the file is empty"));
        }
        Ok(_) => {}
    }
    // A file that was altered is refused in place of trusted: all of it is read once.
    let mut builder = Builder::new();
    builder.set_cache_size(CACHE).set_check_integrity_on_open(true);
    let mut database = builder.open(path).map_err(fault)?;
    match schema(&database)? {
        SCHEMA => {}
        newer if newer > SCHEMA => {
            return Err(Error::new(
                ErrorKind::NewerSchema,
                format!("the store has schema {newer}, and this leastwise knows those up to {SCHEMA}"),
            )
            .help("use the leastwise that wrote it, or a newer one"));
        }
        older => migrate(&mut database, older)?,
    }
    Ok(database)
}

fn schema(database: &Database) -> Result<u64, Error> {
    let foreign = || Error::corrupt("the store", "it is a database of another program");
    let reading = database.begin_read().map_err(fault)?;
    let meta = match reading.open_table(META) {
        Ok(meta) => meta,
        Err(TableError::Storage(error)) => return Err(fault(error)),
        Err(_) => return Err(foreign()),
    };
    let schema = meta.get(SCHEMA_ROW).map_err(fault)?;
    schema.map(|schema| schema.value()).filter(|schema| *schema > 0).ok_or_else(foreign)
}

/// Makes the file under another name and gives it its own when it is whole: an end in between leaves no half of a store.
fn create(path: &Path) -> Result<(), Error> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder).map_err(|error| io_fault(&error))?;
    }
    let made = temporary(path);
    // One of a process that was killed, and whose number this one has.
    let _ = fs::remove_file(&made);
    let written = write_empty(&made);
    let linked = written.and_then(|()| match fs::hard_link(&made, path) {
        // Another process was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        // File systems that know no second name for a file.
        Err(_) if !path.exists() => fs::rename(&made, path).map_err(|error| io_fault(&error)),
        linked => linked.map_err(|error| io_fault(&error)),
    });
    let _ = fs::remove_file(&made);
    linked
}

fn temporary(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".new-{}", std::process::id()));
    path.with_file_name(name)
}

fn write_empty(path: &Path) -> Result<(), Error> {
    let database = Builder::new().set_cache_size(CACHE).create(path).map_err(fault)?;
    let writing = database.begin_write().map_err(fault)?;
    {
        let mut meta = writing.open_table(META).map_err(fault)?;
        meta.insert(SCHEMA_ROW, SCHEMA).map_err(fault)?;
        // Readers need all tables to be there.
        writing.open_table(OBJECTS).map_err(fault)?;
        writing.open_table(NUMBERS).map_err(fault)?;
        writing.open_table(NAMES).map_err(fault)?;
        writing.open_table(PRINCIPALS).map_err(fault)?;
        writing.open_table(PIECES).map_err(fault)?;
        writing.open_table(DOCUMENTS).map_err(fault)?;
        writing.open_table(TIMES).map_err(fault)?;
        writing.open_table(POLICIES).map_err(fault)?;
    }
    writing.commit().map_err(fault)
}
