//! Lists, a part at a time.

use ops::Context;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which part of a list
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Listing {
    /// At most this many
    #[serde(default)]
    pub(super) limit: Option<usize>,
    /// Pass over this many
    #[serde(default)]
    pub(super) offset: usize,
}

/// A part of a list
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Paged<T> {
    result: Vec<T>,
    /// How many there are in all
    total: usize,
    /// Whether more follow
    truncated: bool,
}

impl<T> Paged<T> {
    pub(super) fn of(items: Vec<T>, limit: Option<usize>, offset: usize, cx: &Context) -> Self {
        let total = items.len();
        let limit = limit.unwrap_or(cx.limits().page).min(cx.limits().page_max);
        let result: Vec<T> = items.into_iter().skip(offset).take(limit).collect();
        let truncated = offset.saturating_add(result.len()) < total;
        Self { result, total, truncated }
    }
}
