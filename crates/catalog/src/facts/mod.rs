//! The facts as plain owned values: what text is parsed to and what the packer takes.

mod kinds;
mod problem;
mod sort;
mod values;

pub use kinds::{Flags, KeyType, Level, Scalar};
pub use problem::Problem;
pub(crate) use sort::fold;
pub use values::{
    ActionFacts, ClientFacts, Facts, KeyFacts, NeedFacts, OnFacts, OperationFacts, ResourceFacts,
    ServiceFacts, TableFacts,
};
