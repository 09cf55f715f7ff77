//! Rows that are JSON: a later version may add members.

use serde::{Deserialize, Serialize};

use crate::document::json;
use crate::{Counted, Error, Object, PolicyVersion, Shelved};

/// An object of the ledger.
#[derive(Serialize, Deserialize)]
pub(super) struct ObjectRow {
    /// What stands for it in keys.
    pub(super) number: u64,
    pub(super) mark: String,
    /// The number of mark and usage.
    pub(super) content: u64,
    pub(super) records: u64,
    pub(super) used: u64,
    /// The numbers of the principals that it has pieces of.
    pub(super) principals: Vec<u64>,
}

impl ObjectRow {
    pub(super) fn counted(self, name: &str) -> Counted {
        let Self { mark, records, used, .. } = self;
        Counted { object: Object::new(name, mark), records, used }
    }
}

/// What is kept as JSON, and what it is called when it is not sound.
pub(super) trait Row: Serialize + for<'a> Deserialize<'a> {
    const WHAT: &'static str;

    fn to_bytes(&self) -> Vec<u8> {
        json(self).into_bytes()
    }

    fn of(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        serde_json::from_slice(bytes)
            .map_err(|error| Error::corrupt(&format!("{} `{name}`", Self::WHAT), error))
    }
}

impl Row for ObjectRow {
    const WHAT: &'static str = "the entry of the object";
}

impl Row for Shelved {
    const WHAT: &'static str = "the document";
}

impl Row for PolicyVersion {
    const WHAT: &'static str = "the policy";
}
