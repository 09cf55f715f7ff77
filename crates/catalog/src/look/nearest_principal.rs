//! What somebody may have meant who wrote a service principal that does not exist.

use super::likeness::{LETTER, distance};
use crate::{Catalog, Partition};

/// Names with fewer letters are all near to each other.
const SHORTEST: usize = 4;
/// From so many letters on two slips are forgiven.
const LONG: usize = 8;

impl Catalog {
    /// The service principals that `name` may be a slip for, all equally near; none if it may exist or nothing is near.
    ///
    /// The forms for a region or partition exist if the plain one does, and what has the prefix of a service may be its
    /// principal. A digit is never a slip: `inspector2` is another service than `inspector`.
    pub fn nearest_service_principals(&self, name: &str) -> Vec<String> {
        let Some((plain, rest)) = self.plain_and_rest(name) else { return Vec::new() };
        if self.service(plain).is_some() {
            return Vec::new();
        }
        let mut near = Vec::new();
        let mut least = 2 * LETTER;
        // The table has none in the form for a region.
        for known in self.service_principals().filter_map(|known| Some(known.split_once(".amazonaws.com")?.0))
        {
            if known == plain {
                return Vec::new();
            }
            let Some(price) = slips(plain, known).filter(|price| *price <= least) else { continue };
            if price < least {
                near.clear();
                least = price;
            }
            near.push(format!("{known}{rest}"));
        }
        // One service may have a principal of its own in China.
        near.dedup();
        near
    }

    /// `states` and `.eu-west-1.amazonaws.com`, the region in the second only if there is such a one.
    fn plain_and_rest<'n>(&self, name: &'n str) -> Option<(&'n str, &'n str)> {
        let mut suffixes = self.partitions().map(Partition::dns_suffix);
        let host = suffixes.find_map(|suffix| name.strip_suffix(suffix)?.strip_suffix('.'))?;
        let plain = host.rsplit_once('.').filter(|(_, region)| self.region(region).is_some());
        let plain = plain.map_or(host, |(plain, _)| plain);
        Some((plain, name.get(plain.len()..)?))
    }
}

/// The price of the slips between two names without domain; `None` if they are too many for each part between dots.
fn slips(wrong: &str, right: &str) -> Option<usize> {
    if wrong.len().abs_diff(right.len()) > 4 || digits(wrong).ne(digits(right)) {
        return None;
    }
    if wrong.split('.').count() != right.split('.').count() {
        return distance(wrong, right, LETTER);
    }
    wrong.split('.').zip(right.split('.')).try_fold(0, |sum, (wrong, right)| {
        let limit = match wrong.len().max(right.len()) {
            ..SHORTEST => 0,
            SHORTEST..LONG => LETTER,
            _ => 2 * LETTER,
        };
        Some(sum + distance(wrong, right, limit)?)
    })
}

fn digits(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(u8::is_ascii_digit)
}
