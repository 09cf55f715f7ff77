//! Objects in buckets: only `app` knows a client, and only in a build with its feature `aws`.

use std::fmt;

use crate::{Context, OpError};

/// Where clients for buckets come from.
pub trait Buckets: Send + Sync {
    /// A client for this endpoint, or for that of the environment; the error is one line for a person.
    fn connect(&self, endpoint: Option<&str>) -> Result<Box<dyn Store>, String>;
}

/// A client that tries once, within a time of its own, and may be called from many threads at a time.
pub trait Store: Send + Sync {
    fn list(&self, ask: &Ask<'_>) -> Result<Page, StoreError>;
    /// The object, or a part of it.
    fn get(&self, bucket: &str, key: &str, part: Option<&Part>) -> Result<Stored, StoreError>;
}

/// Which objects to list.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    pub bucket: &'a str,
    pub prefix: &'a str,
    /// Whether what lies below the next slash is told as a folder.
    pub by_folder: bool,
    /// Only what comes after this key.
    pub after: Option<&'a str>,
    /// Where the page before ended.
    pub token: Option<&'a str>,
}

/// A part of a listing, in the order of keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    pub objects: Vec<Listed>,
    /// Prefixes that end with a slash.
    pub folders: Vec<String>,
    /// The token of the next page.
    pub next: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub key: String,
    /// The `ETag`, which another content does not have.
    pub mark: String,
    pub size: u64,
}

/// A part of an object as it was when it had the mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub from: u64,
    pub bytes: u64,
    /// Without a mark any content will do.
    pub mark: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub bytes: Vec<u8>,
    /// Bytes of the whole object, of which only a part may be here.
    pub size: u64,
    pub mark: String,
}

/// Why there are no bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// There is no such object any more.
    Gone,
    /// It has another mark.
    Changed,
    /// Worth another try: throttled, a fault of the server, a time-out, an answer cut short.
    Busy(String),
    /// Not worth another try.
    Refused(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone => out.write_str("it has vanished"),
            Self::Changed => out.write_str("it changed while it was read"),
            Self::Busy(why) | Self::Refused(why) => out.write_str(why),
        }
    }
}

impl Context {
    /// A client for buckets.
    ///
    /// # Errors
    ///
    /// `Forbidden` where there is none: in a build without one, or over a transport that may not use the person's credentials.
    pub(crate) fn store(&self, endpoint: Option<&str>) -> Result<Box<dyn Store>, OpError> {
        let buckets = self.buckets.as_ref().ok_or_else(|| {
            OpError::forbidden("`s3://…` cannot be read here: buckets are read by the command line of a build with `--features aws`")
                .hint("or copy the logs first: `aws s3 sync s3://BUCKET/PREFIX FOLDER`")
        })?;
        buckets.connect(endpoint).map_err(OpError::invalid)
    }
}
