//! Every member of a test file: the tables that reading and the near names come from.

use crate::reading::shape::{Key, Shape, key};

/// The file itself.
pub(super) const FILE: &[Key] = &[
    key("policies", Shape::Any, "What is tested, where it is not the policy that the file is named after"),
    key("principal", Shape::Text, "Who asks, where a case does not say"),
    key("resourceAccount", Shape::Values, "The account that owns the resources, where a case does not say"),
    key("context", Shape::Any, "Condition keys of every request"),
    key("unknown", Shape::Texts, "Condition keys that are not known in any case"),
    key("cases", Shape::Any, "Requests with their expected decisions"),
    key("never", Shape::Any, "What must never be allowed"),
];

/// A rule of what must never be allowed.
pub(super) const NEVER: &[Key] = &[
    key("name", Shape::Text, "What the rule is called"),
    key("action", Shape::Texts, "Actions, perhaps with wildcards"),
    key("resource", Shape::Texts, "ARNs, perhaps with wildcards; any if left out"),
    key("resourceAccount", Shape::Values, "The account that owns the resources"),
    key("principal", Shape::Text, "Who asks"),
    key("context", Shape::Any, "Condition keys that the requests have, or, with null, have not"),
];
