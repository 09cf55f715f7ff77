//! Partials: pieces first, then the manifest that makes them count.

use super::backoff::Backoff;
use super::chunks;
use super::item::Item;
use super::manifest::{self, Manifest};
use super::table::{If, Table};
use crate::pieces::Pieces;
use crate::{Error, ErrorKind, Object, Put};

pub(super) async fn put(table: &Table, object: &Object, pieces: &Pieces) -> Result<Put, Error> {
    let mut backoff = Backoff::default();
    loop {
        let Some(Written { before, manifest }) = write_pieces(table, object, pieces).await? else {
            return Ok(Put::Same);
        };
        let only = before.as_ref().map_or(If::New, |before| If::Revision(before.revision));
        let ours = Manifest::of(&manifest)?;
        if table.put(manifest, only).await? {
            let is_replaced = before.as_ref().is_some_and(|before| before.live.is_some());
            if let Some(before) = before {
                table.delete_all(&before.keys(table).await?).await?;
            }
            return Ok(if is_replaced { Put::Replaced } else { Put::New });
        }
        // Somebody was faster: these pieces will never count, unless it was the same content.
        let now = Manifest::read(table, &object.name).await?.and_then(|now| now.live);
        if now.map(|live| live.generation) != ours.live.as_ref().map(|live| live.generation.clone()) {
            table.delete_all(&ours.keys(table).await?).await?;
        }
        if !backoff.wait().await {
            return Err(contended(&object.name));
        }
    }
}

/// What was there, and what is to be there.
pub(super) struct Written {
    before: Option<Manifest>,
    manifest: Item,
}

/// Writes all but the manifest; nothing if the same is live already.
pub(super) async fn write_pieces(
    table: &Table,
    object: &Object,
    pieces: &Pieces,
) -> Result<Option<Written>, Error> {
    let before = Manifest::read(table, &object.name).await?;
    let content = manifest::content_of(pieces);
    let live = before.as_ref().and_then(|before| before.live.as_ref());
    if live.is_some_and(|live| live.content == content && live.mark == object.mark) {
        return Ok(None);
    }
    let revision = before.as_ref().map_or(1, |before| before.revision + 1);
    let generation = manifest::generation(revision, &content);
    let (mut items, manifest) = Manifest::items(object, revision, pieces)?;
    for (principal, piece) in &pieces.of {
        let (pk, of) = manifest::place(principal.name(), &object.name, &generation);
        items.extend(chunks::items(&pk, &of, piece));
    }
    table.put_all(items).await?;
    Ok(Some(Written { before, manifest }))
}

pub(super) async fn forget(table: &Table, name: &str) -> Result<bool, Error> {
    let mut backoff = Backoff::default();
    loop {
        let Some(before) = Manifest::read(table, name).await?.filter(|before| before.live.is_some()) else {
            return Ok(false);
        };
        let keys = before.keys(table).await?;
        if table.put(before.forgotten(), If::Revision(before.revision)).await? {
            table.delete_all(&keys).await?;
            return Ok(true);
        }
        if !backoff.wait().await {
            return Err(contended(name));
        }
    }
}

fn contended(name: &str) -> Error {
    Error::new(ErrorKind::Busy, format!("others write the object `{name}` all the time"))
        .help("give each object to one writer")
}
