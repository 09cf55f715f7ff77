//! The whole of packing, and the two parts that come out of it.

use super::columns::Columns;
use super::names::Names;
use super::strings::Strings;
use super::{index, rows};
use crate::facts::{Facts, Problem};

/// A packed catalogue in its two parts: the embedded one keeps them apart, so that the compiler has seen that the strings are UTF-8.
pub struct Packed {
    pub columns: Vec<u8>,
    pub strings: String,
}

/// Packs the facts; equal facts in any order give equal bytes.
///
/// Refused are names that occur twice, and names that stand for nothing in the same facts.
pub fn pack(mut facts: Facts) -> Result<Packed, Problem> {
    facts.sort();
    let names = Names::collect(&facts)?;
    let mut columns = Columns::new();
    let mut strings = Strings::new();
    rows::write(&facts, &names, &mut columns, &mut strings)?;
    index::write(&facts, &names, &mut columns, &mut strings)?;
    let strings = strings.finish();
    Ok(Packed { columns: columns.finish(strings.len())?, strings })
}

impl Packed {
    /// The form of a file: what `Catalog::open` takes.
    pub fn into_bytes(self) -> Vec<u8> {
        let mut bytes = self.columns;
        bytes.extend_from_slice(self.strings.as_bytes());
        bytes
    }
}
