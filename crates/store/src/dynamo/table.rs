//! Requests to the table, tried again until they are answered. All reads see every write that was acknowledged.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, DeleteRequest, KeysAndAttributes, PutRequest, WriteRequest};

use super::backoff::{Backoff, by_chance};
use super::fault::{Fault, Next, fault};
use super::item::{Attributes, Item};
use crate::{Error, ErrorKind};

/// Items in one request to write, and to read.
const MOST_WRITTEN: usize = 25;
const MOST_READ: usize = 100;

#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) client: Client,
    pub(super) name: String,
}

/// The condition of a write.
#[derive(Debug, Clone, Copy)]
pub(super) enum If {
    /// There is no item with these keys.
    New,
    /// The item has this `revision`.
    Revision(u64),
}

/// Which items of a partition, in which order.
#[derive(Debug, Clone, Copy)]
pub(super) enum Range<'a> {
    All,
    Newest,
    Behind(&'a str),
    Beginning(&'a str),
}

pub(super) type Cursor = Option<Attributes>;

/// Tries until it is answered, or was tried often enough.
pub(super) async fn again<T, F, R>(act: F) -> Result<T, Fault>
where
    F: Fn() -> R,
    R: Future<Output = Result<T, Fault>>,
{
    let mut backoff = Backoff::default();
    loop {
        match act().await {
            Err(fault) if fault.next == Next::Again && backoff.wait().await => {}
            done => return done,
        }
    }
}

impl Table {
    pub(super) async fn get(&self, pk: &str, sk: &str) -> Result<Option<Item>, Error> {
        let answer = again(|| async {
            let request = self.client.get_item().table_name(&self.name).consistent_read(true);
            request.set_key(Some(Item::new(pk, sk).0)).send().await.map_err(fault)
        });
        Ok(answer.await?.item.map(Item))
    }

    /// Writes the item; false if the condition does not hold.
    pub(super) async fn put(&self, item: Item, only: If) -> Result<bool, Error> {
        let writer = format!("{:016x}", by_chance());
        let item = item.text("writer", &writer);
        let answer = again(|| async {
            let request = self.client.put_item().table_name(&self.name).set_item(Some(item.0.clone()));
            let request = match only {
                If::New => request
                    .condition_expression("attribute_not_exists(#n)")
                    .expression_attribute_names("#n", "pk"),
                If::Revision(revision) => request
                    .condition_expression("#n = :r")
                    .expression_attribute_names("#n", "revision")
                    .expression_attribute_values(":r", AttributeValue::N(revision.to_string())),
            };
            request.send().await.map_err(fault)
        });
        match answer.await {
            Ok(_) => Ok(true),
            Err(fault) if fault.next == Next::LookAgain => {
                // It may have been written by the try before, of which only the answer was lost.
                let there = self.get(item.get_text("pk").unwrap_or_default(), item.sk()).await?;
                Ok(there.is_some_and(|there| there.get_text("writer") == Some(&writer)))
            }
            Err(fault) => Err(fault.error),
        }
    }

    /// One page, and from where the next one goes on.
    pub(super) async fn page(
        &self,
        pk: &str,
        range: Range<'_>,
        from: Cursor,
        limit: Option<usize>,
    ) -> Result<(Vec<Item>, Cursor), Error> {
        let limit = limit.map(|limit| i32::try_from(limit.max(1)).unwrap_or(i32::MAX));
        let answer = again(|| async {
            let request = self
                .client
                .query()
                .table_name(&self.name)
                .consistent_read(true)
                .set_limit(limit)
                .set_exclusive_start_key(from.clone())
                .expression_attribute_names("#p", "pk")
                .expression_attribute_values(":p", AttributeValue::S(pk.to_owned()));
            let bounded = |expression: &str, text: &str| {
                request
                    .clone()
                    .key_condition_expression(expression)
                    .expression_attribute_names("#s", "sk")
                    .expression_attribute_values(":s", AttributeValue::S(text.to_owned()))
            };
            let request = match range {
                Range::All => request.key_condition_expression("#p = :p"),
                Range::Newest => request.key_condition_expression("#p = :p").scan_index_forward(false),
                Range::Behind(text) => bounded("#p = :p AND #s > :s", text),
                Range::Beginning(text) => bounded("#p = :p AND begins_with(#s, :s)", text),
            };
            request.send().await.map_err(fault)
        });
        let answer = answer.await?;
        let items = answer.items.unwrap_or_default().into_iter().map(Item).collect();
        Ok((items, answer.last_evaluated_key.filter(|key| !key.is_empty())))
    }

    /// All pages.
    pub(super) async fn query(&self, pk: &str, range: Range<'_>) -> Result<Vec<Item>, Error> {
        let (mut items, mut cursor) = self.page(pk, range, None, None).await?;
        while cursor.is_some() {
            let (more, next) = self.page(pk, range, cursor, None).await?;
            items.extend(more);
            cursor = next;
        }
        Ok(items)
    }

    /// The items with these keys that there are, in no order.
    pub(super) async fn get_all(&self, keys: &[(String, String)]) -> Result<Vec<Item>, Error> {
        let mut found = Vec::new();
        for keys in keys.chunks(MOST_READ) {
            let mut keys: Vec<Attributes> = keys.iter().map(|(pk, sk)| Item::new(pk, sk).0).collect();
            let mut backoff = Backoff::default();
            while !keys.is_empty() {
                let asked = KeysAndAttributes::builder().set_keys(Some(keys)).consistent_read(true).build();
                let asked = asked.map_err(|error| Error::new(ErrorKind::Io, error.to_string()))?;
                let answer = again(|| async {
                    let request = self.client.batch_get_item().request_items(&self.name, asked.clone());
                    request.send().await.map_err(fault)
                });
                let answer = answer.await?;
                found.extend(answer.responses.into_iter().flat_map(HashMap::into_values).flatten().map(Item));
                let left = answer.unprocessed_keys.unwrap_or_default().remove(&self.name);
                keys = left.map(|left| left.keys).unwrap_or_default();
                wait_if(!keys.is_empty(), &mut backoff).await?;
            }
        }
        Ok(found)
    }

    pub(super) async fn put_all(&self, items: Vec<Item>) -> Result<(), Error> {
        let put = |item: Item| PutRequest::builder().set_item(Some(item.0)).build();
        let requests =
            items.into_iter().map(put).map(|put| Ok(WriteRequest::builder().put_request(put?).build()));
        self.write(requests.collect::<Result<_, _>>().map_err(unbuilt)?).await
    }

    pub(super) async fn delete_all(&self, keys: &[(String, String)]) -> Result<(), Error> {
        let delete =
            |(pk, sk): &(String, String)| DeleteRequest::builder().set_key(Some(Item::new(pk, sk).0)).build();
        let requests =
            keys.iter().map(delete).map(|delete| Ok(WriteRequest::builder().delete_request(delete?).build()));
        self.write(requests.collect::<Result<_, _>>().map_err(unbuilt)?).await
    }

    /// Writes all of them, in no order. What the server leaves undone is asked for again.
    async fn write(&self, requests: Vec<WriteRequest>) -> Result<(), Error> {
        for requests in requests.chunks(MOST_WRITTEN) {
            let mut requests = requests.to_vec();
            let mut backoff = Backoff::default();
            while !requests.is_empty() {
                let answer = again(|| async {
                    let request = self.client.batch_write_item().request_items(&self.name, requests.clone());
                    request.send().await.map_err(fault)
                });
                let left = answer.await?.unprocessed_items.unwrap_or_default().remove(&self.name);
                requests = left.unwrap_or_default();
                wait_if(!requests.is_empty(), &mut backoff).await?;
            }
        }
        Ok(())
    }
}

#[allow(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn unbuilt(error: aws_sdk_dynamodb::error::BuildError) -> Error {
    Error::new(ErrorKind::Io, error.to_string())
}

async fn wait_if(is_left: bool, backoff: &mut Backoff) -> Result<(), Error> {
    if is_left && !backoff.wait().await {
        return Err(Error::new(
            ErrorKind::Throttled,
            "the server leaves again and again undone what it is asked for",
        )
        .help("wait, or give the table more capacity"));
    }
    Ok(())
}
