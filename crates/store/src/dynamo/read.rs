//! Reading pieces while others write: what is found is held against the manifests.

use std::collections::{BTreeMap, BTreeSet};

use tokio::task::JoinSet;

use super::backoff::Backoff;
use super::chunks;
use super::item::{Item, bounded};
use super::manifest::{self, Manifest, OBJECTS};
use super::table::{Range, Table};
use crate::{Counted, Error, ErrorKind, Filter};

/// Partitions that are read at the same time.
const AT_ONCE: usize = 8;

/// A piece as it is stored, with the name of its object.
pub(super) type Found = (String, Vec<u8>);

/// An object and its generation of which a piece was missing.
type Gap = (String, String);

/// The pieces that the filter asks for, but for service and time.
pub(super) async fn pieces(table: &Table, filter: &Filter) -> Result<Vec<Found>, Error> {
    let (mut gap, mut backoff) = (None, Backoff::default());
    loop {
        let found = match &filter.principal {
            Some(principal) => of_principal(table, principal).await?,
            None => of_all(table, filter.is_all()).await?,
        };
        match found {
            Ok(found) => return Ok(found),
            // Not replaced meanwhile, as it still is what counts.
            Err(again) if gap.as_ref() == Some(&again) => {
                let place = format!("the usage of `{}`", again.0);
                return Err(Error::corrupt(&place, "a piece of it is missing")
                    .help("forget this object and read it anew"));
            }
            Err(new) => gap = Some(new),
        }
        if !backoff.wait().await {
            return Err(Error::new(ErrorKind::Busy, "objects are replaced faster than they are read")
                .help("try again when fewer are written"));
        }
    }
}

async fn of_principal(table: &Table, principal: &str) -> Result<Result<Vec<Found>, Gap>, Error> {
    let wholes = wholes(table, principal).await?;
    let mut by_object: BTreeMap<&str, Vec<(&str, &Vec<Item>)>> = BTreeMap::new();
    for (whole, items) in &wholes {
        let (object, generation) = whole.rsplit_once('#').unwrap_or_default();
        by_object.entry(object).or_default().push((generation, items));
    }
    let keys: Vec<_> = by_object.keys().map(|object| (OBJECTS.to_owned(), (*object).to_owned())).collect();
    let mut found = Vec::new();
    for item in table.get_all(&keys).await? {
        let manifest = Manifest::of(&item)?;
        let Some(live) = &manifest.live else { continue };
        let gap = || (manifest.name.clone(), live.generation.clone());
        let ours = by_object.get(item.sk()).into_iter().flatten();
        let items =
            ours.filter(|(generation, _)| *generation == live.generation).map(|(_, items)| items).next();
        match items.map(|items| chunks::joined(items)) {
            Some(Some(bytes)) => found.push((manifest.name.clone(), bytes)),
            Some(None) => return Ok(Err(gap())),
            // Those found were left over, or replaced since they were found: then there are others.
            None => match manifest.rest(table).await? {
                Some(rest) if rest.principals.iter().all(|(name, _)| name != principal) => {}
                _ => return Ok(Err(gap())),
            },
        }
    }
    Ok(Ok(found))
}

async fn of_all(table: &Table, with_books: bool) -> Result<Result<Vec<Found>, Gap>, Error> {
    let mut found = Vec::new();
    let mut wanted: BTreeMap<String, Vec<Gap>> = BTreeMap::new();
    for manifest in manifests(table).await? {
        let Some(live) = &manifest.live else { continue };
        let of = (manifest.name.clone(), live.generation.clone());
        let Some(rest) = manifest.rest(table).await? else { return Ok(Err(of)) };
        for (principal, _) in rest.principals {
            wanted.entry(principal).or_default().push(of.clone());
        }
        if with_books {
            found.push((of.0, rest.books));
        }
    }
    let mut wanted = wanted.into_iter();
    let mut tasks = JoinSet::new();
    loop {
        while tasks.len() < AT_ONCE
            && let Some((principal, objects)) = wanted.next()
        {
            let table = table.clone();
            tasks.spawn(async move { those_wanted(&table, &principal, objects).await });
        }
        let Some(done) = tasks.join_next().await else { break };
        let done = done.map_err(|error| Error::new(ErrorKind::Io, error.to_string()))?;
        match done? {
            Ok(pieces) => found.extend(pieces),
            Err(gap) => return Ok(Err(gap)),
        }
    }
    // Tasks end in any order.
    found.sort();
    Ok(Ok(found))
}

/// The pieces of a principal in these generations of objects.
async fn those_wanted(
    table: &Table,
    principal: &str,
    objects: Vec<Gap>,
) -> Result<Result<Vec<Found>, Gap>, Error> {
    let wholes = wholes(table, principal).await?;
    let piece = |(object, generation): Gap| {
        let (_, whole) = manifest::place(principal, &object, &generation);
        match wholes.get(&whole).and_then(|items| chunks::joined(items)) {
            Some(bytes) => Ok((object, bytes)),
            None => Err((object, generation)),
        }
    };
    Ok(objects.into_iter().map(piece).collect())
}

/// All that lies in the partition of a principal.
async fn wholes(table: &Table, principal: &str) -> Result<BTreeMap<String, Vec<Item>>, Error> {
    let (pk, _) = manifest::place(principal, "", "");
    let mut wholes: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for item in table.query(&pk, Range::All).await? {
        wholes.entry(chunks::whole_of(&item).to_owned()).or_default().push(item);
    }
    Ok(wholes)
}

async fn manifests(table: &Table) -> Result<Vec<Manifest>, Error> {
    table.query(OBJECTS, Range::All).await?.iter().map(Manifest::of).collect()
}

pub(super) async fn principals(table: &Table) -> Result<BTreeSet<String>, Error> {
    let mut names = BTreeSet::new();
    let mut backoff = Backoff::default();
    'again: loop {
        for manifest in manifests(table).await?.iter().filter(|manifest| manifest.live.is_some()) {
            let Some(rest) = manifest.rest(table).await? else {
                names.clear();
                if backoff.wait().await {
                    continue 'again;
                }
                return Err(Error::corrupt(
                    &format!("the manifest of `{}`", manifest.name),
                    "a part is missing",
                ));
            };
            names.extend(rest.principals.into_iter().map(|(name, _)| name));
        }
        return Ok(names);
    }
}

/// A page of the ledger; objects that were forgotten are passed over.
pub(super) async fn ledger(table: &Table, after: Option<&str>, limit: usize) -> Result<Vec<Counted>, Error> {
    let after = after.map(bounded);
    let range = after.as_deref().map_or(Range::All, Range::Behind);
    let (mut found, mut cursor) = (Vec::new(), None);
    while found.len() < limit {
        let (items, next) = table.page(OBJECTS, range, cursor, Some(limit - found.len())).await?;
        for item in &items {
            found.extend(Manifest::of(item)?.counted());
        }
        cursor = next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(found)
}
