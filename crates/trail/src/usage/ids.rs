//! Which events were counted: eight bytes an event, so that no event counts twice.

/// The number that stands for an event: FNV-1a (64 bits) over account, day and event id with a zero byte after each, then
/// mixed by the finalizer of `MurmurHash3`. Part of the file format.
///
/// Two events of one use share a number with a chance of about n²/2⁶⁵: for a hundred million events, one in four thousand.
pub fn event_id(account: &str, day: &str, id: &str) -> u64 {
    mixed([account, day, id].into_iter().fold(BEGINNING, hashed))
}

const BEGINNING: u64 = 0xcbf2_9ce4_8422_2325;

fn hashed(hash: u64, part: &str) -> u64 {
    let add = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    add(part.bytes().fold(hash, add), 0)
}

fn mixed(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// [`event_id`] for many events, most of which are of the same account and day as the one before.
pub(crate) struct Numberer {
    account: String,
    day: String,
    hash: u64,
}

impl Default for Numberer {
    fn default() -> Self {
        Self {
            account: String::new(),
            day: String::new(),
            hash: ["", ""].into_iter().fold(BEGINNING, hashed),
        }
    }
}

impl Numberer {
    pub(crate) fn event_id(&mut self, account: &str, day: &str, id: &str) -> u64 {
        if self.account != account || self.day != day {
            (self.account, self.day) = (account.to_owned(), day.to_owned());
            self.hash = [account, day].into_iter().fold(BEGINNING, hashed);
        }
        mixed(hashed(self.hash, id))
    }
}

/// The number of a call of which several accounts got a record, each with an event id of its own: from what the records have in
/// common, `sharedEventID`, with no account, so that the caller's record and that of the resource's owner are one event.
pub fn shared_event_id(day: &str, shared: &str) -> u64 {
    event_id("", day, shared)
}

/// Up to so many numbers are held without room for more.
const EXACTLY: usize = 256;

/// A set of event numbers, ascending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventIds {
    numbers: Vec<u64>,
    /// How many of the numbers are in order, each once; all of them wherever others can see the set.
    settled: usize,
}

impl EventIds {
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = u64> + '_ {
        self.numbers.iter().copied()
    }

    pub(crate) fn contains(&self, id: u64) -> bool {
        self.numbers.binary_search(&id).is_ok()
    }

    pub(crate) fn is_subset(&self, other: &Self) -> bool {
        let mut others = other.iter();
        self.len() <= other.len() && self.iter().all(|id| others.by_ref().any(|theirs| theirs == id))
    }

    /// Puts numbers in; [`Self::settle`] must follow before the set is looked at.
    pub(crate) fn extend(&mut self, ids: impl ExactSizeIterator<Item = u64>) {
        // Most uses stay small and need not hold room for more.
        if self.numbers.len() < EXACTLY {
            self.numbers.reserve_exact(ids.len());
        }
        self.numbers.extend(ids);
        // Settling when half is new keeps the cost of a number constant and repeated events from piling up.
        if self.numbers.len() - self.settled > self.settled.max(1024) {
            self.settle();
        }
    }

    pub(crate) fn settle(&mut self) {
        if self.settled < self.numbers.len() {
            self.numbers.sort_unstable();
            self.numbers.dedup();
            self.settled = self.numbers.len();
        }
    }

    /// [`Self::settle`], with no more memory held than the numbers need.
    pub(crate) fn finish(&mut self) {
        self.settle();
        self.numbers.shrink_to_fit();
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.numbers.extend(other.numbers);
        self.finish();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_the_same_whichever_event_came_before() {
        let mut numberer = Numberer::default();
        for (account, day, id) in
            [("", "", "a"), ("1", "", "a"), ("1", "2", "a"), ("1", "2", "b"), ("", "2", "b"), ("12", "", "b")]
        {
            assert_eq!(numberer.event_id(account, day, id), event_id(account, day, id));
        }
    }
}
