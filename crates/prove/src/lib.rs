//! What can it ever do? All requests at once: whether one set of policies allows what another does not, with a witness.

mod budget;
mod value;
