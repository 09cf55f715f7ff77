//! The files of a folder that may be logs, by their names.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

/// Adds the file, or those under the folder in the order of their names.
pub(crate) fn logs(path: &Path, into: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
        entries.sort();
        return entries.iter().try_for_each(|entry| logs(entry, into));
    }
    let name = path.to_string_lossy();
    if [".json", ".gz", ".jsonl", ".ndjson"].iter().any(|ending| name.ends_with(ending)) {
        into.push(path.to_owned());
    }
    Ok(())
}
