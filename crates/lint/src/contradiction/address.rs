//! IP ranges: is there an address that every test takes?

use std::net::IpAddr;

use policy::tree::ConditionEntry;

use super::keys::Test;
use crate::budget::Budget;

/// Addresses that share their first bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Range {
    /// In the upper bits, those behind `length` cleared; IPv4 takes 32 of them.
    bits: u128,
    length: u32,
    is_v6: bool,
}

pub(super) fn exclude_each_other(tests: &[Test<'_>], budget: &Budget) -> bool {
    let mut taken = Vec::new();
    let mut excluded = Vec::new();
    for (name, entry) in tests {
        let Some(ranges) = ranges(entry) else { return false };
        if name.is_negated() { excluded.extend(ranges) } else { taken.push(ranges) }
    }
    taken.iter().any(|own| {
        own.iter().all(|range| {
            let meets = |others: &Vec<Range>| {
                let meet = |other: &Range| other.holds(*range) || range.holds(*other);
                !budget.allows(others.len()) || others.iter().any(meet)
            };
            let is_excluded =
                || budget.allows(excluded.len()) && excluded.iter().any(|all| all.holds(*range));
            !taken.iter().all(meets) || is_excluded()
        })
    })
}

fn ranges(entry: &ConditionEntry) -> Option<Vec<Range>> {
    entry.values.iter().map(|value| Range::parse(&value.value.text())).collect()
}

impl Range {
    fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/').map_or((text, None), |(one, other)| (one, Some(other)));
        let (bits, is_v6) = match address.parse().ok()? {
            IpAddr::V4(address) => (u128::from(address.to_bits()) << 96, false),
            IpAddr::V6(address) => (address.to_bits(), true),
        };
        let longest = if is_v6 { 128 } else { 32 };
        let length =
            length.map_or(Some(longest), |text| text.parse().ok()).filter(|length| *length <= longest)?;
        Some(Self { bits: masked(bits, length), length, is_v6 })
    }

    fn holds(self, other: Self) -> bool {
        self.is_v6 == other.is_v6
            && self.length <= other.length
            && masked(other.bits, self.length) == self.bits
    }
}

fn masked(bits: u128, length: u32) -> u128 {
    if length == 0 { 0 } else { bits & (u128::MAX << (128 - length)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_what_begins_with_its_bits() {
        for (outer, inner, expected) in [
            ("10.0.0.0/8", "10.1.2.3", true),
            ("10.0.0.0/8", "11.0.0.0/8", false),
            ("10.1.0.0/16", "10.0.0.0/8", false),
            ("0.0.0.0/0", "203.0.113.7/32", true),
            ("0.0.0.0/0", "2001:db8::/32", false),
            ("2001:db8::/32", "2001:DB8:1::/48", true),
            ("10.9.9.9/8", "10.0.0.0/9", true),
        ] {
            let [outer, inner] = [outer, inner].map(|text| Range::parse(text).unwrap());
            assert_eq!(outer.holds(inner), expected, "{outer:?} {inner:?}");
        }
        assert_eq!(Range::parse("10.0.0.0/33"), None);
        assert_eq!(Range::parse("office"), None);
    }
}
