//! IP addresses, in ranges or not.

use std::net::IpAddr;

use policy::tree::OperatorName;
use policy::value::IpRange;

use super::entry::{Operand, OperatorEntry, Relation, fails, holds};
use crate::{Switch, Switches};

pub(super) const IN: OperatorEntry = OperatorEntry {
    name: OperatorName::IpAddress,
    fails: "is not in",
    read,
    relation,
    examples: &[
        holds(&["203.0.113.9"], &["10.0.0.0/8", "203.0.113.0/24"]),
        holds(&["203.0.113.9"], &["0.0.0.0/0"]),
        holds(&["2001:db8::1"], &["2001:DB8:0:0::1"]),
        holds(&["10.9.9.9"], &["10.1.2.3/8"]),
        fails(&["203.0.113.9"], &["::/0"]),
        fails(&["203.0.113.9"], &["203.0.113.8"]),
        fails(&["nowhere"], &["0.0.0.0/0"]),
    ],
};

pub(super) const NOT_IN: OperatorEntry = OperatorEntry {
    name: OperatorName::NotIpAddress,
    fails: "is in",
    read,
    relation,
    examples: &[
        holds(&["203.0.113.9"], &["10.0.0.0/8"]),
        fails(&["10.1.1.1"], &["192.0.2.0/24", "10.0.0.0/8"]),
    ],
};

fn read(value: &str) -> Operand {
    IpRange::parse(value).map_or(Operand::Unreadable, Operand::Range)
}

fn relation(operand: &Operand, value: &str, switches: Switches) -> Relation {
    let (Operand::Range(range), Ok(address)) = (operand, value.parse::<IpAddr>()) else {
        return Relation::Unreadable;
    };
    let address = if switches.is_on(Switch::MappedAddressIsIpv4) { address.to_canonical() } else { address };
    range.contains(address).into()
}
