//! What one thread has counted so far; made for quick look-ups, turned into [`Usage`] at the end.

use std::collections::btree_map::Entry;
use std::sync::Arc;

use hashbrown::{Equivalent, HashMap};

use super::memo::Memo;
use crate::denial::Denial;
use crate::dependent::inferred;
use crate::map::{Mapper, Meaning};
use crate::principal;
use crate::read::Item;
use crate::record::{Outcome, Record};
use crate::resource::{About, Touched, touched};
use crate::usage::{ANY_ACTION, Known, Time, Usage, Use, UseKey, event_id, shared_event_id};
use crate::{Principal, Skip};

pub(super) struct Tally<'c> {
    mapper: Mapper<'c>,
    /// The place in `uses` of each key.
    places: HashMap<Key, usize>,
    uses: Vec<Counted<'c>>,
    /// Which requests were looked at, and which contexts.
    requests: Memo,
    contexts: Memo,
    /// The books; its principals are filled at the end.
    pub(super) usage: Usage,
}

struct Counted<'c> {
    meaning: Arc<Meaning<'c>>,
    use_: Use,
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    principal: Box<str>,
    event_source: Box<str>,
    event_name: Box<str>,
    via: Option<Box<str>>,
    outcome: Outcome,
    /// The address of the meaning, which the mapper keeps for good: one for each way in which an event is mapped.
    meaning: usize,
}

/// A [`Key`] that owns nothing. Field order and types hash like those of `Key`.
#[derive(PartialEq, Eq, Hash)]
struct KeyRef<'a> {
    principal: &'a str,
    event_source: &'a str,
    event_name: &'a str,
    via: Option<&'a str>,
    outcome: Outcome,
    meaning: usize,
}

impl Equivalent<Key> for KeyRef<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.meaning == key.meaning
            && *self.principal == *key.principal
            && *self.event_name == *key.event_name
            && *self.event_source == *key.event_source
            && self.via == key.via.as_deref()
            && self.outcome == key.outcome
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
            meaning: key.meaning,
        }
    }
}

impl<'c> Tally<'c> {
    pub(super) fn new(mapper: Mapper<'c>) -> Self {
        Self {
            mapper,
            places: HashMap::new(),
            uses: Vec::new(),
            requests: Memo::default(),
            contexts: Memo::default(),
            usage: Usage::default(),
        }
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
        let meaning = self.mapper.meaning(source, name, record.parameters);
        let key = KeyRef {
            principal: &principal,
            event_source: source,
            event_name: name,
            via: principal::via(record),
            outcome: Outcome::of(record.error_code.as_deref()),
            meaning: Arc::as_ptr(&meaning).addr(),
        };
        let place = if let Some(place) = self.places.get(&key) {
            *place
        } else {
            let place = self.uses.len();
            self.places.insert(Key::from(&key), place);
            self.uses.push(Counted { meaning: Arc::clone(&meaning), use_: Use::default() });
            place
        };
        if let Some(Counted { use_, .. }) = self.uses.get_mut(place) {
            note(use_, record);
            if self.contexts.is_new(place, &context_of(record)) {
                use_.context.note(record);
            }
            // Requests repeat, and to look into one costs more than all else.
            if looks_into_request(&meaning, record) && self.requests.is_new(place, &request_of(record)) {
                note_resources(use_, &meaning, &self.mapper, &About { record, caller: &principal });
            }
            if key.outcome == Outcome::Denied {
                use_.denials.insert_owned(Denial::of(record.error_message.as_deref().unwrap_or_default()));
            }
        }
        None
    }

