//! The owned form of every fact; names refer to names, nothing is resolved.

use super::{Flags, KeyType, Level};

/// A whole catalogue. [`Facts::sort`] brings it to the one order that is packed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    pub services: Vec<ServiceFacts>,
    pub clients: Vec<ClientFacts>,
    pub tables: Vec<TableFacts>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServiceFacts {
    /// The part of an action before the colon.
    pub prefix: String,
    pub title: String,
    /// Empty where none is known.
    pub category: String,
    pub keys: Vec<KeyFacts>,
    pub resources: Vec<ResourceFacts>,
    pub actions: Vec<ActionFacts>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFacts {
    pub name: String,
    pub kind: KeyType,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResourceFacts {
    pub name: String,
    /// ARN formats in AWS's order, `${Name}` for what varies.
    pub arns: Vec<String>,
    pub keys: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionFacts {
    pub name: String,
    pub level: Level,
    pub flags: Flags,
    pub on: Vec<OnFacts>,
    pub keys: Vec<String>,
    pub needs: Vec<NeedFacts>,
}

/// A resource type that an action can be limited to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OnFacts {
    pub resource: String,
    pub required: bool,
    /// Condition keys that apply to the action only together with this resource type.
    pub keys: Vec<String>,
}

/// Another action that must be allowed too, and on what ground that is believed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NeedFacts {
    pub action: String,
    pub how: String,
}

/// A client of the AWS SDKs, by its botocore name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientFacts {
    pub name: String,
    /// The service most of its operations belong to; empty where there is none.
    pub prefix: String,
    pub endpoint: String,
    pub operations: Vec<OperationFacts>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OperationFacts {
    pub name: String,
    /// Full action names; empty where no action is known to be asked for.
    pub actions: Vec<String>,
    /// The ground for `actions`, or the reason why there are none.
    pub how: String,
}

/// A small table of words, all rows equally wide. What the columns mean is said beside the views of `crate::tables`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableFacts {
    pub name: String,
    pub rows: Vec<Vec<String>>,
}
