//! The kinds of values that are compared as what they mean, not as text.

use policy::tree::{OperatorName, OperatorType};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Number,
    Moment,
    Address,
    Bool,
    Binary,
}

impl Kind {
    /// What an operator compares; none for those of texts, ARNs and absence.
    pub(crate) fn of(operator: OperatorName) -> Option<Self> {
        match operator.value_type() {
            OperatorType::Numeric => Some(Self::Number),
            OperatorType::Date => Some(Self::Moment),
            OperatorType::IpAddress => Some(Self::Address),
            OperatorType::Bool => Some(Self::Bool),
            OperatorType::Binary => Some(Self::Binary),
            OperatorType::String | OperatorType::Arn | OperatorType::Null => None,
        }
    }

    /// A text that is no value of the kind: the plainest, or one of many others.
    pub(super) fn unreadable(self, at: usize) -> String {
        // A space is in no value of any kind.
        let text = match self {
            Self::Number => "not a number",
            Self::Moment => "not a date",
            Self::Address => "not an address",
            Self::Bool => "not a boolean",
            Self::Binary => "not base64",
        };
        if at == 0 { text.to_owned() } else { format!("{text} {}", at + 1) }
    }
}
