//! The store in DynamoDB, against two servers that others wrote: each must pass the suite that the store in a file passes.
//!
//! ```text
//! run ─> install    dynalite and moto, from package registries, under target/
//!     ─> counting   one of them, quiet or misbehaving
//!     ─> the tests of `crates/store` that are ignored elsewhere
//! ```

mod install;
mod run;

pub(crate) use run::StoreCheck;
