//! What is wrong with a file: one line for a person, never the end of a run.

use std::fmt;

/// A fault of one file: what could be read of it was counted all the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The name of the object as the caller gave it.
    pub file: String,
    pub place: Place,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// How many further faults of the same file are not shown.
    pub more: u64,
}

/// Where in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The file as a whole.
    File,
    /// An offset into the file as it lies in storage.
    Byte(u64),
    /// An offset into the text after decompression.
    TextByte(u64),
}

impl Problem {
    pub fn new(file: impl Into<String>, place: Place, message: impl Into<String>) -> Self {
        Self { file: file.into(), place, message: message.into(), help: None, more: 0 }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}`", self.file)?;
        match self.place {
            Place::File => {}
            Place::Byte(at) => write!(out, ", byte {at}")?,
            Place::TextByte(at) => write!(out, ", byte {at} of the text")?,
        }
        write!(out, ": {}", self.message)?;
        match self.more {
            0 => Ok(()),
            1 => write!(out, " (and 1 more fault)"),
            more => write!(out, " (and {more} more faults)"),
        }
    }
}
