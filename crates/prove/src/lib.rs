//! What can it ever do? All requests at once: whether one set of policies allows what another does not, with a witness.
//!
//! ```text
//! Prepared ─ reading ─> Formula ─ search ─> Cube ─ theory ─> values ─> Witness ─ eval ─> confirmed
//! ```
//!
//! Without policy variables each atom of a statement speaks of one variable of the request: the action, the resource, the
//! caller, a context key. A conjunction of atoms can therefore be decided variable by variable, and a difference of policies is a
//! union of cubes. The search finds the cubes; for each variable a theory says whether its literals can hold together, and the
//! plainest value that makes them hold. Every witness is decided once more by the evaluator before it is shown.

mod atom;
mod budget;
mod formula;
mod meaning;
mod minimize;
mod prover;
mod question;
mod reading;
mod region;
mod search;
mod space;
mod text;
mod theory;
mod value;
mod witness;

pub use atom::{Doubt, Written};
pub use budget::Stop;
pub use meaning::Meaning;
pub use minimize::{Dropped, Minimal, Step, Why};
pub use prover::{Callers, Comparison, Difference, Limits, Prover, Side, Verdict};
pub use region::{KeyRegion, Limit, Region};
pub use space::Worlds;
pub use witness::Witness;
