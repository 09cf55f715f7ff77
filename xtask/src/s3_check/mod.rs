//! Logs in a bucket, read from a server that speaks S3: what comes of it must be what the same files give, whatever happens.
//!
//! ```text
//! run ─> python     moto, a server from a package registry, in an environment of its own under target/
//!     ─> archive    10,000 small objects of the corpus, as a bucket and as local files
//!     ─> counting   the bucket served: quiet, throttling, changing
//!     ─> analysis   `leastwise analyze`, to its end, killed, or interrupted
//!     ─> scenes     what happens, and what must come of it
//! ```

mod analysis;
pub(crate) mod archive;
mod run;
mod scenes;

pub(crate) use run::S3Check;
