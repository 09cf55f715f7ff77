//! Which paths a surface may reach.

use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use crate::OpError;

/// The paths a request may name.
#[derive(Debug, Clone)]
pub enum Files {
    /// Every path: the command line acts for the person who typed it.
    Any,
    /// Paths below these folders, once every symbolic link is resolved; relative paths start at the first.
    Under(Vec<PathBuf>),
    /// None: text comes with the request.
    Denied,
}

impl Files {
    /// The path to open for reading, with links resolved where roots must hold.
    pub(crate) fn resolve(&self, path: &Path) -> Result<PathBuf, OpError> {
        match self {
            Self::Any => Ok(path.to_path_buf()),
            Self::Denied => {
                Err(OpError::forbidden(format!("`{}`: no files over this transport", path.display()))
                    .hint("send the text itself"))
            }
            Self::Under(roots) => resolve_under(roots, path),
        }
    }

    pub(crate) fn exists(&self, path: &Path) -> bool {
        self.resolve(path).is_ok_and(|path| path.exists())
    }

    pub(crate) fn is_folder(&self, path: &Path) -> bool {
        self.resolve(path).is_ok_and(|path| path.is_dir())
    }
}

/// INVARIANT: what is returned lies below a root and holds no symbolic link, so opening it cannot leave the root.
fn resolve_under(roots: &[PathBuf], path: &Path) -> Result<PathBuf, OpError> {
    let outside = || {
        OpError::forbidden(format!("`{}` is outside of the folders this server may use", path.display()))
            .hint("start the server with `--root FOLDER` to add one")
    };
    let first = roots.first().ok_or_else(outside)?;
    let asked = first.join(path);
    if asked.components().any(|part| part == Component::ParentDir) && !asked.exists() {
        return Err(outside());
    }
    let (existing, rest) = longest_existing(&asked).ok_or_else(outside)?;
    let inside =
        roots.iter().filter_map(|root| root.canonicalize().ok()).any(|root| existing.starts_with(root));
    match (inside, rest.as_os_str().is_empty()) {
        (false, _) => Err(outside()),
        // Joining nothing would add a slash, which makes a folder of a file.
        (true, true) if existing.is_file() || existing.is_dir() => Ok(existing),
        // Opening a pipe would wait, perhaps for ever, for somebody at its other end.
        (true, true) => {
            Err(OpError::forbidden(format!("`{}` is neither a file nor a folder", path.display())))
        }
        (true, false) => Ok(existing.join(rest)),
    }
}

/// The longest part of the path that exists, canonical, and what is left of it.
fn longest_existing(path: &Path) -> Option<(PathBuf, PathBuf)> {
    path.ancestors().find_map(|ancestor| {
        // A dangling link exists as a link: following it later could create its target outside of the root.
        let canonical = ancestor.canonicalize().ok()?;
        let rest = path.strip_prefix(ancestor).ok()?;
        let next = rest.components().next().map(|part| canonical.join(part));
        let dangling = next.is_some_and(|next| next.symlink_metadata().is_ok());
        (!dangling).then(|| (canonical, rest.to_path_buf()))
    })
}

/// Reads at most `limit` bytes of a file.
pub(crate) fn read_limited(path: &Path, name: &str, limit: u64) -> Result<Vec<u8>, OpError> {
    read_all(open_limited(path, name, limit)?, name, limit)
}

/// Opens a file, unless it is known to have over `limit` bytes.
pub(crate) fn open_limited(path: &Path, name: &str, limit: u64) -> Result<File, OpError> {
    let file = File::open(path).map_err(|error| OpError::io(name, error))?;
    let metadata = file.metadata().map_err(|error| OpError::io(name, error))?;
    if metadata.is_dir() {
        return Err(OpError::io(name, std::io::ErrorKind::IsADirectory.into()));
    }
    if metadata.is_file() && metadata.len() > limit {
        return Err(over(name, limit));
    }
    Ok(file)
}

/// Reads a stream to its end, which must come within `limit` bytes.
pub(crate) fn read_all(stream: impl Read, name: &str, limit: u64) -> Result<Vec<u8>, OpError> {
    let mut bytes = Vec::new();
    let read = stream.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| OpError::io(name, error))?;
    if bytes.len() as u64 > limit { Err(over(name, limit)) } else { Ok(bytes) }
}

fn over(name: &str, limit: u64) -> OpError {
    OpError::too_large(format!("`{name}` is over the limit of {limit} bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    fn kind(files: &Files, path: &Path) -> Option<ErrorKind> {
        files.resolve(path).err().map(|error| error.kind)
    }

    #[test]
    fn a_root_holds_what_is_below_it_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let outer = folder.path().canonicalize().unwrap();
        let root = outer.join("root");
        std::fs::create_dir_all(root.join("sub")).unwrap();
        std::fs::File::create(root.join("sub/p.json")).unwrap();
        std::fs::File::create(outer.join("secret.json")).unwrap();
        let files = Files::Under(vec![root.clone()]);

        assert!(files.resolve(Path::new("sub/p.json")).unwrap().is_file());
        assert_eq!(files.resolve(Path::new("new/file.json")).unwrap(), root.join("new/file.json"));
        for outside in ["../secret.json", "sub/../../secret.json", "/etc/passwd", "missing/../../secret.json"]
        {
            assert_eq!(kind(&files, Path::new(outside)), Some(ErrorKind::Forbidden), "{outside}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_a_root_is_refused() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let outer = folder.path().canonicalize().unwrap();
        let root = outer.join("root");
        std::fs::create_dir(&root).unwrap();
        std::fs::File::create(outer.join("secret.json")).unwrap();
        symlink(outer.join("secret.json"), root.join("file.json")).unwrap();
        symlink(&outer, root.join("folder")).unwrap();
        symlink(outer.join("not-yet.json"), root.join("dangling.json")).unwrap();
        symlink(&root, outer.join("way-in")).unwrap();

        let files = Files::Under(vec![root.clone()]);
        for outside in ["file.json", "folder/secret.json", "folder/new.json", "dangling.json"] {
            let refused = kind(&files, Path::new(outside));
            assert!(matches!(refused, Some(ErrorKind::Forbidden)), "{outside}: {refused:?}");
        }
        let socket = std::os::unix::net::UnixListener::bind(root.join("socket")).unwrap();
        let refused = files.resolve(Path::new("socket")).unwrap_err();
        assert_eq!(refused.message, "`socket` is neither a file nor a folder");
        drop(socket);
        let files = Files::Under(vec![outer.join("way-in")]);
        assert!(files.resolve(Path::new("a.json")).is_ok(), "a root may itself be reached by a link");
    }

    #[test]
    fn a_stream_ends_within_its_limit_or_is_refused() {
        assert_eq!(read_all(&b"12345"[..], "-", 5).unwrap(), b"12345");
        assert_eq!(read_all(&b"123456"[..], "-", 5).unwrap_err().kind, ErrorKind::TooLarge);
    }
}
