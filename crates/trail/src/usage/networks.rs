//! Where calls came from: addresses, and when there are many the networks they lie in.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use super::rare::{Empty, Rare};
use super::sorted::Sorted;

/// Networks kept of each family.
const MOST: usize = 32;

/// A set of addresses that stays small: with more than [`MOST`] of one family, all of it is kept in shorter prefixes.
///
/// INVARIANT: a family is at the longest of its prefix lengths at which all that was ever put in makes no more than `MOST`
/// networks. That depends on the whole alone, so merging is a union in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Networks {
    four: Family<u32>,
    six: Rare<Family<u128>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Family<B> {
    /// Addresses with all bits behind the prefix zero.
    networks: Sorted<B, ()>,
    /// How many steps the prefix is shorter than an address.
    step: usize,
}

/// The bits of an address.
trait Bits: Ord + Copy + 'static {
    /// Prefixes, from an address to everything.
    const LENGTHS: [u8; 5];

    /// The bits of the prefix alone.
    fn cut(self, length: u8) -> Self;
}

impl Bits for u32 {
    const LENGTHS: [u8; 5] = [32, 24, 16, 8, 0];

    fn cut(self, length: u8) -> Self {
        self & Self::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0)
    }
}

impl Bits for u128 {
    const LENGTHS: [u8; 5] = [128, 64, 48, 32, 0];

    fn cut(self, length: u8) -> Self {
        self & Self::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0)
    }
}

/// A network, written as `192.0.2.0/24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Network {
    pub address: IpAddr,
    pub length: u8,
}

impl<B> Family<B> {
    const NONE: Self = Self { networks: Sorted::EMPTY, step: 0 };
}

impl<B> Default for Family<B> {
    fn default() -> Self {
        Self::NONE
    }
}

impl<B: Bits> Empty for Family<B> {
    const EMPTY: &'static Self = &Self::NONE;
}

impl Empty for Networks {
    const EMPTY: &'static Self = &Self { four: Family::NONE, six: Rare::NONE };
}

impl Networks {
    /// Ascending, those of version 4 first.
    pub fn iter(&self) -> impl Iterator<Item = Network> + '_ {
        let four = self.four.networks.iter().map(|(bits, ())| Network {
            address: Ipv4Addr::from_bits(*bits).into(),
            length: self.four.length(),
        });
        let six = self.six.networks.iter().map(|(bits, ())| Network {
            address: Ipv6Addr::from_bits(*bits).into(),
            length: self.six.length(),
        });
        four.chain(six)
    }

    pub fn is_empty(&self) -> bool {
        self.four.networks.is_empty() && self.six.networks.is_empty()
    }

    /// Adds all addresses of a network; a length that is not among those used here is taken down to the next.
    pub(crate) fn insert(&mut self, network: Network) {
        match network.address {
            IpAddr::V4(address) => self.four.insert(address.to_bits(), network.length),
            IpAddr::V6(address) => self.six.insert(address.to_bits(), network.length),
        }
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.four.merge(other.four);
        self.six.merge_by(other.six, Family::merge);
    }
}

impl<B: Bits> Family<B> {
    fn length(&self) -> u8 {
        B::LENGTHS.get(self.step).copied().unwrap_or(0)
    }

    fn insert(&mut self, bits: B, length: u8) {
        let step = B::LENGTHS.iter().position(|known| *known <= length);
        self.shorten(step.unwrap_or(B::LENGTHS.len() - 1));
        self.put(bits);
    }

    fn put(&mut self, bits: B) {
        let bits = bits.cut(self.length());
        if let Err(place) = self.networks.find(&bits) {
            self.networks.insert(place, bits, ());
            while self.networks.len() > MOST {
                self.shorten(self.step + 1);
            }
        }
    }

    fn merge(&mut self, other: Self) {
        self.shorten(other.step);
        for (bits, ()) in other.networks.into_entries() {
            self.put(bits);
        }
    }

    fn shorten(&mut self, step: usize) {
        if step > self.step {
            self.step = step;
            for (bits, ()) in std::mem::take(&mut self.networks).into_entries() {
                self.put(bits);
            }
        }
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
