//! A smaller policy, and what was taken out.

use prove::{Dropped, Step, Why};
use schemars::JsonSchema;
use serde::Serialize;

use super::{JsonObject, PolicyType, Worlds};

/// A smaller policy that means the same
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Minimized {
    /// As the request named it
    pub path: String,
    pub kind: PolicyType,
    /// Which requests are decided as before: `any`, or those of the catalogue
    pub worlds: Worlds,
    /// What is left
    pub policy: JsonObject,
    /// What was taken out, in the order in which it was
    pub dropped: Vec<DroppedPart>,
    /// Characters without white space, as IAM counts them
    pub size_before: usize,
    pub size_after: usize,
    /// The change as a unified diff; empty if there is none
    pub diff: String,
    /// The smaller text, where the document is no file
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whether the file was written
    pub written: bool,
    /// Why the text could not be changed
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Whether everything was tried
    pub complete: bool,
    /// What is to be known beside the answer
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// Something that was taken out
#[derive(Debug, Serialize, JsonSchema)]
pub struct DroppedPart {
    pub part: PartKind,
    /// The statement's Sid, or its number
    pub statement: String,
    /// Its position in the policy as it was, from 0
    pub index: usize,
    /// The list that an entry was taken from: `Action`, `Resource` …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    /// Of a condition
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The entry or the value
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Why nothing changes
    pub why: String,
    /// All of it in one sentence
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum PartKind {
    Statement,
    /// Of a list of actions or resources
    Entry,
    Condition,
    /// Of a condition
    Value,
}

impl DroppedPart {
    pub fn of(step: &Step) -> Self {
        let why = why(&step.why);
        let statement = &step.label;
        let (part, what) = match &step.dropped {
            Dropped::Statement => (PartKind::Statement, statement.clone()),
            Dropped::Entry { element, text } => {
                (PartKind::Entry, format!("`{text}` in `{element}` of {statement}"))
            }
            Dropped::Condition { operator, key } => {
                (PartKind::Condition, format!("the condition `{operator}` on `{key}` of {statement}"))
            }
            Dropped::Value { operator, key, text } => {
                (PartKind::Value, format!("`{text}` in `{operator}` on `{key}` of {statement}"))
            }
        };
        let (mut element, mut operator, mut key, mut value) = (None, None, None, None);
        match &step.dropped {
            Dropped::Statement => {}
            Dropped::Entry { element: list, text } => {
                (element, value) = (Some((*list).to_owned()), Some(text.clone()));
            }
            Dropped::Condition { operator: name, key: of } => {
                (operator, key) = (Some(name.clone()), Some(of.clone()));
            }
            Dropped::Value { operator: name, key: of, text } => {
                (operator, key, value) = (Some(name.clone()), Some(of.clone()), Some(text.clone()));
            }
        }
        let text = format!("{what}: {why}");
        Self {
            part,
            statement: statement.clone(),
            index: step.statement,
            element,
            operator,
            key,
            value,
            why,
            text,
        }
    }
}

fn why(why: &Why) -> String {
    match why {
        Why::MeetsNothing => "no request meets it".to_owned(),
        Why::SaidByRest => "the rest of the statement says as much".to_owned(),
        Why::SaidBy(label) => format!("{label} says as much"),
        Why::SaidByOthers => "other statements together say as much".to_owned(),
        Why::DeniedBy(label) => format!("{label} denies all of it"),
        Why::DeniedByOthers => "other statements together deny all of it".to_owned(),
        Why::SaidOrDenied => "other statements say as much, or deny it".to_owned(),
        Why::MergedInto { label, element } => {
            format!("it differs from {label} in `{element}` alone, and its entries now stand there")
        }
    }
}
