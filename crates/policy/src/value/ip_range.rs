//! IP addresses and ranges of them, as conditions compare them.
//!
//! Sources: RFC 4632 and RFC 4291 (notation), the IANA special-purpose address registries (RFC 6890).

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address, or all addresses that share its first bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IpRange {
    address: IpAddr,
    /// How many bits count. INVARIANT: at most 32 for IPv4, 128 for IPv6.
    length: u32,
    has_mask: bool,
}

/// Ranges that no caller on the internet has as its address: private, shared, loopback, link-local, multicast, reserved. Those for
/// documentation are left out, as policies in documentation use them.
const PRIVATE: [(IpAddr, u32); 12] = [
    (IpAddr::V4(Ipv4Addr::UNSPECIFIED), 8),
    (IpAddr::V4(Ipv4Addr::new(10, 0, 0, 0)), 8),
    (IpAddr::V4(Ipv4Addr::new(100, 64, 0, 0)), 10),
    (IpAddr::V4(Ipv4Addr::new(127, 0, 0, 0)), 8),
    (IpAddr::V4(Ipv4Addr::new(169, 254, 0, 0)), 16),
    (IpAddr::V4(Ipv4Addr::new(172, 16, 0, 0)), 12),
    (IpAddr::V4(Ipv4Addr::new(192, 168, 0, 0)), 16),
    (IpAddr::V4(Ipv4Addr::new(224, 0, 0, 0)), 3),
    (IpAddr::V6(Ipv6Addr::UNSPECIFIED), 127),
    (IpAddr::V6(Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0)), 7),
    (IpAddr::V6(Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0)), 9),
    (IpAddr::V6(Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0)), 8),
];

impl IpRange {
    /// Reads `203.0.113.0/24`, `2001:db8::/32` or a single address.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, mask) = match text.split_once('/') {
            Some((address, mask)) => (address, Some(mask)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let width = width(address);
        let length = match mask {
            Some(mask) if mask.bytes().all(|letter| letter.is_ascii_digit()) => mask.parse().ok()?,
            Some(_) => return None,
            None => width,
        };
        (length <= width).then_some(Self { address, length, has_mask: mask.is_some() })
    }

    /// The range with only those bits set that count.
    #[must_use]
    pub fn network(self) -> Self {
        let bits = bits(self.address) & mask(self.address, self.length);
        let address = match self.address {
            // The upper bits of an IPv4 address are 0, so nothing is cut off.
            IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::from_bits(u32::try_from(bits).unwrap_or(0))),
            IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::from_bits(bits)),
        };
        Self { address, ..self }
    }

    /// Whether the address lies in the range. An IPv4 address is in no range of IPv6, and the reverse.
    pub fn contains(self, address: IpAddr) -> bool {
        let mask = mask(self.address, self.length);
        address.is_ipv4() == self.address.is_ipv4() && bits(address) & mask == bits(self.address) & mask
    }

    /// Whether every address of `inner` is one of these.
    pub fn covers(self, inner: Self) -> bool {
        self.length <= inner.length && self.contains(inner.address)
    }

    /// Whether none of its addresses is one on the internet.
    pub fn is_private(self) -> bool {
        let within = |&(address, length): &(IpAddr, u32)| {
            address.is_ipv4() == self.address.is_ipv4()
                && length <= self.length
                && bits(self.address) & mask(address, length) == bits(address)
        };
        PRIVATE.iter().any(within)
    }
}

impl fmt::Display for IpRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.address)?;
        if self.has_mask { write!(formatter, "/{}", self.length) } else { Ok(()) }
    }
}

fn width(address: IpAddr) -> u32 {
    if address.is_ipv4() { u32::BITS } else { u128::BITS }
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits(),
    }
}

