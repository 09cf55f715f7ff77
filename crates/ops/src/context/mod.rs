//! What an operation may use beside its request: files, limits, clock, catalogue, progress, cancellation.

mod buckets;
mod catalogue;
mod configured;
mod fetch;
mod files;
mod limits;
mod progress;
mod session;
mod surface;
mod walk;
mod write;

pub use buckets::{Ask, Buckets, Listed, Page, Part, Store, StoreError, Stored};
pub use catalogue::{Catalogue, Known};
pub use configured::Configured;
pub use fetch::{Fetch, FetchError, Fetched};
pub use files::Files;
pub use limits::Limits;
pub use progress::{Cancel, Progress, Quiet, Reading};
pub use session::Session;
pub use surface::{Context, Stdin};
pub use walk::Found;
pub use write::{write_whole, write_whole_with};
