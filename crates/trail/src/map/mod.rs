//! Events → IAM actions.
//!
//! ```text
//! (event source, event name, request) ─ exempt? ─ operation of the catalogue ─ action of the same name ─> Mapped
//!                                                                                   └ conditional (S3, STS)
//! ```
//!
//! Every action named exists in the catalogue that the mapper was made with.

mod conditional;
mod data_events;
mod events;
mod mapped;
mod mapper;

pub use data_events::is_on_data;
pub use mapped::{Exempt, Mapped, Unmapped};
pub use mapper::Mapper;

pub(crate) use conditional::{
    CONDITIONAL_SOURCES, SOURCE_VERSION, WORDS, conditional_events, conditional_parameters,
};
pub(crate) use mapper::Meaning;
