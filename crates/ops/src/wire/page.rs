//! A part of a list.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{Context, Limits};

// Which part of a list a request is about; flattened: a doc comment would become that of the whole request.
#[derive(Debug, Clone, Copy, clap::Args, Deserialize, JsonSchema)]
pub struct Paging {
    /// At most this many
    #[arg(long, value_name = "N")]
    #[serde(default)]
    pub(crate) limit: Option<usize>,

    /// Pass over this many
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[serde(default)]
    pub(crate) offset: usize,
}

impl Paging {
    pub(crate) fn of<T>(self, items: Vec<T>, cx: &Context) -> Page<T> {
        page(items, self.limit, self.offset, cx.limits())
    }
}

/// Some items of a list, and how many there are in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub total: usize,
    /// Whether items follow after these.
    pub truncated: bool,
}

/// The items from `offset` on, as many as asked for and as the surface allows.
pub fn page<T>(items: Vec<T>, limit: Option<usize>, offset: usize, limits: &Limits) -> Page<T> {
    let total = items.len();
    let limit = limit.unwrap_or(limits.page).min(limits.page_max);
    let items: Vec<T> = items.into_iter().skip(offset).take(limit).collect();
    let truncated = offset.saturating_add(items.len()) < total;
    Page { items, total, truncated }
}

/// A limit for requests that do not say one, as `serde` asks for it.
pub(crate) const fn usual<const LIMIT: usize>() -> usize {
    LIMIT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_whether_more_follows() {
        let limits = Limits { page: 3, page_max: 4, ..Limits::default() };
        let cases = [
            (None, 0, vec![0, 1, 2], true),
            (Some(2), 3, vec![3, 4], false),
            (Some(9), 0, vec![0, 1, 2, 3], true),
            (Some(0), 0, vec![], true),
            (None, 9, vec![], false),
            (None, usize::MAX, vec![], false),
        ];
        for (limit, offset, items, truncated) in cases {
            let page = page((0..5).collect(), limit, offset, &limits);
            assert_eq!((page.items, page.total, page.truncated), (items, 5, truncated), "{limit:?} {offset}");
        }
    }
}
