//! The files below a folder, in an order that is the same on every machine.

use std::fs::DirEntry;
use std::path::{Path, PathBuf};

use crate::buckets::Address;
use crate::{Context, OpError};

/// A file that a request named, or that lies below a folder it named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// What it is called in answers.
    pub name: String,
    /// What to open.
    pub path: PathBuf,
    /// Whether the request named it, rather than a folder above it.
    pub named: bool,
}

/// Takes a folder that cannot be read, by its name, and says whether to go on.
pub(crate) type Fault<'f> = dyn FnMut(&str, OpError) -> Result<(), OpError> + 'f;

impl Context {
    /// The file `path`, or those below the folder `path` that `wanted` accepts by name, sorted by path.
    ///
    /// Hidden files and folders, `node_modules`, and links to folders are passed over.
    ///
    /// # Errors
    ///
    /// If `path` or a folder below it cannot be read.
    pub fn walk(&self, path: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<Found>, OpError> {
        self.walk_past(path, wanted, &mut |_, error| Err(error))
    }

    /// [`Self::walk`], which hands each folder below `path` that cannot be read to `fault`, and goes on if that allows it.
    pub(crate) fn walk_past(
        &self,
        path: &Path,
        wanted: &dyn Fn(&str) -> bool,
        fault: &mut Fault<'_>,
    ) -> Result<Vec<Found>, OpError> {
        let name = path.display().to_string();
        if Address::of(path).is_some() {
            return Err(OpError::invalid(format!(
                "`{name}` is a place in a bucket, of which only logs are read"
            ))
            .hint("copy the files first"));
        }
        let resolved = self.files().resolve(path)?;
        let metadata = std::fs::metadata(&resolved).map_err(|error| OpError::io(&name, error))?;
        if !metadata.is_dir() {
            return Ok(vec![Found { name, path: resolved, named: true }]);
        }
        // What was asked for by its name is there, or the request is wrong.
        self.entries(&name, &resolved, 0)?;
        let mut found = Vec::new();
        self.walk_folder(path, &resolved, wanted, 0, &mut (&mut found, fault))?;
        Ok(found)
    }

    fn walk_folder(
        &self,
        shown: &Path,
        folder: &Path,
        wanted: &dyn Fn(&str) -> bool,
        depth: usize,
        told: &mut (&mut Vec<Found>, &mut Fault<'_>),
    ) -> Result<(), OpError> {
        self.check_cancelled()?;
        let name = shown.display().to_string();
        let entries = match self.entries(&name, folder, depth) {
            Ok(entries) => entries,
            Err(error) => return (told.1)(&name, error),
        };
        for entry in entries {
            let file_name = entry.file_name();
            let text = file_name.to_string_lossy();
            if text.starts_with('.') || text == "node_modules" {
                continue;
            }
            let shown = shown.join(&file_name);
            let kind = entry.file_type().map_err(|error| OpError::io(&shown.display().to_string(), error))?;
            if kind.is_dir() {
                self.walk_folder(&shown, &entry.path(), wanted, depth + 1, told)?;
            } else if wanted(&text) {
                // A link may lead to a file outside of the roots, or to a folder, which is not followed.
                let path = if kind.is_symlink() { self.files().resolve(&shown) } else { Ok(entry.path()) };
                let Ok(path) = path else { continue };
                if !path.is_file() {
                    continue;
                }
                if told.0.len() >= self.limits().files {
                    return Err(OpError::too_large(format!(
                        "over {} files below `{name}`",
                        self.limits().files
                    )));
                }
                told.0.push(Found { name: shown.display().to_string(), path, named: false });
            }
        }
        Ok(())
    }

    /// What lies in a folder, in order.
    fn entries(&self, name: &str, folder: &Path, depth: usize) -> Result<Vec<DirEntry>, OpError> {
        if depth > self.limits().depth {
            return Err(OpError::too_large(format!("`{name}` is over {} folders deep", self.limits().depth)));
        }
        let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let mut entries = entries.map_err(|error| OpError::io(name, error))?;
        entries.sort_by_key(DirEntry::file_name);
        Ok(entries)
    }
}
