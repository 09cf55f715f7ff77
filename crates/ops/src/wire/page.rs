//! A part of a list.

use crate::Limits;

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
