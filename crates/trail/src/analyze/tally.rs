//! What one thread has counted so far; made for quick look-ups, turned into [`Usage`] at the end.

use std::collections::btree_map::Entry;
use std::hash::BuildHasher;
use std::sync::Arc;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::memo::{Memo, Texts};
use super::names::{Name, Names};
use crate::denial::Denial;
use crate::dependent::inferred;
use crate::map::{Mapper, Meaning};
use crate::principal;
use crate::read::Item;
use crate::record::{Outcome, Record};
use crate::resource::{About, Touched, touched};
use crate::usage::{ANY_ACTION, Context, Known, Share, Time, Usage, Use, UseKey, event_id, shared_event_id};
use crate::{Principal, Skip, Wanted};

/// More events than this are not kept beside their uses.
const MOST_FRESH: usize = 1 << 16;

pub(super) struct Tally<'c> {
    mapper: Mapper<'c>,
    wanted: &'c Wanted,
    names: Names,
    /// The place in `uses` of each key.
    places: HashTable<u32>,
    hasher: DefaultHashBuilder,
    uses: Vec<Counted<'c>>,
    texts: Texts,
    memory: Memory,
    /// Events not yet put into their uses: the place of the use and the number of the event. So a use, of which there are more
    /// than the caches hold, is not fetched for every event.
    fresh: Vec<(u32, u64)>,
    /// The books; its principals are filled at the end.
    pub(super) usage: Usage,
}

/// What was put into which use lately: logs repeat themselves, and to look costs less than to put it there again.
struct Memory {
    /// All of a request, and what of it says anything of resources.
    requests: Memo,
    said: Memo,
    resources: Memo,
    marks: Memo,
    origins: Memo,
    sessions: Memo,
    denials: Memo,
}

impl Default for Memory {
    fn default() -> Self {
        let (few, many) = (|| Memo::new(1 << 13), || Memo::new(1 << 16));
        Self {
            requests: many(),
            said: many(),
            resources: many(),
            marks: many(),
            origins: many(),
            sessions: many(),
            denials: few(),
        }
    }
}

struct Counted<'c> {
    key: Key,
    event_name: Name,
    meaning: Arc<Meaning<'c>>,
    use_: Box<Use>,
    /// Event ids that begin with more than this are no evidence any more: there are enough smaller ones.
    ceiling: u64,
    first: Option<Time>,
    last: Option<Time>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    principal: Name,
    event_source: Name,
    via: Option<Name>,
    outcome: Outcome,
    /// The address of the meaning, which the mapper keeps for good: one for each event and each way in which it is mapped.
    meaning: usize,
}

