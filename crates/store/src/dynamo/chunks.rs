//! Bytes in as many items as they need: an item holds at most 400 KB, names and keys included.

use super::item::Item;

const MOST: usize = 380_000;

/// The chunks of some bytes; one at least.
pub(super) fn split(bytes: &[u8]) -> Vec<&[u8]> {
    if bytes.is_empty() { vec![bytes] } else { bytes.chunks(MOST).collect() }
}

/// The keys of the chunks of one whole: what all begin with, and the number.
pub(super) fn key(of: &str, chunk: usize) -> String {
    format!("{of}#{chunk:04}")
}

/// An item for each chunk.
pub(super) fn items(pk: &str, of: &str, bytes: &[u8]) -> Vec<Item> {
    let chunks = split(bytes);
    let count = chunks.len();
    let item = |(number, chunk): (usize, &&[u8])| {
        Item::new(pk, &key(of, number)).number("of", &count).bytes("data", chunk)
    };
    chunks.iter().enumerate().map(item).collect()
}

/// What an item of [`items`] is a chunk of.
pub(super) fn whole_of(item: &Item) -> &str {
    item.sk().rsplit_once('#').map_or("", |(of, _)| of)
}

/// Puts the chunks of one whole together, in order of their keys; nothing if one is missing.
pub(super) fn joined(chunks: &[Item]) -> Option<Vec<u8>> {
    let count: usize = chunks.first()?.get_number("of")?;
    let is_whole = chunks.len() == count
        && chunks.iter().enumerate().all(|(number, item)| item.sk() == key(whole_of(item), number));
    is_whole.then(|| chunks.iter().filter_map(|item| item.get_bytes("data")).collect::<Vec<_>>().concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_the_whole_or_nothing() {
        for length in [0, 1, MOST, MOST + 1, 3 * MOST] {
            let bytes: Vec<u8> = (0..=250).cycle().take(length).collect();
            let items = items("p", "a#b", &bytes);
            assert_eq!(items.len(), length.div_ceil(MOST).max(1));
            assert_eq!(whole_of(&items[0]), "a#b");
            assert_eq!(joined(&items).as_deref(), Some(&*bytes));
            assert_eq!(joined(&items[1..]), None);
            assert_eq!(joined(&items[..items.len() - 1]), None);
        }
    }
}
