//! The files below a folder, in an order that is the same on every machine.

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

impl Context {
    /// The file `path`, or those below the folder `path` that `wanted` accepts by name, sorted by path.
    ///
    /// Hidden files and folders, `node_modules`, and links to folders are passed over.
    pub fn walk(&self, path: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<Found>, OpError> {
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
        let mut found = Vec::new();
        self.walk_folder(path, &resolved, wanted, 0, &mut found)?;
        Ok(found)
    }

    fn walk_folder(
        &self,
        shown: &Path,
        folder: &Path,
        wanted: &dyn Fn(&str) -> bool,
        depth: usize,
        found: &mut Vec<Found>,
    ) -> Result<(), OpError> {
        self.check_cancelled()?;
        let name = shown.display().to_string();
        if depth > self.limits().depth {
            return Err(OpError::too_large(format!("`{name}` is over {} folders deep", self.limits().depth)));
        }
        let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let mut entries = entries.map_err(|error| OpError::io(&name, error))?;
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let file_name = entry.file_name();
            let text = file_name.to_string_lossy();
            if text.starts_with('.') || text == "node_modules" {
                continue;
            }
            let shown = shown.join(&file_name);
            let kind = entry.file_type().map_err(|error| OpError::io(&shown.display().to_string(), error))?;
            if kind.is_dir() {
                self.walk_folder(&shown, &entry.path(), wanted, depth + 1, found)?;
            } else if wanted(&text) {
                // A link may lead to a file outside of the roots, or to a folder, which is not followed.
                let path = if kind.is_symlink() { self.files().resolve(&shown) } else { Ok(entry.path()) };
                let Ok(path) = path else { continue };
                if !path.is_file() {
                    continue;
                }
                if found.len() >= self.limits().files {
                    return Err(OpError::too_large(format!(
                        "over {} files below `{name}`",
                        self.limits().files
                    )));
                }
                found.push(Found { name: shown.display().to_string(), path, named: false });
            }
        }
        Ok(())
    }
}
