//! Getting bytes over HTTP: only `catalog update` does, and only `app` knows a client.

use std::fmt;

/// A client that follows no redirect, speaks https only (plain http to the machine itself), and stops at `limit` bytes.
///
/// It may be called from several threads at a time.
pub trait Fetch: Send + Sync {
    fn get(&self, url: &str, limit: u64) -> Result<Fetched, FetchError>;
}

/// A response of status 200.
#[derive(Debug, Clone)]
pub struct Fetched {
    pub bytes: Vec<u8>,
}

/// Why there are no bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchError {
    /// The address is not one that may be asked.
    Refused(String),
    Status(u16),
    Redirect(u16),
    /// More than the limit, in bytes.
    TooLarge(u64),
    /// No answer, or one cut short.
    Network(String),
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(why) | Self::Network(why) => f.write_str(why),
            Self::Status(status) => write!(f, "the server answered with status {status}"),
            Self::Redirect(status) => {
                write!(f, "the server redirects (status {status}), which is not followed")
            }
            Self::TooLarge(limit) => write!(f, "the answer is over {limit} bytes"),
        }
    }
}
