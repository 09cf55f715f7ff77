//! What somebody may have meant who wrote an action or a service that does not exist.

use std::collections::BTreeMap;

use super::likeness::{LETTER, distance, words};
use crate::{Action, Catalog, ConditionKey, Service};

/// More than this would be noise.
const MOST: usize = 3;
/// Suggestions this much worse than the best are left out.
const MARGIN: usize = 2 * LETTER;
/// The price of having written the name of the API call for that of the permission.
const OPERATION: usize = 1;
/// The price of having written another service.
const OTHER_SERVICE: usize = 5 * LETTER;
/// The price of a word left out or added; one in place of another is worse than both.
const WORD: usize = 2 * LETTER;

impl Catalog {
    /// At most three actions that `name` may be a slip for, the likeliest first; none if nothing is near or the action exists.
    ///
    /// Slips are wrong letters, plurals, words too many or too few, the name of an SDK operation in place of the action it
    /// asks for, and another service: misspelled, known by another name, or simply the wrong one.
    pub fn nearest_actions(&self, name: &str) -> Vec<Action<'_>> {
        let (prefix, rest) = name.split_once(':').unwrap_or(("", name));
        if self.action(name).is_some() || rest.is_empty() || rest.len() > 100 {
            return Vec::new();
        }
        let mut found = Found::default();
        let known = self.service(prefix).map(|service| (service, 0));
        self.add_same_name(rest, if known.is_some() { OTHER_SERVICE } else { 2 * OTHER_SERVICE }, &mut found);
        let services = known.map_or_else(|| self.near_services(prefix), |known| vec![known]);
        for (service, price) in services {
            let is_operation = add_operations(service, rest, price, &mut found);
            add_likely(service, rest, !is_operation, price, &mut found);
        }
        found.best().into_iter().map(|id| Action { catalog: self, id }).collect()
    }

    /// At most three services that `prefix` may be a slip for, the likeliest first; none if nothing is near or it exists.
    pub fn nearest_services(&self, prefix: &str) -> Vec<Service<'_>> {
        if self.service(prefix).is_some() {
            return Vec::new();
        }
        let mut found = Found::default();
        for (service, price) in self.near_services(prefix) {
            found.offer(service.id, price);
        }
        found.best().into_iter().map(|id| Service { catalog: self, id }).collect()
    }

    /// At most three condition keys that `name` may be a slip for, the likeliest first; none if nothing is near or it exists.
    pub fn nearest_condition_keys(&self, name: &str) -> Vec<ConditionKey<'_>> {
        let mut found = Found::default();
        if self.condition_key(name).is_none() {
            // What follows the slash of a tag key is anybody's: only the part before is compared.
            let (wanted, tag) = name.split_once('/').map_or((name, None), |(head, tag)| (head, Some(tag)));
            // The part before the colon is long where it is an identity provider, and excuses no slips in a claim.
            let limit = limit(wanted.rsplit(':').next().unwrap_or(wanted));
            for key in self.condition_keys().filter(|key| key.is_template() || tag.is_none()) {
                let head = if key.is_template() { key.name().split('/').next() } else { Some(key.name()) };
                let untagged = if key.is_template() && tag.is_none() { LETTER } else { 0 };
                if let Some(price) = distance(wanted, head.unwrap_or(""), limit) {
                    found.offer(key.id, price + untagged);
                }
            }
        }
        found.best().into_iter().map(|id| ConditionKey::new(self, id)).collect()
    }

    fn near_services(&self, prefix: &str) -> Vec<(Service<'_>, usize)> {
        if prefix.is_empty() || prefix.len() > 64 {
            return Vec::new();
        }
        let retired = self.retired_prefix(prefix).and_then(crate::RetiredPrefix::successor);
        if let Some(service) = self.service_of_alias(prefix).or(retired) {
            return vec![(service, 0)];
        }
        let mut near = Vec::new();
        for service in self.services() {
            let right = service.prefix();
            let begins_so = |long: &str, short: &str| short.len() >= 3 && long.starts_with(short);
            let typed = prefix.to_ascii_lowercase();
            let price = if begins_so(right, &typed) {
                Some(1 + right.len() - typed.len())
            } else if begins_so(&typed, right) {
                Some(LETTER + typed.len() - right.len())
            } else {
                distance(&typed, right, limit(&typed))
            };
            near.extend(price.map(|price| (service, price)));
        }
        near.sort_by_key(|(service, price)| (*price, service.id));
        near.truncate(2 * MOST);
        near
    }

    /// Actions of exactly this name in other services, unless there are many: then the name says nothing.
    fn add_same_name(&self, name: &str, price: usize, found: &mut Found) {
        let actions = self.services().filter_map(|service| service.action(name));
        let rows: Vec<u32> = actions.take(MOST + 1).map(|action| action.id).collect();
        if rows.len() <= MOST {
            for row in rows {
                found.offer(row, price);
            }
        }
    }
}

