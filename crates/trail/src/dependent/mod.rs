//! What a call needs beside the actions it stands for; kept apart from them, with the reason, so that a reader can leave it out.
//!
//! [`documented`] are those that AWS documents for an action, whether the request called for them or not. [`Inferred`] are
//! those that the request calls for: `CloudTrail` never logs that a role was passed.

mod beanstalk;
mod documented;
mod inferred;
mod layers;
mod made;
mod passed_to;
mod tagged;

pub use documented::{Documented, documented};
pub use inferred::{Inferred, Why};
pub use made::made;

pub(crate) use inferred::{Needs, inferred};
