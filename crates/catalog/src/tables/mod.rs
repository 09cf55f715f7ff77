//! Typed views of the small tables under `data/tables`, where each names its sources.

mod action_lists;
mod global_key;
mod oidc_provider;
mod partition;
mod principal;
mod quota;
mod service_names;
mod source;

pub use action_lists::Sensitivity;
pub use global_key::GlobalKey;
pub use oidc_provider::OidcProvider;
pub use partition::{Partition, Region};
pub use quota::{Quota, WhiteSpace};
pub use service_names::RetiredPrefix;
pub use source::Source;
