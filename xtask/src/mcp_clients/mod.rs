//! The clients that others wrote, run against our server: the protocol's official conformance suite, its Inspector, and
//! its Python client.
//!
//! ```text
//! run ─> install      the clients under target/, at the versions that xtask/clients pins
//!     ─> conformance  the whole suite against the fixtures; what needs none of them against the server
//!     ─> inspector    lists and calls over both transports, schemas held against what other clients can read
//!     ─> tools        each tool called by the Python client over each transport, its answer asserted on
//! ```

mod conformance;
mod inspector;
mod install;
mod run;
mod table;
mod tools;

pub(crate) use run::run;
