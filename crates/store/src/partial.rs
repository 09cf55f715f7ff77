//! What one object gave, and how the store knows the object.

use trail::Usage;

/// An object in one content.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Object {
    /// `s3://BUCKET/KEY`, or whatever else names it for good. What is put under the same name replaces what was there.
    pub name: String,
    /// What tells one content of the name from another: an `ETag`; size and time of change of a file.
    pub mark: String,
}

impl Object {
    pub fn new(name: impl Into<String>, mark: impl Into<String>) -> Self {
        Self { name: name.into(), mark: mark.into() }
    }

    pub fn in_bucket(bucket: &str, key: &str, mark: impl Into<String>) -> Self {
        Self::new(format!("s3://{bucket}/{key}"), mark)
    }
}

/// An object with what it gave: the usage of a run over this object and no other. A usage file that speaks of several objects can be put, too.
#[derive(Debug, Clone, Copy)]
pub struct Partial<'a> {
    pub object: &'a Object,
    pub usage: &'a Usage,
}

/// What became of a partial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    New,
    /// It was there, with the same mark and the same usage: nothing was written.
    Same,
    /// There was another one of this object, which is gone.
    Replaced,
}

/// An entry of the ledger: an object that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub object: Object,
    /// Records that came in.
    pub records: u64,
    /// Of these, events counted.
    pub used: u64,
}
