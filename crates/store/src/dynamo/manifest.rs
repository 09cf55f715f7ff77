//! The manifest of an object: which generation of its pieces counts.

use super::chunks;
use super::item::{Item, bounded};
use super::table::{Range, Table};
use crate::document::json;
use crate::pieces::Pieces;
use crate::{Counted, Error, Object};

pub(super) const OBJECTS: &str = "objects";
const LEVEL: i32 = 3;

/// What is known of an object.
#[derive(Debug, Clone)]
pub(super) struct Manifest {
    pub(super) name: String,
    /// How often the manifest was written.
    pub(super) revision: u64,
    /// Which pieces count; none of an object that was forgotten.
    pub(super) live: Option<Live>,
}

#[derive(Debug, Clone)]
pub(super) struct Live {
    pub(super) mark: String,
    pub(super) generation: String,
    pub(super) content: String,
    records: u64,
    used: u64,
    /// The first chunk of [`Rest`], and how many there are.
    data: Vec<u8>,
    chunks: usize,
}

/// What may be long: the principals, and the books.
pub(super) struct Rest {
    /// With how many chunks each has.
    pub(super) principals: Vec<(String, usize)>,
    pub(super) books: Vec<u8>,
}

pub(super) fn content_of(pieces: &Pieces) -> String {
    format!("{:016x}", pieces.number)
}

/// The generation of a content that is written over this revision.
pub(super) fn generation(revision: u64, content: &str) -> String {
    format!("{revision:08x}.{content}")
}

/// Where a piece of a principal in a generation of an object lies: the partition, and the beginning of its sort keys.
pub(super) fn place(principal: &str, object: &str, generation: &str) -> (String, String) {
    (format!("piece#{}", bounded(principal)), format!("{}#{generation}", bounded(object)))
}

impl Manifest {
    pub(super) async fn read(table: &Table, name: &str) -> Result<Option<Self>, Error> {
        table.get(OBJECTS, &bounded(name)).await?.map(|item| Self::of(&item)).transpose()
    }

    pub(super) fn of(item: &Item) -> Result<Self, Error> {
        let name = item.need("name", item.get_text("name"))?.to_owned();
        let revision = item.need("revision", item.get_number("revision"))?;
        let live = match item.get_text("generation") {
            Some(generation) => Some(Live {
                generation: generation.to_owned(),
                mark: item.need("mark", item.get_text("mark"))?.to_owned(),
                content: item.need("content", item.get_text("content"))?.to_owned(),
                records: item.need("records", item.get_number("records"))?,
                used: item.need("used", item.get_number("used"))?,
                data: item.need("data", item.get_bytes("data"))?.to_vec(),
                chunks: item.need("of", item.get_number("of"))?,
            }),
            None => None,
        };
        Ok(Self { name, revision, live })
    }

    /// The item of an object that was forgotten: its revisions go on, so that no generation comes twice.
    pub(super) fn forgotten(&self) -> Item {
        item(&self.name, self.revision + 1)
    }

    /// What must be there before, and the item itself.
    pub(super) fn items(object: &Object, revision: u64, pieces: &Pieces) -> Result<(Vec<Item>, Item), Error> {
        let content = content_of(pieces);
        let generation = generation(revision, &content);
        let chunks_of = |piece: &[u8]| chunks::split(piece).len();
        let principals: Vec<(&str, usize)> =
            pieces.of.iter().map(|(principal, piece)| (principal.name(), chunks_of(piece))).collect();
        let rest = Rest::write(&principals, &pieces.books)?;
        let chunks = chunks::split(&rest);
        let more = chunks::items(&more(&object.name), &generation, &rest).into_iter().skip(1).collect();
        let item = item(&object.name, revision)
            .text("mark", &object.mark)
            .text("generation", &generation)
            .text("content", &content)
            .number("records", &pieces.records)
            .number("used", &pieces.used)
            .number("of", &chunks.len())
            .bytes("data", chunks.first().copied().unwrap_or_default());
        Ok((more, item))
    }

    pub(super) fn counted(&self) -> Option<Counted> {
        let Live { mark, records, used, .. } = self.live.as_ref()?;
        let object = Object::new(&self.name, mark);
        Some(Counted { object, records: *records, used: *used })
    }

    /// Principals and books of what is live; `None` if that was replaced meanwhile.
    pub(super) async fn rest(&self, table: &Table) -> Result<Option<Rest>, Error> {
        let Some(Live { generation, data, chunks, .. }) = &self.live else { return Ok(None) };
        let mut bytes = data.clone();
        if *chunks > 1 {
            let further = table.query(&more(&self.name), Range::Beginning(&format!("{generation}#"))).await?;
            if further.len() + 1 != *chunks {
                return Ok(None);
            }
            for item in &further {
                bytes.extend(item.get_bytes("data").unwrap_or_default());
            }
        }
        Rest::read(&bytes)
            .map(Some)
            .map_err(|why| Error::corrupt(&format!("the manifest of `{}`", self.name), why))
    }

    /// The keys of all items that the live generation has beside the manifest.
    pub(super) async fn keys(&self, table: &Table) -> Result<Vec<(String, String)>, Error> {
        let (Some(live), Some(rest)) = (&self.live, self.rest(table).await?) else { return Ok(Vec::new()) };
        let mut keys: Vec<_> =
            (1..live.chunks).map(|chunk| (more(&self.name), chunks::key(&live.generation, chunk))).collect();
        for (principal, count) in &rest.principals {
            let (pk, of) = place(principal, &self.name, &live.generation);
            keys.extend((0..*count).map(|chunk| (pk.clone(), chunks::key(&of, chunk))));
        }
        Ok(keys)
    }
}

fn item(name: &str, revision: u64) -> Item {
    Item::new(OBJECTS, &bounded(name)).text("name", name).number("revision", &revision)
}

fn more(name: &str) -> String {
    format!("more#{}", bounded(name))
}

impl Rest {
    /// The length of the principals, these, the books.
    fn write(principals: &[(&str, usize)], books: &[u8]) -> Result<Vec<u8>, Error> {
        let principals = zstd::bulk::compress(json(&principals).as_bytes(), LEVEL);
        let principals = principals.map_err(|error| {
            Error::new(crate::ErrorKind::Io, format!("a manifest cannot be compressed: {error}"))
        })?;
        let length = u64::try_from(principals.len()).unwrap_or(u64::MAX);
        Ok([&length.to_le_bytes(), &*principals, books].concat())
    }

    fn read(bytes: &[u8]) -> Result<Self, String> {
        let (length, rest) = bytes.split_first_chunk::<8>().ok_or("it is cut short")?;
        let length = usize::try_from(u64::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let (principals, books) = rest.split_at_checked(length).ok_or("it is cut short")?;
        let text = zstd::stream::decode_all(principals).map_err(|error| error.to_string())?;
        let principals = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
        Ok(Self { principals, books: books.to_vec() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_long_is_read_as_it_was_written() {
        let bytes = Rest::write(&[("a", 1), ("ü", 2)], b"books").unwrap();
        let rest = Rest::read(&bytes).unwrap();
        assert_eq!(rest.principals, [("a".to_owned(), 1), ("ü".to_owned(), 2)]);
        assert_eq!(rest.books, b"books");
        assert!(Rest::read(&bytes[..10]).is_err());
    }
}
