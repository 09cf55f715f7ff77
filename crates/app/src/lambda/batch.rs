//! A batch of messages from the queue: all are looked at, and those that failed are named, so that only they come again.
//!
//! Both forms are Lambda's: the batch, and `batchItemFailures`
//! (<https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html>).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use ops::{Context, OpError};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::Run;

use super::counting::{Came, Counting, Kept};
use super::notification::Notified;
use super::tally::Tally;
use crate::panics;

/// Messages looked at at the same time: most of the time of each is waiting.
const WORKERS: usize = 8;

/// Of more is told in the log only.
const NOTES: usize = 3;

/// A message of the queue.
struct Message<'e> {
    id: &'e str,
    /// None if it has none that is text.
    body: Option<&'e str>,
    /// When it came into the queue, in seconds since 1970.
    sent: Option<i64>,
}

/// What came of a batch.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Messages that are to come again.
    pub(super) failed: Vec<String>,
    pub(super) tally: Tally,
    pub(super) kept: Kept,
    /// What people should read.
    pub(super) notes: Vec<String>,
}

impl Outcome {
    pub(super) fn answer(&self) -> Value {
        let failures: Vec<_> = self.failed.iter().map(|id| json!({"itemIdentifier": id})).collect();
        json!({"batchItemFailures": failures})
    }
}

/// Looks at every message of the event, and puts what that came to among the runs.
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
    if let Some(run) = outcome.run(&messages, cx)
        && let Err(error) = counting.store.put_run(&run)
    {
        // What counts is kept: that is no reason for the messages to come again.
        outcome.notes.push(format!("the run was not kept: {error}"));
    }
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
        let sent = record.pointer("/attributes/SentTimestamp").and_then(Value::as_str);
        let sent = sent.and_then(|sent| sent.parse::<i64>().ok()).map(|sent| sent / 1000);
        Ok(Message { id, body: text("body"), sent })
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
                    if let Came::Kept { problems, books, .. } = came {
                        outcome.kept.merge(books);
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
        Self { failed: vec![id.to_owned()], tally, notes: vec![note], kept: Kept::default() }
    }

    /// What is told of the batch later; nothing of one in which nothing was to be counted. A batch that comes again is the same run: what an object gave
    /// is told whether it was kept before or not.
    fn run(&self, messages: &[Message<'_>], cx: &Context) -> Option<Run> {
        let Kept { files, records, used, skipped } = self.kept.clone();
        if files == 0 && self.failed.is_empty() {
            return None;
        }
        let mut ids: Vec<_> = messages.iter().map(|message| message.id).collect();
        ids.sort_unstable();
        let digest = Sha256::digest(ids.join("\n"));
        let mark = digest.first_chunk().map_or(0, |first| u128::from_be_bytes(*first));
        let now = cx.now();
        let notes = self.notes.iter().take(NOTES).cloned().collect::<Vec<_>>();
        Some(Run {
            id: format!("batch-{mark:032x}"),
            kind: "notification".to_owned(),
            started_at: messages.iter().filter_map(|message| message.sent).min().unwrap_or(now),
            finished_at: Some(now),
            records,
            used,
            skipped,
            files,
            note: notes.join("; "),
        })
    }

    fn add(&mut self, other: Self) {
        self.failed.extend(other.failed);
        self.notes.extend(other.notes);
        self.tally.merge(other.tally);
        self.kept.merge(other.kept);
    }
}
