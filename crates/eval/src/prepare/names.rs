//! The names among the entries of a `Resource`: of many, not each need be compared.

use policy::RequestResource;

use super::resource::Entry;

/// The places of entries: those that name one resource, in order of their texts, and the others, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    sorted: Vec<usize>,
    others: Vec<usize>,
}

impl Names {
    pub(super) fn of(entries: &[Entry]) -> Self {
        let (mut sorted, others): (Vec<usize>, _) =
            (0..entries.len()).partition(|place| entries.get(*place).is_some_and(Entry::is_name));
        sorted.sort_by_key(|place| text(entries, *place));
        Self { sorted, others }
    }

    /// Whether one of the names is the resource.
    pub(super) fn has(&self, entries: &[Entry], resource: &RequestResource<'_>) -> bool {
        self.sorted.binary_search_by_key(&resource.as_str(), |place| text(entries, *place)).is_ok()
    }

    /// The entries that are no names.
    pub(super) fn others<'e>(&self, entries: &'e [Entry]) -> impl Iterator<Item = &'e Entry> {
        self.others.iter().filter_map(|place| entries.get(*place))
    }
}

fn text(entries: &[Entry], place: usize) -> &str {
    entries.get(place).map(Entry::text).unwrap_or_default()
}
