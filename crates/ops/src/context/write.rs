//! Output files are written whole or not at all.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::OpError;

/// Writes `bytes` to `path`: another reader sees the old file or the new one, never a part.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), OpError> {
    write_whole_with(path, |file| file.write_all(bytes))
}

/// Like [`write_whole`], for content that is made while it is written.
///
/// The text goes to a temporary file in the same folder, which then takes the name. What is no file (a device, a pipe) is
/// written to directly.
pub fn write_whole_with(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), OpError> {
    let name = path.display().to_string();
    let fault = |error| OpError::io(&name, error);
    // A link keeps pointing where it does: the file behind it is replaced.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    match std::fs::metadata(&target) {
        Ok(metadata) if metadata.is_dir() => return Err(fault(std::io::ErrorKind::IsADirectory.into())),
        Ok(metadata) if !metadata.is_file() => {
            let mut device = OpenOptions::new().write(true).open(&target).map_err(fault)?;
            return write(&mut device).map_err(fault);
        }
        _ => {}
    }
    let temporary = Temporary::beside(&target).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            OpError::not_found(format!("the folder of `{name}` does not exist")).because(error)
        }
        _ => fault(error),
    })?;
    let mut file = BufWriter::new(&temporary.file);
    write(&mut file).and_then(|()| file.flush()).map_err(fault)?;
    drop(file);
    temporary.take_name(&target).map_err(fault)
}

/// Writes files into a folder, which is made where it is not there yet: all of them are written before the first takes its name.
pub(super) fn write_all(folder: &Path, files: &[(PathBuf, &[u8])]) -> Result<(), OpError> {
    let name = folder.display().to_string();
    let is_new = !folder.exists();
    std::fs::create_dir_all(folder).map_err(|error| OpError::io(&name, error))?;
    let written = write_beside(files).and_then(|temporaries| {
        for (temporary, (target, _)) in temporaries.into_iter().zip(files) {
            temporary.take_name(target).map_err(|error| OpError::io(&target.display().to_string(), error))?;
        }
        Ok(())
    });
    if written.is_err() && is_new {
        // Only if nothing is in it; the error that is told is the first one.
        let _ = std::fs::remove_dir(folder);
    }
    written
}

fn write_beside(files: &[(PathBuf, &[u8])]) -> Result<Vec<Temporary>, OpError> {
    let write = |(target, bytes): &(PathBuf, &[u8])| {
        if target.exists() && !target.is_file() {
            return Err(std::io::ErrorKind::IsADirectory.into());
        }
        let mut temporary = Temporary::beside(target)?;
        temporary.file.write_all(bytes)?;
        Ok(temporary)
    };
    let each = files.iter().map(|file| {
        write(file).map_err(|error: std::io::Error| OpError::io(&file.0.display().to_string(), error))
    });
    each.collect()
}

/// A file that vanishes unless it takes its name.
struct Temporary {
    path: PathBuf,
    file: File,
}

impl Temporary {
    fn beside(target: &Path) -> std::io::Result<Self> {
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let stem = target.file_name().ok_or(std::io::ErrorKind::InvalidInput)?.to_string_lossy();
        for attempt in 0..100_u32 {
            let path = folder.join(format!(".{stem}.{}-{attempt}.tmp", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => return Ok(Self { path, file }),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(std::io::Error::other("every name for a temporary file beside it is taken"))
    }

    fn take_name(self, target: &Path) -> std::io::Result<()> {
        if let Ok(metadata) = std::fs::metadata(target) {
            self.file.set_permissions(metadata.permissions())?;
        }
        self.file.sync_all()?;
        std::fs::rename(&self.path, target)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // After a rename there is nothing of that name left, and the error of a failed write is reported already.
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::files::read_limited;

    fn content(path: &Path) -> Vec<u8> {
        read_limited(path, "file", 100).unwrap()
    }

    #[test]
    fn of_several_files_all_are_written_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("new/out");
        let files = |names: [&str; 2]| names.map(|name| (out.join(name), &b"text"[..]));
        write_all(&out, &files(["a", "b"])).unwrap();
        assert_eq!((content(&out.join("a")), content(&out.join("b"))), (b"text".to_vec(), b"text".to_vec()));

        std::fs::create_dir(out.join("d")).unwrap();
        let failed = write_all(&out, &files(["c", "d"])).unwrap_err();
        assert_eq!(failed.message, format!("`{}` is a folder", out.join("d").display()));
        assert_eq!(std::fs::read_dir(&out).unwrap().count(), 3);
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_is_said_to_be_one() {
        let place = tempfile::NamedTempFile::new().unwrap();
        let fault = write_all(place.path(), &[]).unwrap_err();
        assert_eq!(fault.message, format!("`{}` is a file, and no folder", place.path().display()));
    }

    #[test]
    fn a_failed_write_leaves_the_old_file_and_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("usage.json");
        write_whole(&path, b"old").unwrap();
        let failed = write_whole_with(&path, |file| {
            file.write_all(b"half")?;
            Err(std::io::ErrorKind::StorageFull.into())
        });
        assert_eq!(failed.unwrap_err().message, format!("no space left for `{}`", path.display()));
        assert_eq!(content(&path), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);

        write_whole(&path, b"new").unwrap();
        assert_eq!(content(&path), b"new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
