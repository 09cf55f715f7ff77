//! What one thread has counted so far; made for quick look-ups, turned into [`Usage`] at the end.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::hash::BuildHasher;
use std::sync::Arc;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::memo::{Latest, Numbers};
use super::names::{Name, Names};
use super::notes::Notes;
use crate::map::{Mapper, Meaning};
use crate::principal;
use crate::read::Item;
use crate::record::{Outcome, Record};
use crate::resource::About;
use crate::usage::{EventIdText, Numberer, Time, Usage, Use, UseKey, beginning, shared_event_id};
use crate::{Principal, Skip, Wanted};

/// More events than this are not kept beside their uses.
const MOST_FRESH: usize = 1 << 15;

pub(super) struct Tally<'c> {
    mapper: Mapper<'c>,
    wanted: &'c Wanted,
    names: Names,
    /// The place in `uses` of each key.
    places: HashTable<u32>,
    hasher: DefaultHashBuilder,
    uses: Vec<Counted<'c>>,
    /// The places of uses by all that tells whose they are and of what: most events are of a use that another was just of.
    latest: Latest<u32>,
    numbers: Numbers,
    notes: Notes,
    /// Events not yet put into their uses: the place of the use and the number of the event. So a use, of which there are more
    /// than the caches hold, is not fetched for every event.
    fresh: Vec<(u32, u64)>,
    numberer: Numberer,
    /// The books; its principals are filled at the end.
    pub(super) usage: Usage,
}

/// As long as a line of a cache: each event asks for one.
struct Counted<'c> {
    key: Key,
    event_name: Name,
    meaning: Arc<Meaning<'c>>,
    use_: Box<Use>,
    /// Event ids that begin with more than this are no evidence any more: there are enough smaller ones.
    ceiling: u64,
    /// The first moment and the last.
    span: Option<(Time, Time)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    principal: Name,
    event_source: Name,
    via: Option<Name>,
    outcome: Outcome,
}

impl Counted<'_> {
    /// With the address of the meaning, which the mapper keeps for good: one for each event and each way in which it is mapped.
    fn key(&self) -> (Key, usize) {
        (self.key, Arc::as_ptr(&self.meaning).addr())
    }
}

impl<'c> Tally<'c> {
    pub(super) fn new(mapper: Mapper<'c>, wanted: &'c Wanted) -> Self {
        let numbers = Numbers::default();
        Self {
            mapper,
            wanted,
            names: Names::default(),
            places: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            uses: Vec::new(),
            latest: Latest::new(1 << 15),
            notes: Notes::new(&numbers),
            numbers,
            fresh: Vec::new(),
            numberer: Numberer::default(),
            usage: Usage::default(),
        }
    }

    /// Records that came in, and how many of them were skipped.
    pub(super) fn counts(&self) -> [u64; 2] {
        [self.usage.records, self.usage.skipped.total()]
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
        if let Some(skip) = not_a_call(record).or_else(|| self.wanted.refusal(record)) {
            return Some(skip);
        }
        let source = record.event_source.as_deref().unwrap_or_default().trim();
        let name = record.event_name.as_deref().unwrap_or_default().trim();
        if source.is_empty() || name.is_empty() {
            return Some(Skip::Unreadable);
        }
        let place = self.known_place(record, source, name);
        let counted = self.uses.get_mut(place)?;
        if let Some(id) = note_event(counted, record, &mut self.numberer) {
            self.fresh.push((u32::try_from(place).unwrap_or(u32::MAX), id));
        }
        let Counted { key, meaning, use_, .. } = counted;
        let about = About { record, caller: self.names.text(key.principal) };
        self.notes.note(place, use_, key.outcome, meaning, &self.mapper, &about);
        if self.fresh.len() >= MOST_FRESH {
            self.settle();
        }
        None
    }

    /// The place of the use that the record is of, worked out only if that was not done lately.
    fn known_place(&mut self, record: &Record<'_>, source: &str, name: &str) -> usize {
        let number = principal::told_by(record).map(|caller| {
            let conditions = Mapper::conditions(source, name, record.parameters);
            let code = record.error_code.as_deref().unwrap_or_default();
            self.numbers.of(conditions.into(), [source, name, code].into_iter().chain(caller))
        });
        if let Some(place) = number.and_then(|number| self.latest.get(number)) {
            return usize::try_from(place).unwrap_or(usize::MAX);
        }
        let meaning = self.mapper.meaning(source, name, record.parameters);
        let key = Key {
            principal: self.names.number(&principal::spell(record)),
            event_source: self.names.number(source),
            via: principal::via(record).map(|service| self.names.number(service)),
            outcome: Outcome::of(record.error_code.as_deref()),
        };
        let place = self.place(key, name, &meaning);
        if let Some(number) = number {
            self.latest.put(number, u32::try_from(place).unwrap_or(u32::MAX));
        }
        place
    }

