//! Who used what, beside what they may do: the rows and pages of a front end, made of usage and of the policies in place.

mod actions;
mod granted;
mod page;
mod row;

pub use actions::{ActionOf, ResourceOf, ServiceOf};
pub use granted::Granted;
pub use page::CallerPage;
pub use row::CallerRow;
