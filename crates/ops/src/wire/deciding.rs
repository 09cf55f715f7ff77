//! What a decision was made of, for those who tell it in the words of IAM's policy simulator.

use super::{Decision, Place};

/// What was behind the decision on one request; no part of the answer in JSON.
#[derive(Debug, Clone, Default)]
pub struct Deciding {
    /// The statements that make the decision what it is: of those that allow none if it is denied.
    pub statements: Vec<DecidedStatement>,
    /// Condition keys that the policies look at for this request and that it does not have, as they are written there.
    pub missing: Vec<String>,
    /// Whether the decision is unknown for want of these keys only.
    pub hangs_on_missing: bool,
    /// Whether the service control policies allow it; none without any, or if that is not known.
    pub by_organization: Option<bool>,
    /// The same of the permissions boundary.
    pub by_boundary: Option<bool>,
    /// What the caller's policies and the resource's say, each by itself, where they belong to different accounts.
    pub sides: Option<(Decision, Decision)>,
    /// The ARN format of the resource's type: `arn:${Partition}:s3:::${BucketName}`.
    pub arn_format: Option<String>,
}

/// A statement, by the policy that it stands in
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecidedStatement {
    pub policy: GivenAs,
    pub span: Place,
}

/// Which of the given policies, counted from 0 among those of their kind
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenAs {
    Identity(usize),
    Boundary(usize),
    Resource,
}