    /// The place of the use with this key.
    fn place(&mut self, key: Key, name: &str, meaning: &Arc<Meaning<'c>>) -> usize {
        let Self { places, hasher, uses, names, .. } = self;
        let key_at = |place: u32| uses.get(usize::try_from(place).ok()?).map(Counted::key);
        let whole_key = (key, Arc::as_ptr(meaning).addr());
        let hash = hasher.hash_one(whole_key);
        if let Some(place) = places.find(hash, |place| key_at(*place) == Some(whole_key)) {
            return usize::try_from(*place).unwrap_or(usize::MAX);
        }
        let place = uses.len();
        // No memory holds more uses than there are numbers.
        let number = u32::try_from(place).unwrap_or(u32::MAX);
        places.insert_unique(hash, number, |place| key_at(*place).map_or(0, |key| hasher.hash_one(key)));
        let (event_name, meaning, use_) = (names.number(name), Arc::clone(meaning), Box::default());
        if uses.len() == uses.capacity() {
            // Less room to spare than by doubling: there are very many uses.
            uses.reserve_exact(place / 4 + 64);
        }
        uses.push(Counted { key, event_name, meaning, use_, ceiling: u64::MAX, span: None });
        place
    }

    /// Puts the events into their uses.
    fn settle(&mut self) {
        self.fresh.sort_unstable();
        for of_one in self.fresh.chunk_by(|(one, _), (other, _)| one == other) {
            let place = of_one.first().and_then(|(place, _)| usize::try_from(*place).ok());
            if let Some(Counted { use_, .. }) = place.and_then(|place| self.uses.get_mut(place)) {
                use_.ids.extend(of_one.iter().map(|(_, id)| *id));
            }
        }
        self.fresh.clear();
    }

    /// All of it as usage. The uses are given up one by one meanwhile, so that not all are there twice.
    pub(super) fn finish(mut self) -> Usage {
        self.settle();
        self.fresh = Vec::new();
        let Self { names, places, mut uses, mut usage, notes, latest, mapper, .. } = self;
        usage.objects.finish();
        drop((notes, latest, mapper, places));
        uses.sort_unstable_by_key(|counted| Reverse(counted.key.principal));
        let mut of_one = Vec::new();
        while let Some(Counted { key, event_name, meaning, mut use_, span, .. }) = uses.pop() {
            if uses.len().is_multiple_of(1 << 12) {
                uses.shrink_to_fit();
            }
            use_.ids.finish();
            (use_.first, use_.last) = span.unzip();
            let use_key = UseKey {
                event_source: names.name(key.event_source),
                event_name: names.name(event_name),
                via: key.via.map(|service| names.name(service)),
                outcome: key.outcome,
                mapped: meaning.mapped.clone(),
            };
            of_one.push((use_key, use_));
            if uses.last().is_none_or(|next| next.key.principal != key.principal) {
                usage.add_uses(Principal::of(names.name(key.principal)), merged(&mut of_one));
            }
        }
        usage
    }
}

/// The uses by their keys. Two meanings may map to the same.
fn merged(uses: &mut Vec<(UseKey, Box<Use>)>) -> BTreeMap<UseKey, Box<Use>> {
    uses.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut different: Vec<(UseKey, Box<Use>)> = Vec::with_capacity(uses.len());
    for (key, use_) in uses.drain(..) {
        match different.last_mut().filter(|(last, _)| *last == key) {
            Some((_, last)) => last.merge(*use_),
            None => different.push((key, use_)),
        }
    }
    // In order, which fills the map without gaps.
    different.into_iter().collect()
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

/// Adds what differs from event to event but for resources and origins, and answers with the number of the event.
fn note_event(counted: &mut Counted<'_>, record: &Record<'_>, numberer: &mut Numberer) -> Option<u64> {
    let Counted { use_, ceiling, span, .. } = counted;
    let (time, day) = record.event_time.as_deref().and_then(Time::parse_with_day).unzip();
    let given = |text: Option<&'_ str>| text.map(str::trim).is_some_and(|text| !text.is_empty());
    if let Some(time) = time {
        *span = Some(span.map_or((time, time), |(first, last)| (first.min(time), last.max(time))));
    }
    let Some(id) = record.event_id.as_deref().map(str::trim).filter(|id| !id.is_empty()) else {
        use_.without_id += 1;
        return None;
    };
    if beginning(id) <= *ceiling {
        use_.evidence.insert_owned(id.into());
        *ceiling = use_.evidence.ceiling().map_or(u64::MAX, EventIdText::beginning);
    }
    let day = day.unwrap_or_default();
    let shared = record.shared_event_id.as_deref().filter(|id| given(Some(id)));
    Some(match shared {
        Some(shared) => shared_event_id(&day, shared.trim()),
        None => numberer.event_id(record.account(), &day, id),
    })
}