/// The first `length` bits of an address of this family.
fn mask(address: IpAddr, length: u32) -> u128 {
    let width = width(address);
    let all = u128::MAX >> (u128::BITS - width);
    all ^ all.checked_shr(length).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_aws_does() {
        for (text, expected) in [
            ("203.0.113.5", true),
            ("203.0.113.0/24", true),
            ("0.0.0.0/0", true),
            ("::/0", true),
            ("2001:DB8:1234:5678::/64", true),
            ("::1/128", true),
            ("203.0.113.0/33", false),
            ("2001:db8::/129", false),
            ("203.0.113.0/", false),
            ("203.0.113.0/+8", false),
            ("203.0.113.0/255.255.255.0", false),
            ("203.0.113", false),
            ("203.0.113.*", false),
            ("203.0.113.256", false),
            (" 203.0.113.5", false),
            ("203.0.113.5-203.0.113.9", false),
            ("", false),
        ] {
            assert_eq!(IpRange::parse(text).is_some(), expected, "{text}");
        }
    }

    #[test]
    fn a_range_contains_the_addresses_of_its_family() {
        for (range, address, expected) in [
            ("10.0.0.0/8", "10.255.0.1", true),
            ("10.1.2.3/8", "10.0.0.0", true),
            ("10.0.0.0/8", "11.0.0.0", false),
            ("0.0.0.0/0", "203.0.113.9", true),
            ("0.0.0.0/0", "::1", false),
            ("::/0", "2001:db8::1", true),
            ("::/0", "203.0.113.9", false),
            ("2001:DB8::1", "2001:db8:0:0::1", true),
            ("203.0.113.9", "203.0.113.8", false),
        ] {
            let contains = IpRange::parse(range).unwrap().contains(address.parse().unwrap());
            assert_eq!(contains, expected, "{range} {address}");
        }
    }

    #[test]
    fn networks_have_no_bits_behind_the_mask() {
        for (text, expected) in [
            ("52.94.76.77/24", "52.94.76.0/24"),
            ("52.94.76.77/32", "52.94.76.77/32"),
            ("52.94.76.77", "52.94.76.77"),
            ("255.255.255.255/0", "0.0.0.0/0"),
            ("2001:db8::1/64", "2001:db8::/64"),
            ("ffff::/0", "::/0"),
        ] {
            assert_eq!(IpRange::parse(text).unwrap().network().to_string(), expected);
        }
    }

    #[test]
    fn a_range_covers_what_shares_its_first_bits() {
        for (outer, inner, expected) in [
            ("10.0.0.0/8", "10.1.2.3", true),
            ("10.9.9.9/8", "10.1.0.0/16", true),
            ("10.1.0.0/16", "10.0.0.0/8", false),
            ("0.0.0.0/0", "203.0.113.0/24", true),
            ("0.0.0.0/0", "::1", false),
            ("2001:db8::/32", "2001:db8:1::/48", true),
        ] {
            let range = |text| IpRange::parse(text).unwrap();
            assert_eq!(range(outer).covers(range(inner)), expected, "{inner} in {outer}");
        }
    }

    #[test]
    fn private_ranges_are_exact() {
        for (first, last, beyond) in [
            ("10.0.0.0/8", "10.255.255.255", ["9.255.255.255", "11.0.0.0"]),
            ("172.16.0.0/12", "172.31.255.255", ["172.15.255.255", "172.32.0.0"]),
            ("192.168.0.0/16", "192.168.255.255", ["192.167.255.255", "192.169.0.0"]),
            ("100.64.0.0/10", "100.127.255.255", ["100.63.255.255", "100.128.0.0"]),
            ("169.254.0.0/16", "169.254.255.255", ["169.253.255.255", "169.255.0.0"]),
            ("127.0.0.0/8", "127.255.255.255", ["126.255.255.255", "128.0.0.0"]),
            ("fc00::/7", "fdff:ffff::1", ["fbff::", "fe00::"]),
            ("fe80::/10", "febf::1", ["fe7f::", "2001:db8::"]),
        ] {
            let is_private = |text| IpRange::parse(text).unwrap().is_private();
            assert!(is_private(first) && is_private(last), "{first}");
            assert!(!beyond.into_iter().any(is_private), "{beyond:?}");
        }
        for text in ["0.0.0.0/0", "10.0.0.0/7", "172.16.0.0/11", "::/0", "203.0.113.0/24", "::ffff:8.8.8.8"] {
            assert!(!IpRange::parse(text).unwrap().is_private(), "{text}");
        }
    }
}
