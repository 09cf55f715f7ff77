//! Typed views of rows: small copies of (catalogue, number) that read on demand.

mod action;
mod condition_key;
mod identity;
mod operation;
mod resource;
mod service;
mod table;

pub use action::{Action, ActionId, Need, Target};
pub use condition_key::ConditionKey;
pub use operation::{Client, Operation};
pub use resource::ResourceType;
pub use service::Service;
pub(crate) use service::fold_less;
pub use table::{Row, Table};