impl<'c> Tally<'c> {
    pub(super) fn new(mapper: Mapper<'c>, wanted: &'c Wanted) -> Self {
        Self {
            mapper,
            wanted,
            names: Names::default(),
            places: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            uses: Vec::new(),
            texts: Texts::new(1 << 14),
            memory: Memory::default(),
            fresh: Vec::new(),
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
        let principal = principal::spell(record);
        let meaning = self.mapper.meaning(source, name, record.parameters);
        let key = Key {
            principal: self.names.number(&principal),
            event_source: self.names.number(source),
            via: principal::via(record).map(|service| self.names.number(service)),
            outcome: Outcome::of(record.error_code.as_deref()),
            meaning: Arc::as_ptr(&meaning).addr(),
        };
        let place = self.place(key, name, &meaning);
        if let Some(id) = self.uses.get_mut(place).and_then(|counted| note(counted, record)) {
            self.fresh.push((u32::try_from(place).unwrap_or(u32::MAX), id));
            if self.fresh.len() >= MOST_FRESH {
                self.settle();
            }
        }
        let use_ = &mut self.uses.get_mut(place)?.use_;
        let (memory, texts) = (&mut self.memory, &mut self.texts);
        let share: &mut Share<'_> = &mut |text| texts.shared(text);
        if memory.marks.is_new(place, &marks_of(record)) {
            note_marks(use_, record, share);
        }
        if memory.origins.is_new(place, &Context::origin(record).into_iter()) {
            use_.context.note_origin(record);
        }
        if memory.sessions.is_new(place, &Context::session(record).into_iter()) {
            use_.context.note_session(record, share);
        }
        if record.is_cut && meaning.plan.takes_resources() {
            use_.resources.truncate();
        }
        // Requests repeat, and to look into one costs more than all else.
        if looks_into_request(&meaning, record)
            && memory.requests.is_new(place, &request_of(&meaning, record))
        {
            let about = About { record, caller: &principal };
            note_resources(
                use_,
                &meaning,
                &self.mapper,
                &about,
                &mut |arn, known| memory.resources.is_new(place ^ known.number() << 32, &[arn].into_iter()),
                &mut |said| memory.said.is_new(place, &said.iter().copied()),
                share,
            );
        }
        if key.outcome.is_refusal() {
            let message = record.error_message.as_deref().unwrap_or_default();
            if memory.denials.is_new(place, &[message].into_iter()) {
                use_.denials.insert_owned(Denial::of(message));
            }
        }
        None
    }

    /// The place of the use with this key.
    fn place(&mut self, key: Key, name: &str, meaning: &Arc<Meaning<'c>>) -> usize {
        let Self { places, hasher, uses, names, .. } = self;
        let key_at = |place: u32| uses.get(usize::try_from(place).ok()?).map(|counted| counted.key);
        let hash = hasher.hash_one(key);
        if let Some(place) = places.find(hash, |place| key_at(*place) == Some(key)) {
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
        uses.push(Counted { key, event_name, meaning, use_, ceiling: u64::MAX, first: None, last: None });
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

    pub(super) fn finish(mut self) -> Usage {
        self.settle();
        self.fresh = Vec::new();
        let Self { names, places, uses, mut usage, memory, mapper, texts, .. } = self;
        usage.objects.finish();
        drop((memory, mapper, places, texts));
        for Counted { key, event_name, meaning, mut use_, first, last, .. } in uses {
            use_.ids.finish();
            (use_.first, use_.last) = (first, last);
            let principal = Principal::of(names.name(key.principal));
            let key = UseKey {
                event_source: names.name(key.event_source),
                event_name: names.name(event_name),
                via: key.via.map(|service| names.name(service)),
                outcome: key.outcome,
                mapped: meaning.mapped.clone(),
            };
            // Two meanings may map to the same.
            match usage.principals.entry(principal).or_default().entry(key) {
                Entry::Vacant(place) => drop(place.insert(use_)),
                Entry::Occupied(mut other) => other.get_mut().merge(*use_),
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

/// Adds what differs from event to event but for resources and origins, and answers with the number of the event.
fn note(counted: &mut Counted<'_>, record: &Record<'_>) -> Option<u64> {
    let Counted { use_, ceiling, first, last, .. } = counted;
    let time = record.event_time.as_deref().and_then(Time::parse);
    let given = |text: Option<&'_ str>| text.map(str::trim).is_some_and(|text| !text.is_empty());
    if let Some(time) = time {
        *first = Some(first.map_or(time, |first| first.min(time)));
        *last = Some(last.map_or(time, |last| last.max(time)));
    }
    let Some(id) = record.event_id.as_deref().map(str::trim).filter(|id| !id.is_empty()) else {
        use_.without_id += 1;
        return None;
    };
    if beginning(id) <= *ceiling {
        use_.evidence.insert(id);
        *ceiling = use_.evidence.ceiling().map_or(u64::MAX, |last| beginning(last));
    }
    let text = record.event_time.as_deref().unwrap_or_default();
    let day = time.map(|time| time.day_in(text)).unwrap_or_default();
    let shared = record.shared_event_id.as_deref().filter(|id| given(Some(id)));
    Some(match shared {
        Some(shared) => shared_event_id(&day, shared.trim()),
        None => event_id(account(record), &day, id),
    })
}

/// The first bytes of a text, in the order of texts.
fn beginning(text: &str) -> u64 {
    let mut first = [0; 8];
    first.iter_mut().zip(text.bytes()).for_each(|(slot, byte)| *slot = byte);
    u64::from_be_bytes(first)
}

/// Adds what hardly ever changes from one event of a use to the next: all that [`marks_of`] names.
fn note_marks(use_: &mut Use, record: &Record<'_>, share: &mut Share<'_>) {
    if let Some(region) = record.region.as_deref() {
        use_.regions.insert_by(region, &mut *share);
    }
    let account = account(record);
    if !account.is_empty() {
        use_.accounts.insert_by(account, &mut *share);
    }
    if let Some(code) = record.error_code.as_deref().filter(|code| !code.is_empty()) {
        use_.error_codes.insert_by(code, &mut *share);
    }
    use_.context.note_means(record, share);
}

fn marks_of<'a>(record: &'a Record<'_>) -> impl Iterator<Item = &'a str> + Clone {
    // No region is another thing than an empty one.
    let region = record.region.as_deref().unwrap_or("\0");
    let code = record.error_code.as_deref().unwrap_or_default();
    [region, account(record), code].into_iter().chain(Context::means(record))
}

/// The account that received the call.
fn account<'a>(record: &'a Record<'_>) -> &'a str {
    record.recipient_account.as_deref().or(record.identity.account.as_deref()).unwrap_or_default()
}

/// Whether the record can tell of resources, or of what else the call needed.
fn looks_into_request(meaning: &Meaning<'_>, record: &Record<'_>) -> bool {
    meaning.plan.takes_resources()
        || !meaning.needs.is_empty()
        || (meaning.mapped.actions().is_empty() && !record.resources.is_empty())
}

/// Adds the resources of one event that are new, as far as that is remembered.
fn note_resources(
    use_: &mut Use,
    meaning: &Meaning<'_>,
    mapper: &Mapper<'_>,
    about: &About<'_>,
    is_new: &mut dyn FnMut(&str, Known) -> bool,
    is_new_request: &mut dyn FnMut(&[&str]) -> bool,
    share: &mut Share<'_>,
) {
    let record = about.record;
    if meaning.mapped.actions().is_empty() {
        for arn in crate::resource::listed(record) {
            use_.resources.insert_by(&arn, Known::LISTED, share);
        }
        return;
    }
    let resources = &mut use_.resources;
    let is_one = meaning.mapped.actions().len() == 1;
    touched(&meaning.plan, about, is_new_request, &mut |Touched { arn, origin, of }| {
        let known = Known { origin, of: if is_one { ANY_ACTION } else { of } };
        if is_new(&arn, known) {
            resources.insert_by(&arn, known, share);
        }
    });
    if !meaning.needs.is_empty() {
        inferred(&meaning.needs, mapper.catalog(), record, &mut |what, resource| {
            let resources = use_.inferred.entry(what).or_default();
            if let Some((arn, origin)) = resource {
                resources.insert_by(arn, Known { origin, of: ANY_ACTION }, share);
            }
        });
    }
}

/// All that [`note_resources`] looks at and that the key of the use does not say.
fn request_of<'a>(meaning: &Meaning<'_>, record: &'a Record<'_>) -> impl Iterator<Item = &'a str> + Clone {
    let resources =
        record.resources.iter().flat_map(|resource| [&resource.arn, &resource.arn_prefix, &resource.account]);
    let fields = [
        &record.region,
        &record.recipient_account,
        &record.identity.account,
        &record.identity.arn,
        &record.error_message,
    ];
    // Only what is asked of objects in S3 is told by the answer.
    let answer =
        [record.response, record.additional].map(|text| text.filter(|_| meaning.needs.is_on_object()));
    let texts = [record.parameters].into_iter().chain(answer).map(Option::unwrap_or_default);
    fields.into_iter().chain(resources).map(|field| field.as_deref().unwrap_or_default()).chain(texts)
}
