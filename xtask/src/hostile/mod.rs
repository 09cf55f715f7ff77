//! Documents that mean ill, and what they cost.

mod documents;
mod measure;
mod table;
mod writing;

pub(crate) use table::Measurement;
