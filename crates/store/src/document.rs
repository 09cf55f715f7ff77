//! Runs and reports: documents with a name and a time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Error;

/// Where a document is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shelf {
    Runs,
    Reports,
}

impl Shelf {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Runs => "runs",
            Self::Reports => "reports",
        }
    }
}

/// A document, as stores keep it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelved {
    pub id: String,
    /// What they are listed by, newest first.
    pub at: i64,
    pub body: String,
}

/// One reading of logs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    pub id: String,
    /// What was asked for: `upload`, `analyze`, `notification`.
    pub kind: String,
    pub started_at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<i64>,
    /// Records that came in.
    #[serde(rename = "in")]
    pub records: u64,
    pub used: u64,
    /// By reason.
    pub skipped: BTreeMap<String, u64>,
    pub files: u64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What an operation answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    pub id: String,
    /// The operation.
    pub kind: String,
    pub made_at: i64,
    /// The run it belongs to, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// The answer, as JSON.
    pub body: String,
}

impl Run {
    pub(crate) fn to_shelved(&self) -> Shelved {
        Shelved { id: self.id.clone(), at: self.started_at, body: json(self) }
    }

    pub(crate) fn of(document: &Shelved) -> Result<Self, Error> {
        read("the run", document)
    }
}

impl Report {
    pub(crate) fn to_shelved(&self) -> Shelved {
        Shelved { id: self.id.clone(), at: self.made_at, body: json(self) }
    }

    pub(crate) fn of(document: &Shelved) -> Result<Self, Error> {
        read("the report", document)
    }
}

/// How rows are written: JSON, of which later versions may know more.
pub(crate) fn json(row: &impl Serialize) -> String {
    match serde_json::to_string(row) {
        Ok(text) => text,
        Err(error) => unreachable!("all keys are strings: {error}"),
    }
}

fn read<T: serde::de::DeserializeOwned>(what: &str, document: &Shelved) -> Result<T, Error> {
    serde_json::from_str(&document.body)
        .map_err(|error| Error::corrupt(&format!("{what} `{}`", document.id), error))
}
