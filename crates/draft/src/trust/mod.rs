//! Who may take a role? Requests for its sessions in, its trust policy out.
//!
//! ```text
//! Usage ─ requests of a role ─ caller named? ─> parts (caller, action, what all its requests said) ─ those alike ─> statements
//! ```

mod asked;
mod drafted;
mod parts;
mod statements;
mod who;

pub use asked::{Request, Takers};
pub use drafted::{NoTrust, Trust};
pub use parts::Trusted;
pub use who::{NotTrusted, TrusteeKind, WhyNotTrusted};
