//! Sets of IP addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use policy::value::IpRange;

use super::comparison::Comparison;
use super::cuts::{Cuts, Edge, Point};
use super::gather::gather;
use super::region::{Region, Related};

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Addresses {
    v4: Cuts<u32>,
    v6: Cuts<u128>,
}

/// Hosts, and then all addresses, of the ranges for documentation (RFC 5737, RFC 3849).
const PLAIN_V4: [(Ipv4Addr, Ipv4Addr); 6] = [
    (Ipv4Addr::new(203, 0, 113, 1), Ipv4Addr::new(203, 0, 113, 254)),
    (Ipv4Addr::new(198, 51, 100, 1), Ipv4Addr::new(198, 51, 100, 254)),
    (Ipv4Addr::new(192, 0, 2, 1), Ipv4Addr::new(192, 0, 2, 254)),
    (Ipv4Addr::new(203, 0, 113, 0), Ipv4Addr::new(203, 0, 113, 255)),
    (Ipv4Addr::new(198, 51, 100, 0), Ipv4Addr::new(198, 51, 100, 255)),
    (Ipv4Addr::new(192, 0, 2, 0), Ipv4Addr::new(192, 0, 2, 255)),
];
const PLAIN_V6: [(Ipv6Addr, Ipv6Addr); 2] = [
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1), LAST_PLAIN_V6),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), LAST_PLAIN_V6),
];
const LAST_PLAIN_V6: Ipv6Addr = {
    let all = u16::MAX;
    Ipv6Addr::new(0x2001, 0xdb8, all, all, all, all, all, all)
};

/// Where a range begins and ends.
enum Piece {
    V4((Edge<u32>, Edge<u32>)),
    V6((Edge<u128>, Edge<u128>)),
}

impl Region for Addresses {
    fn all() -> Self {
        Self { v4: Cuts::all(), v6: Cuts::all() }
    }

    fn related(_: Comparison, operands: &[&str]) -> Related<Self> {
        Related::read(operands, piece, |pieces| {
            let (mut v4, mut v6) = (Vec::new(), Vec::new());
            for piece in pieces {
                match piece {
                    Piece::V4(piece) => v4.push(piece),
                    Piece::V6(piece) => v6.push(piece),
                }
            }
            Self { v4: Cuts::union(v4), v6: Cuts::union(v6) }
        })
    }

    fn intersection(&self, other: &Self) -> Self {
        Self { v4: self.v4.intersection(&other.v4), v6: self.v6.intersection(&other.v6) }
    }

    fn complement(self) -> Self {
        Self { v4: self.v4.complement(), v6: self.v6.complement() }
    }

    fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty()
    }

    fn has(&self, text: &str) -> Option<bool> {
        Some(match text.parse().ok()? {
            IpAddr::V4(address) => self.v4.contains(&address.to_bits().before()),
            IpAddr::V6(address) => self.v6.contains(&address.to_bits().before()),
        })
    }

    fn example(&self) -> Option<String> {
        self.plain_v4().next().or_else(|| self.plain_v6().next()).map(|address| address.to_string())
    }

    fn examples(&self, count: usize) -> Vec<String> {
        let plain = self.plain_v4().take(1).chain(self.plain_v6().take(1));
        let ends = self.v4.ends().map(v4).chain(self.v6.ends().map(v6));
        let others = self.plain_v4().chain(self.plain_v6());
        gather(plain.chain(ends), others, count).iter().map(IpAddr::to_string).collect()
    }

    /// An address of IPv4 has one spelling only.
    fn respelled(text: &str) -> Option<String> {
        let address: Ipv6Addr = text.parse().ok()?;
        let groups = address.segments().map(|group| format!("{group:04x}"));
        let [head @ .., _, _] = &groups;
        let full = groups.join(":");
        if full != text {
            return Some(full);
        }
        // Nothing was left out; but the last two groups may be written as an address of IPv4.
        let [.., a, b, c, d] = address.octets();
        Some(format!("{}:{}", head.join(":"), Ipv4Addr::new(a, b, c, d)))
    }

    fn has_two(&self) -> bool {
        !self.v6.is_empty() || self.v4.points().nth(1).is_some()
    }
}

impl Addresses {
    /// The addresses of IPv4, those for documentation first; some twice.
    fn plain_v4(&self) -> impl Iterator<Item = IpAddr> {
        let plain = PLAIN_V4.into_iter().flat_map(|(first, last)| {
            let within = self.v4.intersection(&Cuts::range(first.to_bits(), last.to_bits()));
            within.points().collect::<Vec<_>>()
        });
        plain.chain(self.v4.points()).map(v4)
    }

    /// The addresses of IPv6, those for documentation first; some twice.
    fn plain_v6(&self) -> impl Iterator<Item = IpAddr> {
        let plain = PLAIN_V6.into_iter().filter_map(|(first, last)| {
            let within = self.v6.intersection(&Cuts::range(first.to_bits(), last.to_bits()));
            within.ranges().next().map(|(first, _)| first)
        });
        plain.chain(self.v6.points()).map(v6)
    }
}

fn v4(bits: u32) -> IpAddr {
    IpAddr::V4(Ipv4Addr::from_bits(bits))
}

fn v6(bits: u128) -> IpAddr {
    IpAddr::V6(Ipv6Addr::from_bits(bits))
}

/// The addresses of a range, as the evaluator reads it.
fn piece(text: &str) -> Option<Piece> {
    IpRange::parse(text)?;
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, length.parse().ok()?),
        None => (text, u128::BITS),
    };
    Some(match address.parse().ok()? {
        IpAddr::V4(address) => {
            let hosts = u32::MAX.checked_shr(length).unwrap_or(0);
            let bits = address.to_bits();
            Piece::V4(((bits & !hosts).before(), (bits | hosts).after()))
        }
        IpAddr::V6(address) => {
            let hosts = u128::MAX.checked_shr(length).unwrap_or(0);
            let bits = address.to_bits();
            Piece::V6(((bits & !hosts).before(), (bits | hosts).after()))
        }
    })
}
