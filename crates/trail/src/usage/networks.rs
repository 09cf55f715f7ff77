//! Where calls came from: addresses, and when there are many the networks they lie in.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use super::rare::{Empty, Rare};

/// Networks kept of each family.
const MOST: usize = 32;

/// A set of addresses that stays small: with more than [`MOST`] of one family, all of it is kept in shorter prefixes.
///
/// INVARIANT: a family is at the longest of its prefix lengths at which all that was ever put in makes no more than `MOST`
/// networks. That depends on the whole alone, so merging is a union in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Networks {
    four: Family,
    six: Rare<Family>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Family {
    /// How many steps the prefix is shorter than an address.
    step: usize,
    /// Addresses with all bits behind the prefix zero, in the upper bits; ascending.
    networks: Vec<u128>,
}

const LENGTHS_OF_FOUR: [u8; 5] = [32, 24, 16, 8, 0];
const LENGTHS_OF_SIX: [u8; 5] = [128, 64, 48, 32, 0];

/// A network, written as `192.0.2.0/24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Network {
    pub address: IpAddr,
    pub length: u8,
}

impl Empty for Family {
    const EMPTY: &'static Self = &Self { step: 0, networks: Vec::new() };
}

impl Empty for Networks {
    const EMPTY: &'static Self = &Self { four: Family { step: 0, networks: Vec::new() }, six: Rare::NONE };
}

impl Networks {
    /// Ascending, those of version 4 first.
    pub fn iter(&self) -> impl Iterator<Item = Network> + '_ {
        let four = self.four.networks.iter().map(|bits| Network {
            address: Ipv4Addr::from_bits(u32::try_from(bits >> 96).unwrap_or_default()).into(),
            length: self.four.length(LENGTHS_OF_FOUR),
        });
        let six = self.six.networks.iter().map(|bits| Network {
            address: Ipv6Addr::from_bits(*bits).into(),
            length: self.six.length(LENGTHS_OF_SIX),
        });
        four.chain(six)
    }

    pub fn is_empty(&self) -> bool {
        self.four.networks.is_empty() && self.six.networks.is_empty()
    }

    /// Adds all addresses of a network; a length that is not among those used here is taken down to the next.
    pub(crate) fn insert(&mut self, network: Network) {
        let (family, lengths, bits) = match network.address {
            IpAddr::V4(address) => (&mut self.four, LENGTHS_OF_FOUR, u128::from(address.to_bits()) << 96),
            IpAddr::V6(address) => (&mut *self.six, LENGTHS_OF_SIX, address.to_bits()),
        };
        let step = lengths.iter().position(|length| *length <= network.length).unwrap_or(lengths.len() - 1);
        family.shorten(step, lengths);
        let bits = cut(bits, family.length(lengths));
        if let Err(place) = family.networks.binary_search(&bits) {
            family.networks.reserve_exact(1);
            family.networks.insert(place, bits);
            family.fit(lengths);
        }
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.four.merge(&other.four, LENGTHS_OF_FOUR);
        self.six.merge_by(other.six, |six, other| six.merge(&other, LENGTHS_OF_SIX));
    }
}

impl Family {
    fn length(&self, lengths: [u8; 5]) -> u8 {
        lengths.get(self.step).copied().unwrap_or(0)
    }

    fn merge(&mut self, other: &Self, lengths: [u8; 5]) {
        self.shorten(other.step, lengths);
        let length = self.length(lengths);
        self.networks.extend(other.networks.iter().map(|bits| cut(*bits, length)));
        self.networks.sort_unstable();
        self.networks.dedup();
        self.fit(lengths);
    }

    fn shorten(&mut self, step: usize, lengths: [u8; 5]) {
        if step > self.step {
            self.step = step;
            let length = self.length(lengths);
            self.networks.iter_mut().for_each(|bits| *bits = cut(*bits, length));
            // Cutting keeps the order.
            self.networks.dedup();
        }
    }

    fn fit(&mut self, lengths: [u8; 5]) {
        while self.networks.len() > MOST {
            self.shorten(self.step + 1, lengths);
        }
    }
}

fn cut(bits: u128, length: u8) -> u128 {
    match length {
        0 => 0,
        length => bits & (u128::MAX << (128 - u32::from(length))),
    }
}

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        Self { address, length: if address.is_ipv4() { 32 } else { 128 } }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.address, self.length)
    }
}

impl FromStr for Network {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (address, length) = text.split_once('/').ok_or(())?;
        let address: IpAddr = address.parse().map_err(drop)?;
        let length = length.parse().map_err(drop)?;
        if length <= Self::from(address).length { Ok(Self { address, length }) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(addresses: impl IntoIterator<Item = String>) -> String {
        let mut networks = Networks::default();
        for address in addresses {
            networks.insert(address.parse::<IpAddr>().unwrap().into());
        }
        networks.iter().map(|network| network.to_string()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn many_addresses_become_networks() {
        assert_eq!(of(["192.0.2.1".into(), "2001:db8::1".into()]), "192.0.2.1/32 2001:db8::1/128");
        assert_eq!(of((0..40).map(|last| format!("192.0.2.{last}"))), "192.0.2.0/24");
        assert_eq!(of((0..40).map(|third| format!("198.51.{third}.7"))), "198.51.0.0/16");
        assert_eq!(of((0..250).map(|first| format!("{}.1.1.1", first + 1))), "0.0.0.0/0");
        assert_eq!(of((0..40).map(|last| format!("2001:db8::{last:x}"))), "2001:db8::/64");
    }
}
