//! What an error of the database means.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::{Error, ErrorKind};

/// Something that redb refuses.
pub(super) fn fault<E: Into<redb::Error>>(error: E) -> Error {
    let error = error.into();
    let told = error.to_string().replace('\n', " ");
    match error {
        redb::Error::DatabaseAlreadyOpen | redb::Error::LockProtocolMismatch => {
            Error::new(ErrorKind::Busy, "the store is open in another process")
                .help("end that one, or give this one a store of its own")
        }
        redb::Error::Io(error) => io_fault(&error),
        redb::Error::Backend(_) => Error::new(ErrorKind::Io, told),
        redb::Error::PreviousIo => {
            Error::new(ErrorKind::Io, "a write to the store failed before, so nothing more is written")
                .help("see that there is room on the disk, then try again")
        }
        redb::Error::ValueTooLarge(bytes) => Error::new(
            ErrorKind::TooLarge,
            format!("{bytes} bytes are more than the store takes in one piece"),
        ),
        redb::Error::DatabaseClosed | redb::Error::LockPoisoned(_) => {
            Error::new(ErrorKind::Io, told).help("open the store again")
        }
        _ => Error::corrupt("the store", told),
    }
}

pub(super) fn io_fault(error: &io::Error) -> Error {
    let told = error.to_string();
    match error.kind() {
        io::ErrorKind::NotFound => Error::new(ErrorKind::Missing, "there is no such file or folder"),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            Error::new(ErrorKind::Refused, format!("the store cannot be written: {told}"))
                .help("give it a path in a folder that you may write to")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            Error::new(ErrorKind::Full, format!("there is no room for the store: {told}"))
                .help("make room; what was acknowledged before is kept")
        }
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => Error::corrupt("the store", told),
        _ => Error::new(ErrorKind::Io, told),
    }
}

/// Runs what reads or writes the file. A database whose pages are not sound may make it panic: that is an error here.
pub(super) fn guarded<T>(path: &Path, act: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    let done = catch_unwind(AssertUnwindSafe(act));
    let done = done.unwrap_or_else(|_| Err(Error::corrupt("the store", "its pages do not fit together")));
    done.map_err(|error| placed(path, error))
}

/// Tells which file it is, and the way out of one that is broken.
fn placed(path: &Path, error: Error) -> Error {
    let (path, quoted) = (path.display(), [quoted(path), quoted(&aside(path))]);
    let Error { kind, message, help } = error;
    let help = help.or_else(|| {
        (kind == ErrorKind::Corrupt).then(|| {
            let [path, aside] = quoted;
            format!("it was left as it is; move it aside (`mv {path} {aside}`), start again, and read the logs anew")
        })
    });
    Error { kind, message: format!("`{path}`: {message}"), help }
}

fn aside(path: &Path) -> PathBuf {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".broken");
    aside.into()
}

/// As a shell takes it for one word.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |letter: char| letter.is_alphanumeric() || "/._-+:,@%=".contains(letter);
    if text.chars().all(is_plain) && !text.starts_with('-') {
        return text;
    }
    let text = if text.starts_with('-') { format!("./{text}") } else { text };
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_out_can_be_pasted_into_a_shell() {
        for (path, words) in [
            ("/data/leastwise.store", "mv /data/leastwise.store /data/leastwise.store.broken"),
            ("a b/it's", "mv 'a b/it'\\''s' 'a b/it'\\''s.broken'"),
            ("-f", "mv './-f' './-f.broken'"),
        ] {
            let error = placed(Path::new(path), Error::corrupt("the store", "x"));
            assert!(error.help.unwrap().contains(&format!("(`{words}`)")), "{path}");
        }
    }
}
