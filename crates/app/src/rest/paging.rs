//! Lists, a part at a time.

use ops::Context;
use schemars::JsonSchema;
use serde::Serialize;

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
