//! Where a configuration comes from.

use std::path::{Path, PathBuf};

/// Looked for in this order, in the folder and in those above it up to the root of the repository.
const NAMES: &[&str] = &[
    "leastwise.yaml",
    "leastwise.yml",
    "iam-validator.yaml",
    "iam-validator.yml",
    ".iam-validator.yaml",
    ".iam-validator.yml",
];

/// Where a configuration comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file that was asked for or found.
    File(PathBuf),
    /// A text that came with the request.
    Text,
    /// An object that came with the request; it has no lines that its author would know.
    Object,
}

impl Origin {
    /// What it is called in messages.
    pub fn shown(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Text | Self::Object => "config".to_owned(),
        }
    }

    /// What it is called in answers.
    pub fn name(&self) -> Option<String> {
        if let Self::File(_) = self { Some(self.shown()) } else { None }
    }

    /// The name of the file, without its folder.
    pub fn file_name(&self) -> Option<&str> {
        if let Self::File(path) = self { path.file_name()?.to_str() } else { None }
    }

    pub fn is_object(&self) -> bool {
        *self == Self::Object
    }
}

/// The configuration that holds in a folder: in it, or in a folder above within the same repository.
///
/// Outside of a repository only the folder itself counts, so that nobody is ruled by a file that another left in `/tmp`.
///
/// Gives the path and what it is called, which is relative to the folder: the same on every machine.
pub(crate) fn discover(folder: &Path) -> Option<(PathBuf, PathBuf)> {
    nearest(folder, NAMES)
}

/// The same for any of these names.
pub(super) fn nearest(folder: &Path, names: &[&str]) -> Option<(PathBuf, PathBuf)> {
    let is_root = |folder: &&Path| folder.join(".git").exists();
    let root = folder.ancestors().find(is_root).unwrap_or(folder);
    let folders = folder.ancestors().take_while(|each| each.starts_with(root));
    let mut up = PathBuf::new();
    for each in folders {
        let name = names.iter().find(|name| each.join(name).is_file());
        if let Some(name) = name {
            return Some((each.join(name), up.join(name)));
        }
        up.push("..");
    }
    None
}

#[cfg(test)]
mod tests {
    use std::fs::{File, create_dir_all};

    use super::*;

    #[test]
    fn the_nearest_file_within_the_repository_counts() {
        let outer = tempfile::tempdir().unwrap();
        let repository = outer.path().join("repository");
        let folder = repository.join("a/b");
        create_dir_all(&folder).unwrap();
        let touch = |path: &str| {
            let path = outer.path().join(path);
            File::create(&path).unwrap();
            path
        };
        let found = || discover(&folder);
        let as_shown = |shown: &str, path: PathBuf| Some((path, PathBuf::from(shown)));
        touch("leastwise.yaml");
        assert_eq!(found(), None, "outside of a repository only the folder itself counts");
        create_dir_all(repository.join(".git")).unwrap();
        assert_eq!(found(), None, "what lies above the repository does not count");
        let foreign = touch("repository/iam-validator.yaml");
        assert_eq!(found(), as_shown("../../iam-validator.yaml", foreign));
        let own = touch("repository/leastwise.yaml");
        assert_eq!(found(), as_shown("../../leastwise.yaml", own), "ours goes first");
        let near = touch("repository/a/iam-validator.yml");
        assert_eq!(found(), as_shown("../iam-validator.yml", near), "the nearest goes first");
        let here = touch("repository/a/b/leastwise.yml");
        assert_eq!(found(), as_shown("leastwise.yml", here));
    }
}
