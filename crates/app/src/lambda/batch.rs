//! A batch of messages from the queue: all are looked at, and those that failed are named, so that only they come again.
//!
//! Both forms are Lambda's: the batch, and `batchItemFailures`
//! (<https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html>).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use ops::{Context, OpError};
use serde_json::{Value, json};

use super::counting::{Came, Counting};
use super::notification::Notified;
use super::tally::Tally;
use crate::panics;

/// Messages looked at at the same time: most of the time of each is waiting.
const WORKERS: usize = 8;

/// A message of the queue.
struct Message<'e> {
    id: &'e str,
    /// None if it has none that is text.
    body: Option<&'e str>,
}

/// What came of a batch.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Messages that are to come again.
    pub(super) failed: Vec<String>,
    pub(super) tally: Tally,
    /// What people should read.
    pub(super) notes: Vec<String>,
}

impl Outcome {
    pub(super) fn answer(&self) -> Value {
        let failures: Vec<_> = self.failed.iter().map(|id| json!({"itemIdentifier": id})).collect();
        json!({"batchItemFailures": failures})
    }
}

/// Looks at every message of the event.
///
/// # Errors
///
/// If the event is no batch: then there is nothing that could be named as failed, and all of it has to come again.
pub(super) fn count(event: &Value, counting: &Counting, cx: &Context) -> Result<Outcome, OpError> {
    let messages = messages(event)?;
    let next = AtomicUsize::new(0);
    let outcome = Mutex::new(Outcome::default());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS.min(messages.len()) {
            scope.spawn(|| {
                while let Some(message) = messages.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let done = panics::caught(|| Ok(message.count(counting, cx)));
                    let done = done.unwrap_or_else(|error| {
                        let mut done = Outcome::failed(message.id, error.message);
                        done.tally.messages = 1;
                        done
                    });
                    outcome.lock().unwrap_or_else(PoisonError::into_inner).add(done);
                }
            });
        }
    });
    let mut outcome = outcome.into_inner().unwrap_or_else(PoisonError::into_inner);
    outcome.failed.sort();
    outcome.notes.sort();
    Ok(outcome)
}

fn messages(event: &Value) -> Result<Vec<Message<'_>>, OpError> {
    let records = event.get("Records").and_then(Value::as_array);
    let records = records.ok_or_else(|| OpError::invalid("the event is no batch of a queue"))?;
    let message = |record| {
        let text = |name: &str| Value::get(record, name).and_then(Value::as_str);
        let is_queued = text("eventSource") == Some("aws:sqs");
        let id = text("messageId").filter(|id| is_queued && !id.is_empty());
        let id =
            id.ok_or_else(|| OpError::invalid("the event has a record that is no message of a queue"))?;
        Ok(Message { id, body: text("body") })
    };
    records.iter().map(message).collect()
}

impl Message<'_> {
    fn count(&self, counting: &Counting, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        outcome.tally.messages = 1;
        let Some(body) = self.body else {
            outcome.add(Outcome::failed(self.id, "the message has no body"));
            return outcome;
        };
        let notified = Notified::read(body);
        outcome.tally.skip("notWritten", notified.others);
        let mut faults = notified.faults;
        for place in &notified.written {
            let name = format!("`s3://{}/{}`", place.bucket, place.key);
            match counting.count(place, cx) {
                Ok(came) => {
                    outcome.tally.add(&came);
                    if let Came::Kept { problems, .. } = came {
                        outcome.notes.extend(problems.iter().map(|problem| format!("{name}: {problem}")));
                    }
                }
                Err(why) => faults.push(format!("{name}: {why}")),
            }
        }
        if !faults.is_empty() {
            outcome.add(Outcome::failed(self.id, faults.join("; ")));
        }
        outcome
    }
}

impl Outcome {
    fn failed(id: &str, why: impl AsRef<str>) -> Self {
        let note = format!("message {id} will come again: {}", why.as_ref());
        let tally = Tally { failed: 1, ..Tally::default() };
        Self { failed: vec![id.to_owned()], tally, notes: vec![note] }
    }

    fn add(&mut self, other: Self) {
        self.failed.extend(other.failed);
        self.notes.extend(other.notes);
        self.tally.merge(other.tally);
    }
}
