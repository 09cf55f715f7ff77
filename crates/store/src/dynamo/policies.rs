//! Policies: each version is an item that is written only if there is none.

use super::backoff::Backoff;
use super::item::{Item, bounded};
use super::table::{If, Range, Table};
use crate::document::json;
use crate::{Error, ErrorKind, PolicyVersion, SavedPolicy};

const NAMES: &str = "policies";
/// An item holds no more, and no policy of AWS's is nearly as long.
const LONGEST: usize = 350_000;

fn versions(name: &str) -> String {
    format!("policy#{}", bounded(name))
}

pub(super) async fn save(
    table: &Table,
    name: &str,
    policy: &PolicyVersion,
    after: Option<u64>,
) -> Result<u64, Error> {
    if policy.document.len() > LONGEST {
        let told = format!("the policy `{name}` is longer than {LONGEST} bytes");
        return Err(Error::new(ErrorKind::TooLarge, told));
    }
    // First, as a name without a version is passed over, and a version without a name would not be found.
    table.put_all(vec![Item::new(NAMES, &bounded(name)).text("name", name)]).await?;
    let mut backoff = Backoff::default();
    loop {
        let newest = newest(table, name).await?.map_or(0, |newest| newest.version);
        if after.is_some_and(|after| after != newest) {
            return Err(Error::conflict(name, newest));
        }
        let version = newest + 1;
        let row = PolicyVersion { version, ..policy.clone() };
        let item = Item::new(&versions(name), &format!("{version:020}")).text("body", &json(&row));
        if table.put(item, If::New).await? {
            return Ok(version);
        }
        if !backoff.wait().await {
            return Err(Error::new(ErrorKind::Busy, format!("others save the policy `{name}` all the time")));
        }
    }
}

async fn newest(table: &Table, name: &str) -> Result<Option<PolicyVersion>, Error> {
    let (items, _) = table.page(&versions(name), Range::Newest, None, Some(1)).await?;
    items.first().map(|item| version(name, item)).transpose()
}

fn version(name: &str, item: &Item) -> Result<PolicyVersion, Error> {
    let body = item.need("body", item.get_text("body"))?;
    serde_json::from_str(body).map_err(|error| Error::corrupt(&format!("the policy `{name}`"), error))
}

pub(super) async fn policy(table: &Table, name: &str) -> Result<Option<SavedPolicy>, Error> {
    let items = table.query(&versions(name), Range::All).await?;
    let versions = items.iter().map(|item| version(name, item)).collect::<Result<Vec<_>, _>>()?;
    Ok((!versions.is_empty()).then(|| SavedPolicy { name: name.to_owned(), versions }))
}

pub(super) async fn policies(table: &Table) -> Result<Vec<SavedPolicy>, Error> {
    let mut found = Vec::new();
    for item in table.query(NAMES, Range::All).await? {
        let name = item.need("name", item.get_text("name"))?;
        let newest = newest(table, name).await?;
        found.extend(newest.map(|newest| SavedPolicy { name: name.to_owned(), versions: vec![newest] }));
    }
    Ok(found)
}
