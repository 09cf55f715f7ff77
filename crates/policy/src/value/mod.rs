//! Values of conditions as IAM compares them: numbers, moments, ranges of addresses.

mod decimal;
mod ip_range;
mod moment;

pub use decimal::Decimal;
pub use ip_range::IpRange;
pub use moment::{Moment, MomentForm};