    pub(super) fn finish(mut self) -> Usage {
        let mut usage = self.usage;
        for (key, place) in self.places {
            let Some(Counted { meaning, use_ }) = self.uses.get_mut(place) else { continue };
            let mut use_ = std::mem::take(use_);
            use_.ids.settle();
            let uses = usage.principals.entry(Principal::new(&key.principal)).or_default();
            let key = UseKey {
                event_source: Arc::from(key.event_source),
                event_name: Arc::from(key.event_name),
                via: key.via.map(Arc::from),
                outcome: key.outcome,
                mapped: meaning.mapped.clone(),
            };
            match uses.entry(key) {
                Entry::Vacant(slot) => drop(slot.insert(use_)),
                Entry::Occupied(mut slot) => slot.get_mut().merge(use_),
            }
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

/// Adds what one event says to its use, but for its resources and its context.
fn note(use_: &mut Use, record: &Record<'_>) {
    let time = record.event_time.as_deref().and_then(Time::parse);
    let account =
        record.recipient_account.as_deref().or(record.identity.account.as_deref()).unwrap_or_default();
    let given = |text: Option<&'_ str>| text.map(str::trim).is_some_and(|text| !text.is_empty());
    match record.event_id.as_deref().map(str::trim).filter(|id| !id.is_empty()) {
        Some(id) => {
            let text = record.event_time.as_deref().unwrap_or_default();
            let day = time.map(|time| time.day_in(text)).unwrap_or_default();
            let shared = record.shared_event_id.as_deref().filter(|id| given(Some(id)));
            use_.ids.push(match shared {
                Some(shared) => shared_event_id(&day, shared.trim()),
                None => event_id(account, &day, id),
            });
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
}

/// Whether the record can tell of resources, or of what else the call needed.
fn looks_into_request(meaning: &Meaning<'_>, record: &Record<'_>) -> bool {
    meaning.plan.takes_resources()
        || !meaning.needs.is_empty()
        || (meaning.mapped.actions().is_empty() && !record.resources.is_empty())
}

fn note_resources(use_: &mut Use, meaning: &Meaning<'_>, mapper: &Mapper<'_>, about: &About<'_>) {
    let record = about.record;
    if meaning.mapped.actions().is_empty() {
        for arn in crate::resource::listed(record) {
            use_.resources.insert(&arn, Known::LISTED);
        }
        return;
    }
    let resources = &mut use_.resources;
    let is_one = meaning.mapped.actions().len() == 1;
    touched(&meaning.plan, about, &mut |Touched { arn, origin, of }| {
        resources.insert(&arn, Known { origin, of: if is_one { ANY_ACTION } else { of } });
    });
    if !meaning.needs.is_empty() {
        inferred(&meaning.needs, mapper.catalog(), record, &mut |what, resource| {
            let resources = use_.inferred.entry(what).or_default();
            if let Some((arn, origin)) = resource {
                resources.insert(arn, Known { origin, of: ANY_ACTION });
            }
        });
    }
}

/// All that [`note_resources`] looks at and that the key of the use does not say.
fn request_of<'a>(record: &'a Record<'_>) -> impl Iterator<Item = &'a str> + Clone {
    let resources =
        record.resources.iter().flat_map(|resource| [&resource.arn, &resource.arn_prefix, &resource.account]);
    let fields = [
        &record.region,
        &record.recipient_account,
        &record.identity.account,
        &record.identity.arn,
        &record.error_message,
    ];
    let texts =
        [record.parameters, record.response, record.additional].into_iter().map(Option::unwrap_or_default);
    fields.into_iter().chain(resources).map(|field| field.as_deref().unwrap_or_default()).chain(texts)
}

/// All that [`crate::usage::Context::note`] looks at.
fn context_of<'a>(record: &'a Record<'_>) -> impl Iterator<Item = &'a str> + Clone {
    let is_kms = record.event_source.as_deref().is_some_and(|source| source.starts_with("kms."));
    let fields = [
        &record.source_ip,
        &record.user_agent,
        &record.vpc_endpoint,
        &record.tls_version,
        &record.identity.kind,
        &record.identity.arn,
        &record.identity.principal_id,
        &record.identity.mfa,
    ];
    let parameters = record.parameters.filter(|_| is_kms).unwrap_or_default();
    fields.into_iter().map(|field| field.as_deref().unwrap_or_default()).chain([parameters])
}
