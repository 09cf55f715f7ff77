//! The conditions that all calls of a grant met, as far as the log tells of all of them.
//!
//! A condition stands only where no call that was counted could have failed it: what one record leaves unsaid, or what usage keeps no
//! full list of, is not demanded.

pub mod forward;
mod global_services;
mod met;
mod passed;

use global_services::region_misleads;
pub(crate) use met::{met, of_key};
pub(crate) use passed::{PASS_ROLE, created_by, passed_to, receivers};
