//! What exists in AWS? Services, actions, resource types, condition keys, operations.
//!
//! ```text
//! data/*.tsv ─ text ─> Facts ─ pack ─> bytes, embedded ─> Catalog ─> Service, Action, ResourceType, ConditionKey, Operation
//!                        ^                                   │
//!                        └───────────── refresh ─────────────┘      AWS's Service Reference, laid over it
//! ```
//!
//! Nothing is parsed when the catalogue is opened: an action is a small number, a prefix wildcard is a range of
//! them, a set of actions is a row of bits.

pub mod facts;
pub mod pack;
pub mod refresh;
pub mod text;

mod action_set;
mod catalog;
mod facts_of;
mod layout;
mod look;
mod store;
mod tables;
mod view;

pub use action_set::ActionSet;
pub use catalog::Catalog;
pub use facts::{Flags, KeyType, Level, Problem, Scalar};
pub use look::{ArnMatch, ArnOwner, Kinds, nearest_within, nearest_words, takes_no_slash};
pub use tables::{
    GlobalKey, OidcProvider, Partition, Quota, Region, RetiredPrefix, Sensitivity, Source, WhiteSpace,
};
pub use view::{
    Action, ActionId, Client, ConditionKey, Need, Operation, ResourceType, Row, Service, Table, Target,
};
