//! Usage that a server keeps, for requests that may name no file.

use std::path::Path;
use std::sync::Arc;

use trail::Usage;

use crate::{Context, OpError};

/// Where usage is kept.
pub trait Kept: Send + Sync {
    /// That of one principal, or all of it.
    fn usage(&self, principal: Option<&str>) -> Result<Arc<Usage>, OpError>;
}

/// What stands in place of the path of a usage file; the name of a principal may follow, if no other's is wanted.
pub const KEPT: &str = "store:";

impl Context {
    /// Lets requests name what is kept.
    #[must_use]
    pub fn with_kept(mut self, kept: Arc<dyn Kept>) -> Self {
        self.kept = Some(kept);
        self
    }

    /// Whether a path stands for what is kept.
    pub(crate) fn is_kept(&self, path: &Path) -> bool {
        self.kept.is_some() && path.to_str().is_some_and(|path| path.starts_with(KEPT))
    }

    /// What is kept, if that is what the path stands for.
    pub(crate) fn kept(&self, path: &Path) -> Option<Result<Arc<Usage>, OpError>> {
        let (kept, named) = (self.kept.as_ref()?, path.to_str()?.strip_prefix(KEPT)?);
        Some(kept.usage(Some(named).filter(|named| !named.is_empty())))
    }
}
