//! Packs facts to the bytes that `layout` describes. The build script and `catalog update` share this.
//!
//! ```text
//! Facts ─ sort ─> Names (every name has its number) ─ rows ─> Columns + Strings ─ join ─> bytes
//! ```

mod columns;
mod index;
mod names;
mod packed;
mod rows;
mod sets;
mod strings;

pub use packed::{Packed, pack};
