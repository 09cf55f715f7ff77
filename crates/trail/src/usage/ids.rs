//! Which events were counted: eight bytes an event, so that no event counts twice.

/// The number that stands for an event: FNV-1a (64 bits) over account, day and event id with a zero byte after each, then
/// mixed by the finalizer of `MurmurHash3`. Part of the file format.
///
/// Two events of one use share a number with a chance of about n²/2⁶⁵: for a hundred million events, one in four thousand.
pub fn event_id(account: &str, day: &str, id: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in [account, day, id] {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// The number of a call of which several accounts got a record, each with an event id of its own: from what the records have in
/// common, `sharedEventID`, with no account, so that the caller's record and that of the resource's owner are one event.
pub fn shared_event_id(day: &str, shared: &str) -> u64 {
    event_id("", day, shared)
}

/// A set of event numbers, ascending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventIds {
    sorted: Vec<u64>,
    /// Numbers not yet sorted in; empty wherever others can see the set.
    fresh: Vec<u64>,
}

impl EventIds {
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = u64> + '_ {
        self.sorted.iter().copied()
    }

    pub(crate) fn contains(&self, id: u64) -> bool {
        self.sorted.binary_search(&id).is_ok()
    }

    pub(crate) fn is_subset(&self, other: &Self) -> bool {
        let mut others = other.iter();
        self.len() <= other.len() && self.iter().all(|id| others.by_ref().any(|theirs| theirs == id))
    }

    /// Puts a number in; [`Self::settle`] must follow before the set is looked at.
    pub(crate) fn push(&mut self, id: u64) {
        self.fresh.push(id);
        // Settling when half is new keeps the cost of a number constant and repeated events from piling up.
        if self.fresh.len() > 1024 && self.fresh.len() > self.sorted.len() {
            self.settle();
        }
    }

    pub(crate) fn settle(&mut self) {
        if !self.fresh.is_empty() {
            if self.sorted.is_empty() {
                std::mem::swap(&mut self.sorted, &mut self.fresh);
            } else {
                self.sorted.append(&mut self.fresh);
            }
            self.sorted.sort_unstable();
            self.sorted.dedup();
        }
    }

    /// [`Self::settle`], with no more memory held than the numbers need.
    pub(crate) fn finish(&mut self) {
        self.settle();
        self.fresh = Vec::new();
        self.sorted.shrink_to_fit();
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.fresh.extend(other.sorted);
        self.fresh.extend(other.fresh);
        self.finish();
    }
}
