//! Every member of a case: the tables that reading and the near names come from.

use crate::reading::shape::{Key, Shape, key};

const NAME: Key = key("name", Shape::Text, "What the case is called");
const CONTEXT: Key = key("context", Shape::Any, "Condition keys with their values");

/// A case that brings its policies, besides [`POLICIES`]. Members that are not listed are for others, and passed over.
pub(super) const FULL: &[Key] = &[
    NAME,
    key("request", Shape::Any, "Who wants to do what on what"),
    key("expected", Shape::Any, "What is expected"),
];

/// Policies: as members of a case, or of an object that holds nothing else.
pub(crate) const POLICIES: &[Key] = &[
    key("identityPolicies", Shape::Any, "Of the user with its groups, or of the role"),
    key("resourcePolicy", Shape::Any, "Of the resource"),
    key("scps", Shape::Any, "Service control policies by level"),
    key("rcps", Shape::Any, "Resource control policies by level"),
    key("permissionBoundaries", Shape::Any, "Permissions boundaries"),
    key("sessionPolicy", Shape::Any, "Given when the session began"),
    key("endpointPolicies", Shape::Any, "Of the VPC endpoint"),
];

/// The request of such a case.
pub(super) const REQUEST: &[Key] = &[
    key("principal", Shape::Text, "Who asks; null is nobody"),
    key("action", Shape::Text, "`service:Name`"),
    key("resource", Shape::Any, "An ARN, or an object with `arn` and `accountId`"),
    CONTEXT,
    key("wildcardOnlyAction", Shape::Bool, "Whether the action names no resource"),
];

/// A resource that is more than an ARN. An account is digits, which some write as a number.
pub(super) const RESOURCE: &[Key] = &[
    key("arn", Shape::Text, "The ARN, or `*`"),
    key("accountId", Shape::Values, "The account that owns it"),
];

/// One level of an organization.
pub(super) const LEVEL: &[Key] = &[
    key("orgIdentifier", Shape::Values, "What the policies are attached to"),
    key("id", Shape::Values, "The same"),
    key("policies", Shape::Any, "What is attached there"),
];

/// What is expected of a case.
pub(super) const EXPECTED: &[Key] = &[
    key("decision", Shape::Text, "The decision"),
    key("blockedBy", Shape::Texts, "Layers that stand in the way"),
];

/// A case that is decided against the policies of the request. Nothing else may stand there.
pub(super) const PLAIN: &[Key] = &[
    NAME,
    key("action", Shape::Text, "`service:Name`, perhaps with wildcards"),
    key("resource", Shape::Text, "An ARN, perhaps with wildcards, or `*`"),
    key("resourceAccount", Shape::Values, "The account that owns the resource"),
    CONTEXT,
    key("unknown", Shape::Texts, "Condition keys that are not known"),
    key("principal", Shape::Text, "Who asks"),
    key("expect", Shape::Text, "The decision that is expected"),
    key("blockedBy", Shape::Texts, "Layers that are expected to stand in the way"),
];
