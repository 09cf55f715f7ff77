//! Why the store could not answer: what is wrong, and the way out.

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// What is named does not exist.
    Missing,
    /// Somebody else was faster: look again, then decide.
    Conflict,
    /// What is stored is not what was written; nothing of it was changed.
    Corrupt,
    /// A newer leastwise wrote it.
    NewerSchema,
    /// Another process has it.
    Busy,
    /// Asked for more than it serves; it was tried again and again.
    Throttled,
    /// Not allowed: a folder that is read-only, credentials without the permission.
    Refused,
    /// No room.
    Full,
    /// Larger than the store takes.
    TooLarge,
    /// The disk or the network.
    Io,
}

/// A refusal. Message and help are lower case, one line, without full stop.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    pub kind: ErrorKind,
    /// What is wrong, with the place.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
}

impl Error {
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), help: None }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn conflict(name: &str, newest: u64) -> Self {
        Self::new(ErrorKind::Conflict, format!("the policy `{name}` is at version {newest} by now"))
            .help("look at that version, then save again")
    }

    /// Something stored that is not what was written there.
    pub(crate) fn corrupt(place: &str, why: impl std::fmt::Display) -> Self {
        Self::new(ErrorKind::Corrupt, format!("{place} is not sound: {why}"))
    }
}
