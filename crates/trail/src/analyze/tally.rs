//! What one thread has counted so far; made for quick look-ups, turned into [`Usage`] at the end.

use std::sync::Arc;

use hashbrown::{Equivalent, HashMap};

use crate::map::{Mapped, Mapper};
use crate::principal;
use crate::read::Item;
use crate::record::{Outcome, Record};
use crate::usage::{Time, Usage, Use, UseKey, event_id};
use crate::{Principal, Skip};

pub(super) struct Tally<'c> {
    mapper: Mapper<'c>,
    uses: HashMap<Key, Use>,
    /// The books; its principals are filled at the end.
    pub(super) usage: Usage,
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    principal: Box<str>,
    event_source: Box<str>,
    event_name: Box<str>,
    via: Option<Box<str>>,
    outcome: Outcome,
    mapped: Mapped,
}

/// A [`Key`] that owns nothing. Field order and types hash like those of `Key`.
#[derive(PartialEq, Eq, Hash)]
struct KeyRef<'a> {
    principal: &'a str,
    event_source: &'a str,
    event_name: &'a str,
    via: Option<&'a str>,
    outcome: Outcome,
    mapped: &'a Mapped,
}

impl Equivalent<Key> for KeyRef<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        *self.event_name == *key.event_name
            && *self.principal == *key.principal
            && *self.event_source == *key.event_source
            && self.via == key.via.as_deref()
            && self.outcome == key.outcome
            && *self.mapped == key.mapped
    }
}

impl From<&KeyRef<'_>> for Key {
    fn from(key: &KeyRef<'_>) -> Self {
        Self {
            principal: key.principal.into(),
            event_source: key.event_source.into(),
            event_name: key.event_name.into(),
            via: key.via.map(Into::into),
            outcome: key.outcome,
            mapped: key.mapped.clone(),
        }
    }
}

impl<'c> Tally<'c> {
    pub(super) fn new(mapper: Mapper<'c>) -> Self {
        Self { mapper, uses: HashMap::new(), usage: Usage::default() }
    }

    pub(super) fn take(&mut self, item: Item<'_>) {
        self.usage.records += 1;
        let reason = match item {
            Item::Skipped(reason) => Some(reason),
            Item::Record(record) => self.count(record),
        };
        if let Some(reason) = reason {
            self.usage.skipped.add(reason, 1);
        }
    }

    /// Counts an API call, or says why it is none.
    fn count(&mut self, record: &Record<'_>) -> Option<Skip> {
        if let Some(skip) = not_a_call(record) {
            return Some(skip);
        }
        let source = record.event_source.as_deref().unwrap_or_default().trim();
        let name = record.event_name.as_deref().unwrap_or_default().trim();
        if source.is_empty() || name.is_empty() {
            return Some(Skip::Unreadable);
        }
        let principal = principal::spell(record);
        let mapped = self.mapper.map(source, name, record.parameters);
        let key = KeyRef {
            principal: &principal,
            event_source: source,
            event_name: name,
            via: principal::via(record),
            outcome: Outcome::of(record.error_code.as_deref()),
            mapped: &mapped,
        };
        if let Some(use_) = self.uses.get_mut(&key) {
            note(use_, record);
        } else {
            note(self.uses.entry(Key::from(&key)).or_default(), record);
        }
        None
    }

    pub(super) fn finish(self) -> Usage {
        let mut usage = self.usage;
        for (key, mut use_) in self.uses {
            use_.ids.settle();
            let uses = usage.principals.entry(Principal::new(&key.principal)).or_default();
            let key = UseKey {
                event_source: Arc::from(key.event_source),
                event_name: Arc::from(key.event_name),
                via: key.via.map(Arc::from),
                outcome: key.outcome,
                mapped: key.mapped,
            };
            uses.insert(key, use_);
        }
        usage
    }
}

pub(super) fn not_a_call(record: &Record<'_>) -> Option<Skip> {
    match record.event_type.as_deref().map(str::trim) {
        Some("AwsApiCall") => None,
        Some(other) if !other.is_empty() => Some(Skip::of_event_type(other)),
        // Event types came with version 1.02; the versions before knew API calls only.
        _ if matches!(record.event_version.as_deref(), Some("1.0" | "1.00" | "1.01")) => None,
        _ if record.event_version.is_none() && record.event_source.is_none() => Some(Skip::NotCloudTrail),
        _ => Some(Skip::NoEventType),
    }
}

/// Adds what one event says to its use.
fn note(use_: &mut Use, record: &Record<'_>) {
    let time = record.event_time.as_deref().and_then(Time::parse);
    let account =
        record.recipient_account.as_deref().or(record.identity.account.as_deref()).unwrap_or_default();
    match record.event_id.as_deref().map(str::trim).filter(|id| !id.is_empty()) {
        Some(id) => {
            let day = time.map(Time::day).unwrap_or_default();
            use_.ids.push(event_id(account, &day, id));
            use_.evidence.insert(id);
        }
        None => use_.without_id += 1,
    }
    if let Some(time) = time {
        use_.seen(time);
    }
    if let Some(region) = record.region.as_deref() {
        use_.regions.insert(region);
    }
    if !account.is_empty() {
        use_.accounts.insert(account);
    }
    if let Some(code) = record.error_code.as_deref().filter(|code| !code.is_empty()) {
        use_.error_codes.insert(code);
    }
    for resource in &record.resources {
        if let Some(arn) = resource.arn.as_deref().filter(|arn| arn.starts_with("arn:")) {
            use_.resources.insert(arn);
        }
        if let Some(prefix) = resource.arn_prefix.as_deref().filter(|arn| arn.starts_with("arn:")) {
            use_.resources.insert(&format!("{prefix}*"));
        }
    }
}
