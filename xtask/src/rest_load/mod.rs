//! Load on `leastwise serve`: how fast it is, how it stands a crowd, and what it does to memory.

mod kept;
mod mixed;
mod requests;
mod rounds;
mod run;

pub(crate) use run::RestLoad;
