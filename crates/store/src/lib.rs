//! What do we remember? Usage by the object it came from, what was run and reported, and policies that were saved.
//!
//! ```text
//!            ┌ FileStore    one file in the user's data folder (redb)
//! dyn Store ─┤
//!            └ DynamoStore  one table in DynamoDB, behind the feature `aws`
//!
//! object ─ analyze ─> Usage ─ pieces ─> books + one piece for each principal, kept under (principal, object)
//! pieces of a filter ─ sum ─> Usage
//! ```
//!
//! INVARIANT: an object has one partial, whatever is put and however often: that of its last content. Usage is the sum of all partials, which is
//! the usage of one run over the same objects, byte for byte.
//!
//! Nothing here asks the clock or the environment for anything of ours; times come from the caller, in seconds since 1970.

mod days;
mod document;
#[cfg(feature = "aws")]
pub mod dynamo;
mod error;
pub mod file;
mod filter;
mod partial;
mod pieces;
mod policy;
mod store;
mod sum;

pub use days::{Day, Days};
pub use document::{Report, Run, Shelf, Shelved};
#[cfg(feature = "aws")]
pub use dynamo::DynamoStore;
pub use error::{Error, ErrorKind};
pub use file::FileStore;
pub use filter::Filter;
pub use partial::{Counted, Object, Partial, Put};
pub use pieces::Piece;
pub use policy::{PolicyVersion, SavedPolicy};
pub use store::Store;
