//! A policy without what was never used, and why.

use schemars::JsonSchema;
use serde::Serialize;

use super::{JsonObject, MeaningVerdict, ProvedMeaning};

/// A policy without what was never used
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Tightened {
    /// As the request named it
    pub path: String,
    /// Whose use was looked at
    pub principals: Vec<String>,
    /// What is left
    pub policy: JsonObject,
    /// What is gone or was narrowed, in the order of the text
    pub edits: Vec<TightenedPart>,
    /// What stays although the logs do not show all of it used, and what stands for its use as it is
    pub kept: Vec<KeptPart>,
    /// Characters without white space, as IAM counts them
    pub size_before: usize,
    pub size_after: usize,
    /// The change as a unified diff; empty if there is none
    pub diff: String,
    /// The new text, where the document is no file
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whether the file was written
    pub written: bool,
    /// Why the text was not changed
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Whether it is proved that no request is allowed that was not
    pub new_access: NoNewAccess,
    /// What becomes of the calls that were authorized
    pub replay: UseReplay,
    /// What is to be known beside the answer
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The diff line by line, each changed line with the reasons for it.
    #[serde(skip)]
    pub lines: Vec<ReasonedLine>,
}

/// What is proved of the change, over all requests
#[derive(Debug, Serialize, JsonSchema)]
pub struct NoNewAccess {
    pub verdict: MeaningVerdict,
    /// In words
    pub text: String,
}

impl From<ProvedMeaning> for NoNewAccess {
    fn from(ProvedMeaning { verdict, text, .. }: ProvedMeaning) -> Self {
        Self { verdict, text }
    }
}

/// The authorized calls, decided by the policy alone, as it was and as it is left
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UseReplay {
    /// Authorized calls that stand for actions
    pub calls: u64,
    /// Those that the policy allowed, with all that they stand for
    pub allowed_before: u64,
    pub allowed_after: u64,
    /// What the policy allowed, or may have, and what is left of it does not for sure
    pub lost: Vec<LostUse>,
}

/// A use that is no longer allowed, or no longer known to be
#[derive(Debug, Serialize, JsonSchema)]
pub struct LostUse {
    pub action: String,
    /// An ARN, or a pattern where the logs do not tell more
    pub resource: String,
    /// The service that made the call for its caller
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// Calls that may have been of this kind
    pub count: u64,
    pub why: String,
}

/// An entry or a statement that is gone, or has others in its place
#[derive(Debug, Serialize, JsonSchema)]
pub struct TightenedPart {
    /// JSON pointer to it, in the policy as it was
    pub pointer: String,
    /// The statement's Sid, or its number
    pub statement: String,
    /// The entry as it was; of a statement its Sid or number
    pub was: String,
    /// What stands in its place; nothing if it is gone
    pub now: Vec<String>,
    /// Which of that is there because the logs cannot show whether it was used
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<KeptEntry>,
    pub reason: String,
}

/// An entry for actions of which the logs cannot show whether they were used
#[derive(Debug, Serialize, JsonSchema)]
pub struct KeptEntry {
    pub entry: String,
    pub why: String,
}

/// An entry that stays, and why
#[derive(Debug, Serialize, JsonSchema)]
pub struct KeptPart {
    /// JSON pointer to it, in the policy as it was
    pub pointer: String,
    /// The statement's Sid, or its number
    pub statement: String,
    pub entry: String,
    /// Whether the logs leave open if it was used
    pub unknown: bool,
    pub why: String,
}

/// A line of a diff; a reason if it is a changed one.
#[derive(Debug, PartialEq, Eq)]
pub struct ReasonedLine {
    pub line: String,
    pub reason: String,
}
