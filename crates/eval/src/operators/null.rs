//! Whether the request has the key at all.

use policy::tree::OperatorName;

use super::boolean;
use super::entry::{OperatorEntry, fails, holds};

/// The value compared is `true` if the key is absent. In the examples no value stands for an absent key.
pub(super) const NULL: OperatorEntry = OperatorEntry {
    name: OperatorName::Null,
    fails: "is not",
    read: boolean::read,
    relation: boolean::relation,
    examples: &[
        holds(&[], &["true"]),
        holds(&["x"], &["false"]),
        holds(&[""], &["false"]),
        fails(&[], &["false"]),
        fails(&["x"], &["true"]),
    ],
};
