//! Load on a server: a plain client, what the system knows of the process, and what was measured.

pub(crate) mod client;
pub(crate) mod process;
pub(crate) mod table;