/// What the SDK operations of this name ask for; false if there are none.
fn add_operations(service: Service<'_>, name: &str, price: usize, found: &mut Found) -> bool {
    let operations = service.clients().filter_map(|client| client.operation(name));
    let mut actions = operations.flat_map(crate::Operation::actions).peekable();
    let is_operation = actions.peek().is_some();
    for action in actions {
        found.offer(action.id, price + OPERATION);
    }
    is_operation
}

/// Actions of nearly this name. The name of an operation has no word too many or too few: `s3:DeleteBucketCors` never
/// meant `s3:DeleteBucket`.
fn add_likely(service: Service<'_>, name: &str, may_lack_words: bool, price: usize, found: &mut Found) {
    let wanted = words(name);
    for action in service.actions() {
        let letters = distance(name, action.name(), limit(name));
        // Names whose first words differ are never near by words, and are most of all.
        let may_share = may_lack_words && wanted.first().is_some_and(|first| begins(action.name(), first));
        let by_words = may_share.then(|| words_price(&wanted, &words(action.name()))).flatten();
        if let Some(best) = letters.into_iter().chain(by_words).min() {
            found.offer(action.id, price + best);
        }
    }
}

fn begins(name: &str, word: &str) -> bool {
    name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// The price of words that only one of two names has, if they stand in one place and the names share the words around it.
fn words_price(wrong: &[String], right: &[String]) -> Option<usize> {
    let alike = |(one, other): &(&String, &String)| one == other;
    let before = wrong.iter().zip(right).take_while(alike).count();
    let rest = wrong.iter().skip(before).rev().zip(right.iter().skip(before).rev());
    let shared = before + rest.take_while(alike).count();
    let (added, missing) = (wrong.len() - shared, right.len() - shared);
    let is_near = before > 0 && shared >= right.len().min(2) && missing <= 1 && added + missing <= 2;
    let is_other = added > 0 && missing > 0;
    is_near.then_some((added + missing + usize::from(is_other)) * WORD)
}

/// How many slips a name of this length may have.
fn limit(name: &str) -> usize {
    LETTER * (name.len() / 4).clamp(1, 4)
}

/// Rows with the lowest price each was found at.
#[derive(Default)]
struct Found {
    prices: BTreeMap<u32, usize>,
}

impl Found {
    fn offer(&mut self, row: u32, price: usize) {
        let known = self.prices.entry(row).or_insert(price);
        *known = price.min(*known);
    }

    fn best(self) -> Vec<u32> {
        let mut rows: Vec<_> = self.prices.into_iter().map(|(row, price)| (price, row)).collect();
        rows.sort_unstable();
        let worst = rows.first().map_or(0, |best| best.0 + MARGIN);
        rows.into_iter().take_while(|row| row.0 <= worst).take(MOST).map(|row| row.1).collect()
    }
}
