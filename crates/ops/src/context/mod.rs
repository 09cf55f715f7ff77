//! What an operation may use beside its request: files, limits, clock, catalogue, progress, cancellation.

mod buckets;
mod catalogue;
mod configured;
mod fetch;
mod files;
mod kept;
mod limits;
mod progress;
mod served;
mod session;
mod surface;
mod told;
mod walk;
mod write;

pub use buckets::{Ask, Buckets, Listed, Page, Part, Store, StoreError, Stored};
pub use catalogue::{Catalogue, Known};
pub(crate) use configured::ConfigSource;
pub use configured::Configured;
pub use fetch::{Fetch, FetchError, Fetched};
pub use files::Files;
pub use kept::{KEPT, Kept};
pub use limits::Limits;
pub use progress::{Cancel, Progress, Quiet, Reading};
pub use served::Surface;
pub(crate) use session::Organization;
pub use session::Session;
pub use surface::{Context, Stdin};
pub(crate) use told::fault as fault_of_instructions;
pub use told::{Teller, Told};
pub use walk::Found;
use write::write_all;
pub use write::{write_whole, write_whole_with};
