//! Why an operation could not answer: a refusal, in five kinds that every surface maps once.

use std::error::Error;
use std::fmt;

/// Whose turn it is, and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The request can be mended.
    Invalid,
    /// What the request names does not exist.
    NotFound,
    /// Not over this transport, or not this path.
    Forbidden,
    /// Over one of the limits.
    TooLarge,
    /// Ours.
    Internal,
}

impl ErrorKind {
    /// The process's exit code.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Invalid | Self::NotFound | Self::Forbidden | Self::TooLarge => 2,
            Self::Internal => 70,
        }
    }
}

/// A refusal: what is wrong, and what to do about it.
#[derive(Debug)]
pub struct OpError {
    pub kind: ErrorKind,
    /// Lower case, no full stop, one line, what the user wrote in backticks.
    pub message: String,
    pub hint: Option<String>,
    /// What else is wrong with the request, each as `message` is.
    pub also: Vec<String>,
    pub source: Option<Box<dyn Error + Send + Sync>>,
}

impl OpError {
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: None, also: Vec::new(), source: None }
    }

    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Invalid, message)
    }

    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::NotFound, message)
    }

    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Forbidden, message)
    }

    pub fn too_large(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::TooLarge, message)
    }

    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Internal, message)
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    #[must_use]
    pub fn because(mut self, source: impl Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// What the operating system said about `path`, in one line.
    pub fn io(path: &str, error: std::io::Error) -> Self {
        use std::io::ErrorKind as Io;
        let (kind, message) = match error.kind() {
            Io::NotFound => (ErrorKind::NotFound, format!("`{path}` does not exist")),
            Io::PermissionDenied => (ErrorKind::Invalid, format!("no permission for `{path}`")),
            Io::IsADirectory => (ErrorKind::Invalid, format!("`{path}` is a folder")),
            Io::NotADirectory => (ErrorKind::NotFound, format!("a part of `{path}` is not a folder")),
            // Files are written over; what stands in the way is one where a folder is to be.
            Io::AlreadyExists => (ErrorKind::Invalid, format!("`{path}` is a file, and no folder")),
            Io::StorageFull => (ErrorKind::Invalid, format!("no space left for `{path}`")),
            Io::ReadOnlyFilesystem => (ErrorKind::Invalid, format!("`{path}` is on a read-only file system")),
            _ => (ErrorKind::Invalid, format!("`{path}`: {}", one_line(&error.to_string()))),
        };
        Self::new(kind, message).because(error)
    }
}

impl fmt::Display for OpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for OpError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}

/// Text of others as part of a message: one line, no control characters.
pub(crate) fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
