//! Sets of values, as the rest of the crate uses them.

mod examples;
mod laws;
mod world;
