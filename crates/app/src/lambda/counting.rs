//! One object: read, counted, and kept in place of what was kept of it before.

use std::collections::BTreeMap;
use std::sync::Arc;

use ops::Context;
use ops::buckets::{is_unchanged, read_object};
use ops::context::Store as Bucket;
use store::{Object, Put, Store};
use trail::Usage;
use trail::layout::{Selection, delivered};

use super::notification::Place;

/// Where objects are, and where what they give is kept.
pub(super) struct Counting {
    pub(super) bucket: Box<dyn Bucket>,
    pub(super) store: Arc<dyn Store>,
}

/// What became of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Came {
    Kept {
        put: Put,
        /// Events.
        used: u64,
        /// What of it could not be read, in words.
        problems: Vec<String>,
        books: Kept,
    },
    /// It is not counted, for this reason.
    Skipped(&'static str),
}

/// What objects gave, whether they were kept before or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) files: u64,
    pub(super) records: u64,
    pub(super) used: u64,
    /// By reason.
    pub(super) skipped: BTreeMap<String, u64>,
}

/// An object that is written more often than this while it is counted is left to the next notification.
const ROUNDS: u32 = 5;

impl Counting {
    /// Counts the object as it is now, whatever it was when the notification was sent: so that notifications may come late, twice and in
    /// any order. The error says why it is to be tried again.
    pub(super) fn count(&self, place: &Place, cx: &Context) -> Result<Came, String> {
        let Place { bucket, key } = place;
        if let Some(why) = unwanted(key) {
            return Ok(Came::Skipped(why));
        }
        for _ in 0..ROUNDS {
            let read =
                read_object(self.bucket.as_ref(), bucket, key, cx).map_err(|error| error.to_string())?;
            let Some(read) = read else { return Ok(Came::Skipped("gone")) };
            let object = Object::in_bucket(bucket, key, read.mark);
            let put = self.store.put_partial(&object, &read.usage).map_err(|error| told(&error))?;
            // Somebody else may have read a newer content and kept it before: who replaces looks whether what it put is the newest. Thus
            // whoever comes last has looked.
            let is_newest = put != Put::Replaced
                || read.size == 0
                || is_unchanged(self.bucket.as_ref(), bucket, key, &object.mark, cx)
                    .map_err(|error| error.to_string())?;
            if is_newest {
                let problems = read.problems.into_iter().map(|problem| problem.message).collect();
                return Ok(Came::Kept {
                    put,
                    used: read.usage.used(),
                    problems,
                    books: Kept::of(&read.usage),
                });
            }
        }
        Err("it changes while it is counted".to_owned())
    }
}

impl Kept {
    fn of(usage: &Usage) -> Self {
        let skipped = usage.skipped();
        let skipped = skipped.iter().map(|(skip, count)| (skip.name().to_owned(), count)).collect();
        Self { files: 1, records: usage.records(), used: usage.used(), skipped }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.files += other.files;
        self.records += other.records;
        self.used += other.used;
        other.skipped.into_iter().for_each(|(why, count)| *self.skipped.entry(why).or_default() += count);
    }
}

/// Why an object of this key is not read; `None` for one that may be a log.
fn unwanted(key: &str) -> Option<&'static str> {
    if Selection::default().wants(key) {
        return None;
    }
    Some(match delivered(key).and_then(|place| place.kind) {
        Some("CloudTrail-Digest") => "digest",
        Some("CloudTrail-Insight") => "insight",
        Some("CloudTrail") | None => "noLog",
        Some(_) => "otherService",
    })
}

fn told(error: &store::Error) -> String {
    let help = error.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    format!("{error}{help}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_log_is_told_by_its_key() {
        for (key, why) in [
            ("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/31/x.json.gz", None),
            ("elsewhere/x.json", None),
            ("AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/01/31/x.json.gz", Some("digest")),
            ("AWSLogs/111122223333/CloudTrail-Insight/eu-west-1/2026/01/31/x.json.gz", Some("insight")),
            ("AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/01/31/x.log.gz", Some("otherService")),
            ("AWSLogs/111122223333/CloudTrail/", Some("noLog")),
            ("notes.txt", Some("noLog")),
        ] {
            assert_eq!(unwanted(key), why, "{key}");
        }
    }
}
