//! The store in one file: redb, which writes transactions whole or not at all and lets one process in.
//!
//! ```text
//! meta        schema, the next numbers
//! objects     name → number, mark, principals         numbers     number → name
//! names       principal → number                      principals  number → principal, how many pieces
//! pieces      (number of the principal, of the object) → piece; under principal 0 the books
//! documents   (shelf, id) → document                  times       (shelf, time, id)
//! policies    (name, version) → version
//! ```

mod documents;
mod fault;
mod file_store;
mod migrate;
mod open;
mod partials;
mod policies;
mod rows;
mod tables;

pub use file_store::FileStore;
pub use tables::SCHEMA;
