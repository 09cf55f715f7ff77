//! A whole policy document.

use super::{Detected, Form, Malformed, Misplaced, PolicyKind, Spanned, Statement, kind};
use crate::{Member, Span};

/// A policy of any kind; which one is a question of [`Policy::detect_kind`] or of whoever asks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Policy {
    pub span: Span,
    pub version: Option<Spanned<Version>>,
    pub id: Option<Spanned<String>>,
    /// Place of the key `Statement`; `None` if there is none.
    pub statement_key: Option<Span>,
    /// Whether `Statement` was one object or a list.
    pub form: Form,
    pub statements: Vec<Statement>,
    /// Items of the list `Statement` that are no objects.
    pub misplaced: Vec<Misplaced>,
    /// Elements that IAM does not know, as written.
    pub unknown: Vec<Member>,
    /// Known elements whose value has a type that IAM does not accept there, as written.
    pub malformed: Vec<Malformed>,
}

/// The version of the policy language.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html>
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Version {
    /// `2008-10-17`, also what holds where no version is written.
    V2008,
    /// `2012-10-17`: the only one in which policy variables are active.
    V2012,
    Other(String),
}

impl Version {
    pub fn parse(text: &str) -> Self {
        match text {
            "2008-10-17" => Self::V2008,
            "2012-10-17" => Self::V2012,
            other => Self::Other(other.to_owned()),
        }
    }

    pub fn text(&self) -> &str {
        match self {
            Self::V2008 => "2008-10-17",
            Self::V2012 => "2012-10-17",
            Self::Other(text) => text,
        }
    }
}

impl Policy {
    /// Whether `${…}` means a variable here: only under `Version` exactly `2012-10-17`; otherwise it is literal text.
    ///
    /// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
    pub fn variables_active(&self) -> bool {
        self.version.as_ref().is_some_and(|version| version.value == Version::V2012)
    }

    /// Which kind of policy this looks like, and why.
    pub fn detect_kind(&self) -> Detected {
        kind::detect(self)
    }

    /// The kind that was asked for, or else the one that the content shows.
    pub fn kind_or(&self, asked: Option<PolicyKind>) -> Detected {
        match asked {
            Some(kind) => Detected { kind, reason: "given by the caller".to_owned() },
            None => self.detect_kind(),
        }
    }
}
