//! What lies where in the file.

use redb::TableDefinition;

/// The version of all that is in this folder: what reads it must know it.
pub const SCHEMA: u64 = 2;

pub(super) const META: TableDefinition<&str, u64> = TableDefinition::new("meta");
/// The version of the schema, in [`META`].
pub(super) const SCHEMA_ROW: &str = "schema";
/// The last number given to an object, and to a principal.
pub(super) const LAST_OBJECT: &str = "last-object";
pub(super) const LAST_PRINCIPAL: &str = "last-principal";

/// Name → [`super::rows::ObjectRow`].
pub(super) const OBJECTS: TableDefinition<&str, &[u8]> = TableDefinition::new("objects");
/// The names again, by number.
pub(super) const NUMBERS: TableDefinition<u64, &str> = TableDefinition::new("numbers");
/// Principal → its number.
pub(super) const NAMES: TableDefinition<&str, u64> = TableDefinition::new("names");
/// The number of a principal → its name, and of how many objects there are pieces. INVARIANT: never of none.
pub(super) const PRINCIPALS: TableDefinition<u64, (&str, u64)> = TableDefinition::new("principals");
/// Principal and object → piece.
pub(super) const PIECES: TableDefinition<(u64, u64), &[u8]> = TableDefinition::new("pieces");
/// In place of a principal: books.
pub(super) const BOOKS: u64 = 0;

/// Shelf and id → document.
pub(super) const DOCUMENTS: TableDefinition<(&str, &str), &[u8]> = TableDefinition::new("documents");
/// Shelf, time and id.
pub(super) const TIMES: TableDefinition<(&str, i64, &str), ()> = TableDefinition::new("times");

/// Name and version → [`crate::PolicyVersion`].
pub(super) const POLICIES: TableDefinition<(&str, u64), &[u8]> = TableDefinition::new("policies");
