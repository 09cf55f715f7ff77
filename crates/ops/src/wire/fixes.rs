//! What was mended in some documents, and what is left to do.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Findings, Safety, WitnessRequest};

/// What was mended in some documents
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Fixes {
    /// The documents that change, or that could not be changed
    pub changes: Vec<Change>,
    /// What the checks find after the fixes; places are in the mended texts
    pub left: Findings,
}

/// What was mended in one document
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// As the request named it, or as found below a folder it named
    pub path: String,
    /// In the order in which they were applied
    pub fixes: Vec<AppliedFix>,
    /// The change as a unified diff
    pub diff: String,
    /// The mended text, where the document is no file
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whether the file was written
    pub written: bool,
    /// Why nothing was changed
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Fixes that were left out because each alone makes other errors
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<AppliedFix>,
    /// Whether mending was broken off because fixes gave rise to others without end
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub broken_off: bool,
    /// What the change makes of what the policies mean, the worst of them if there are several; none if nothing changed
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<ProvedMeaning>,
}

/// What a change makes of what a policy means, over all requests
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProvedMeaning {
    pub verdict: MeaningVerdict,
    /// In words
    pub text: String,
    /// A request that was not allowed and now is
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<WitnessRequest>,
}

/// From the best to the worst
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(inline)]
pub enum MeaningVerdict {
    /// It is proved that the same requests are allowed and denied as before
    Same,
    /// It is proved that no request is allowed that was not
    Narrower,
    /// There was nothing to compare with: the text was broken, or AWS would have refused it
    NotCompared,
    /// Neither is proved
    Unknown,
    /// A request is allowed that was not
    Wider,
}

/// A finding that was mended, or could be
#[derive(Debug, Serialize, JsonSchema)]
pub struct AppliedFix {
    /// The check's name
    pub id: String,
    /// What was wrong
    pub message: String,
    /// What was done, or would be
    pub title: String,
    pub safety: Safety,
}

impl Change {
    /// Nothing changed, perhaps for a reason.
    pub fn none(path: &str, refused: Option<&str>) -> Self {
        Self {
            path: path.to_owned(),
            fixes: Vec::new(),
            diff: String::new(),
            text: None,
            written: false,
            refused: refused.map(str::to_owned),
            left_out: Vec::new(),
            broken_off: false,
            meaning: None,
        }
    }

    pub fn is_change(&self) -> bool {
        !self.fixes.is_empty()
    }

    /// Whether there is something to say about the document beside what is left in it.
    pub fn is_of_interest(&self) -> bool {
        self.is_change() || self.refused.is_some() || !self.left_out.is_empty() || self.broken_off
    }
}

impl ProvedMeaning {
    /// A verdict with what there is to say of it: why, which request, or for which requests it is proved.
    pub fn new(verdict: MeaningVerdict, said: &str) -> Self {
        let text = match verdict {
            MeaningVerdict::Same if said.is_empty() => "same meaning (proved)".to_owned(),
            MeaningVerdict::Same => format!("same meaning (proved {said})"),
            MeaningVerdict::Narrower if said.is_empty() => "only narrows (proved)".to_owned(),
            MeaningVerdict::Narrower => format!("only narrows (proved {said})"),
            MeaningVerdict::NotCompared => format!("not compared: {said}"),
            MeaningVerdict::Unknown => format!("not proved: {said}"),
            MeaningVerdict::Wider => format!("widens: {said}"),
        };
        Self { verdict, text, witness: None }
    }
}
