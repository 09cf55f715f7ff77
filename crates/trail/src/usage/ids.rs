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
pub struct EventIds(Form);

/// More than half of all uses have three events at most: those take no memory elsewhere.
///
/// INVARIANT: how many numbers there are tells the form, wherever others can see the set, so that equal sets are equal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Form {
    #[default]
    None,
    One([u64; 1]),
    Two([u64; 2]),
    Three([u64; 3]),
    Many {
        numbers: Vec<u64>,
        /// How many of the numbers are in order, each once; all of them wherever others can see the set.
        settled: usize,
    },
}

impl EventIds {
    pub fn len(&self) -> usize {
        self.numbers().len()
    }

    pub fn is_empty(&self) -> bool {
        self.numbers().is_empty()
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = u64> + '_ {
        self.numbers().iter().copied()
    }

    pub(crate) fn contains(&self, id: u64) -> bool {
        self.numbers().binary_search(&id).is_ok()
    }

    pub(crate) fn is_subset(&self, other: &Self) -> bool {
        let mut others = other.iter();
        self.len() <= other.len() && self.iter().all(|id| others.by_ref().any(|theirs| theirs == id))
    }

    /// Puts numbers in; [`Self::settle`] must follow before the set is looked at.
    pub(crate) fn extend(&mut self, mut ids: impl ExactSizeIterator<Item = u64>) {
        while !matches!(self.0, Form::Many { .. }) {
            let Some(id) = ids.next() else { return };
            self.put(id, ids.len());
        }
        let Form::Many { numbers, settled } = &mut self.0 else { return };
        // Most uses stay small and need not hold room for more.
        if numbers.len() < EXACTLY {
            numbers.reserve_exact(ids.len());
        }
        numbers.extend(ids);
        // Settling when half is new keeps the cost of a number constant and repeated events from piling up.
        if numbers.len() - *settled > (*settled).max(1024) {
            self.settle();
        }
    }

    pub(crate) fn settle(&mut self) {
        let Form::Many { numbers, settled } = &mut self.0 else { return };
        if *settled < numbers.len() {
            numbers.sort_unstable();
            numbers.dedup();
            *settled = numbers.len();
        }
        if numbers.len() < 4 {
            self.0 = Form::of(numbers, 0);
        }
    }

    /// [`Self::settle`], with no more memory held than the numbers need.
    pub(crate) fn finish(&mut self) {
        self.settle();
        if let Form::Many { numbers, .. } = &mut self.0 {
            numbers.shrink_to_fit();
        }
    }

    pub(crate) fn merge(&mut self, other: Self) {
        match (&mut self.0, other.0) {
            (Form::None, other) => self.0 = other,
            (Form::Many { numbers, .. }, Form::Many { numbers: others, .. }) => numbers.extend(others),
            (_, other) => self.extend(other.numbers().iter().copied()),
        }
        self.finish();
    }

    /// Puts a number into a small set, behind which `more` follow.
    fn put(&mut self, id: u64, more: usize) {
        let few = self.numbers();
        let Err(place) = few.binary_search(&id) else { return };
        let (before, behind) = few.split_at_checked(place).unwrap_or((few, &[]));
        let mut numbers = [0; 4];
        let all = before.iter().chain([&id]).chain(behind);
        numbers.iter_mut().zip(all).for_each(|(slot, number)| *slot = *number);
        let count = few.len() + 1;
        self.0 = Form::of(numbers.get(..count).unwrap_or(&numbers), more);
    }

    fn numbers(&self) -> &[u64] {
        self.0.numbers()
    }
}

impl Form {
    /// Numbers in order, each once, with room for `more`.
    fn of(numbers: &[u64], more: usize) -> Self {
        match *numbers {
            [] => Self::None,
            [one] => Self::One([one]),
            [one, two] => Self::Two([one, two]),
            [one, two, three] => Self::Three([one, two, three]),
            [..] => {
                let mut many = Vec::with_capacity(numbers.len() + more);
                many.extend_from_slice(numbers);
                Self::Many { numbers: many, settled: numbers.len() }
            }
        }
    }

    fn numbers(&self) -> &[u64] {
        match self {
            Self::None => &[],
            Self::One(numbers) => numbers,
            Self::Two(numbers) => numbers,
            Self::Three(numbers) => numbers,
            Self::Many { numbers, .. } => numbers,
        }
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

    #[test]
    fn a_set_is_the_same_however_it_was_filled() {
        let numbers = [7, 3, 3, 9, 1, 7, 5, 2];
        for count in 0..=numbers.len() {
            let of = |parts: [&[u64]; 2]| {
                let mut ids = EventIds::default();
                for part in parts {
                    ids.extend(part.iter().copied());
                }
                ids.finish();
                ids
            };
            let all = numbers.get(..count).unwrap();
            let expected: std::collections::BTreeSet<u64> = all.iter().copied().collect();
            for cut in 0..=count {
                let (one, other) = all.split_at(cut);
                let (whole, mut merged) = (of([one, other]), of([one, &[]]));
                assert!(whole.iter().eq(expected.iter().copied()), "{all:?} {cut}");
                merged.merge(of([other, &[]]));
                assert_eq!(merged, whole, "{all:?} {cut}");
            }
        }
    }
}
