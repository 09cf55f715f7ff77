//! Documents: the place in the order first, then the chunks, then the head that makes both count.

use super::backoff::{Backoff, by_chance};
use super::chunks;
use super::item::{Item, bounded, time_key};
use super::table::{If, Range, Table};
use crate::{Error, ErrorKind, Shelf, Shelved};

fn heads(shelf: Shelf) -> String {
    format!("document#{}", shelf.name())
}

fn order(shelf: Shelf) -> String {
    format!("shelf#{}", shelf.name())
}

fn more(shelf: Shelf, id: &str) -> String {
    format!("more#{}#{}", shelf.name(), bounded(id))
}

fn place(document: &Shelved) -> String {
    format!("{}#{}", time_key(document.at), bounded(&document.id))
}

/// What the head says beside the document.
struct Head {
    document: Shelved,
    revision: u64,
    /// What the sort keys of its chunks begin with: none but its writer's own.
    generation: String,
    chunks: usize,
}

impl Head {
    /// The keys of the chunks that it does not hold itself.
    fn further(&self, shelf: Shelf) -> Vec<(String, String)> {
        let key = |chunk| (more(shelf, &self.document.id), chunks::key(&self.generation, chunk));
        (1..self.chunks).map(key).collect()
    }
}

pub(super) async fn shelve(table: &Table, shelf: Shelf, document: &Shelved) -> Result<(), Error> {
    let mut backoff = Backoff::default();
    loop {
        let before = head(table, shelf, &document.id).await?;
        let (revision, only) = match &before {
            Some(before) => (before.revision + 1, If::Revision(before.revision)),
            None => (1, If::New),
        };
        let generation = format!("{revision:08x}.{:016x}", by_chance());
        let mut items = chunks::items(&more(shelf, &document.id), &generation, document.body.as_bytes());
        let count = items.len();
        let first = items.remove(0);
        items.push(Item::new(&order(shelf), &place(document)).text("id", &document.id));
        table.put_all(items).await?;
        let ours = Head { document: document.clone(), revision, generation, chunks: count };
        let head = Item::new(&heads(shelf), &bounded(&document.id))
            .text("id", &document.id)
            .number("at", &document.at)
            .number("revision", &revision)
            .text("generation", &ours.generation)
            .number("of", &count)
            .bytes("data", first.get_bytes("data").unwrap_or_default());
        if table.put(head, only).await? {
            let Some(before) = before else { return Ok(()) };
            let mut gone = before.further(shelf);
            if before.document.at != document.at {
                gone.push((order(shelf), place(&before.document)));
            }
            return table.delete_all(&gone).await;
        }
        // Somebody was faster: these chunks will never count.
        table.delete_all(&ours.further(shelf)).await?;
        if !backoff.wait().await {
            return Err(Error::new(ErrorKind::Busy, format!("others write `{}` all the time", document.id)));
        }
    }
}

/// The head, its document with the first chunk only.
async fn head(table: &Table, shelf: Shelf, id: &str) -> Result<Option<Head>, Error> {
    table.get(&heads(shelf), &bounded(id)).await?.map(|item| read(&item)).transpose()
}

fn read(item: &Item) -> Result<Head, Error> {
    let id = item.need("id", item.get_text("id"))?.to_owned();
    let at = item.need("at", item.get_number("at"))?;
    let data = item.need("data", item.get_bytes("data"))?;
    let revision = item.need("revision", item.get_number("revision"))?;
    // Tables of before have chunks that are named by the revision alone.
    let generation = item.get_text("generation").map_or_else(|| format!("{revision:08x}"), str::to_owned);
    Ok(Head {
        // A chunk may end within a character: what is cut is put together before it is read.
        document: Shelved { id, at, body: String::from_utf8_lossy(data).into_owned() },
        revision,
        generation,
        chunks: item.need("of", item.get_number("of"))?,
    })
}

pub(super) async fn shelved(table: &Table, shelf: Shelf, id: &str) -> Result<Option<Shelved>, Error> {
    let mut backoff = Backoff::default();
    loop {
        let Some(item) = table.get(&heads(shelf), &bounded(id)).await? else { return Ok(None) };
        let head = read(&item)?;
        if head.chunks == 1 {
            return Ok(Some(head.document));
        }
        let of = format!("{}#", head.generation);
        let further = table.query(&more(shelf, id), Range::Beginning(&of)).await?;
        if further.len() + 1 == head.chunks {
            let chunks = std::iter::once(&item).chain(&further);
            let bytes: Vec<&[u8]> = chunks.map(|item| item.get_bytes("data").unwrap_or_default()).collect();
            let body = String::from_utf8(bytes.concat());
            let body = body.map_err(|error| Error::corrupt(&format!("the document `{id}`"), error))?;
            return Ok(Some(Shelved { body, ..head.document }));
        }
        // It was written anew meanwhile.
        if !backoff.wait().await {
            return Err(Error::corrupt(&format!("the document `{id}`"), "a part is missing"));
        }
    }
}

pub(super) async fn shelf(
    table: &Table,
    shelf: Shelf,
    offset: usize,
    limit: usize,
) -> Result<Vec<Shelved>, Error> {
    let (mut found, mut cursor, mut behind) = (Vec::new(), None, offset);
    loop {
        let (items, next) = table.page(&order(shelf), Range::Newest, cursor, None).await?;
        for item in &items {
            if found.len() == limit {
                return Ok(found);
            }
            let id = item.need("id", item.get_text("id"))?;
            // A place that was left over by one that never got its head, or has another now.
            let head = head(table, shelf, id).await?;
            if head.is_none_or(|head| place(&head.document) != item.sk()) {
                continue;
            }
            if behind > 0 {
                behind -= 1;
                continue;
            }
            found.extend(shelved(table, shelf, id).await?);
        }
        cursor = next;
        if cursor.is_none() {
            return Ok(found);
        }
    }
}
