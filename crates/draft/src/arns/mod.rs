//! ARNs from names: the format comes from the catalogue, and what is not given stays a placeholder.

mod build;
mod fields;
mod holes;
mod names;

pub use build::{ArnWanted, BuiltArn, build_arn};
