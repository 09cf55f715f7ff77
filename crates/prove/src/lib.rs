//! What can it ever do? All requests at once: whether one set of policies allows what another does not, with a witness.

mod budget;
#[allow(dead_code, unused_imports, reason = "the search that asks it is not there yet")]
mod text;
