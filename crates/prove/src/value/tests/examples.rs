//! Which values are chosen from a set.

use policy::tree::OperatorName;

use super::world::KINDS;
use crate::value::ValueSet;

#[test]
fn the_example_is_the_plainest_value() {
    use OperatorName as Name;
    for (conditions, expected) in [
        (&[(Name::NumericLessThan, "10")][..], Some("0")),
        (&[(Name::NumericNotEquals, "0")], Some("1")),
        (&[(Name::NumericGreaterThan, "5")], Some("6")),
        (&[(Name::NumericGreaterThanEquals, "5.5")], Some("6")),
        (&[(Name::NumericLessThan, "-99.5")], Some("-100")),
        (&[(Name::NumericGreaterThan, "99"), (Name::NumericLessThan, "101")], Some("100")),
        (&[(Name::NumericGreaterThan, "7"), (Name::NumericLessThan, "8")], Some("7.1")),
        (&[(Name::NumericGreaterThan, "-8"), (Name::NumericLessThan, "-7")], Some("-7.1")),
        (&[(Name::NumericGreaterThan, "0"), (Name::NumericLessThan, "0.001")], Some("0.0001")),
        (&[(Name::NumericGreaterThan, "0.1"), (Name::NumericLessThan, "0.3")], Some("0.2")),
        (&[(Name::NumericGreaterThan, "9.99"), (Name::NumericLessThan, "10")], Some("9.991")),
        (&[(Name::NumericGreaterThan, "0.1299"), (Name::NumericLessThan, "0.13")], Some("0.12991")),
        (&[(Name::NumericGreaterThanEquals, "0.1299"), (Name::NumericLessThan, "0.13")], Some("0.1299")),
        (&[(Name::NumericEquals, "+010.50")], Some("10.5")),
        (&[(Name::NumericGreaterThan, "7"), (Name::NumericLessThanEquals, "7")], None),
        (&[(Name::NumericEquals, "ten")], None),
        (&[(Name::DateGreaterThan, "2026-01-31T08:00:00Z")], Some("2026-02-01T00:00:00Z")),
        (&[(Name::DateGreaterThanEquals, "2026-01-31")], Some("2026-01-31T00:00:00Z")),
        (&[(Name::DateLessThan, "2026-01-31")], Some("2026-01-30T00:00:00Z")),
        (&[(Name::DateLessThan, "1970")], Some("1969-12-31T00:00:00Z")),
        (&[(Name::DateEquals, "1769846400")], Some("2026-01-31T08:00:00Z")),
        (&[(Name::DateEquals, "0033-04-05T06:07:08.090Z")], Some("0033-04-05T06:07:08.09Z")),
        (&[(Name::DateEquals, "-99999999999")], Some("-99999999999")),
        (&[(Name::DateEquals, "0000-01-01T00:00:00.5+01:00")], Some("0000-01-01T22:59:00.5+23:59")),
        (&[(Name::DateGreaterThan, "9223372036854775807")], None),
        (&[(Name::DateLessThan, "-9223372036854775808")], None),
        (
            &[(Name::DateGreaterThan, "2026"), (Name::DateLessThan, "2026-01-01T00:00:01Z")],
            Some("2026-01-01T00:00:00.1Z"),
        ),
        (
            &[
                (Name::DateGreaterThan, "2026-01-01T00:00:00.000000001Z"),
                (Name::DateLessThan, "2026-01-01T00:00:00.000000002Z"),
            ],
            None,
        ),
        (&[(Name::IpAddress, "0.0.0.0/0")], Some("203.0.113.1")),
        (&[(Name::IpAddress, "203.0.113.0/32")], Some("203.0.113.0")),
        (&[(Name::IpAddress, "10.9.9.9/8")], Some("10.0.0.0")),
        (&[(Name::NotIpAddress, "203.0.113.0/24")], Some("198.51.100.1")),
        (&[(Name::IpAddress, "2001:DB8::/32")], Some("2001:db8::1")),
        (&[(Name::IpAddress, "fe80::/10")], Some("fe80::")),
        (&[(Name::NotIpAddress, "0.0.0.0/0")], Some("2001:db8::1")),
        (&[(Name::NotIpAddress, "0.0.0.0/0"), (Name::NotIpAddress, "::/0")], None),
        (&[(Name::Bool, "TRUE")], Some("true")),
        (&[(Name::Bool, "true"), (Name::Bool, "false")], None),
        (&[(Name::BinaryEquals, "QUI")], Some("QUI=")),
        (&[(Name::BinaryEquals, "QUI"), (Name::BinaryEquals, "QUI=")], Some("QUI=")),
    ] {
        assert_eq!(passing_all(conditions).example().as_deref(), expected, "{conditions:?}");
    }
}

fn passing_all(conditions: &[(OperatorName, &str)]) -> ValueSet {
    let sets = conditions.iter().map(|(operator, operand)| ValueSet::passing(*operator, &[operand]));
    sets.reduce(|all, set| all.intersection(&set)).unwrap()
}

#[test]
fn the_complement_has_what_is_no_value() {
    let unreadable = |kind| ValueSet::readable(kind).complement().example();
    assert_eq!(
        KINDS.map(unreadable).map(Option::unwrap),
        ["not a number", "not a date", "not an address", "not a boolean", "not base64"]
    );
    let not_ten = ValueSet::passing(OperatorName::NumericEquals, &["10"]).complement();
    assert_eq!(not_ten.examples(3), ["0", "1", "2", "not a number"]);
}

#[test]
fn examples_include_the_ends_of_pieces() {
    use OperatorName as Name;
    for (conditions, expected) in [
        (
            &[(Name::NumericGreaterThanEquals, "0.8"), (Name::NumericLessThanEquals, "0.9")][..],
            &["0.8", "0.9", "0.81"][..],
        ),
        (&[(Name::NumericGreaterThanEquals, "-7"), (Name::NumericLessThan, "-5")], &["-6", "-7", "-6.1"]),
        (&[(Name::NumericEquals, "7")], &["7"]),
        (&[(Name::NumericGreaterThan, "7")], &["8", "9", "10"]),
        (
            &[
                (Name::DateGreaterThan, "2026-01-31T08:00:00Z"),
                (Name::DateLessThanEquals, "2026-01-31T08:00:01Z"),
            ],
            &["2026-01-31T08:00:01Z", "2026-01-31T08:00:00.000000001Z", "2026-01-31T08:00:00.000000002Z"],
        ),
        (&[(Name::IpAddress, "203.0.113.0/24")], &["203.0.113.1", "203.0.113.0", "203.0.113.255"]),
        (&[(Name::IpAddress, "10.0.0.0/30")], &["10.0.0.0", "10.0.0.3", "10.0.0.1"]),
    ] {
        assert_eq!(passing_all(conditions).examples(3), expected, "{conditions:?}");
    }
}

#[test]
fn a_single_address_of_ipv4_has_one_text_only() {
    use OperatorName as Name;
    for (operator, operand, expected) in [
        (Name::IpAddress, "203.0.113.9", None),
        (Name::IpAddress, "203.0.113.8/31", Some(["203.0.113.8", "203.0.113.9"])),
        (Name::IpAddress, "::1", Some(["::1", "0000:0000:0000:0000:0000:0000:0000:0001"])),
        (
            Name::IpAddress,
            "1111:2222:3333:4444:5555:6666:7777:8888",
            Some([
                "1111:2222:3333:4444:5555:6666:7777:8888",
                "1111:2222:3333:4444:5555:6666:119.119.136.136",
            ]),
        ),
        (Name::NumericEquals, "10", Some(["10", "10.0"])),
        (Name::NumericEquals, ".5", Some(["0.5", "0.50"])),
        (Name::DateEquals, "2026", Some(["2026-01-01T00:00:00Z", "2026-01-01T00:00:00+00:00"])),
        (Name::DateEquals, "-99999999999", Some(["-99999999999", "-099999999999"])),
        (Name::Bool, "false", Some(["false", "False"])),
        (Name::BinaryEquals, "QQ", Some(["QQ==", "QQ"])),
        (Name::BinaryEquals, "QUJD", Some(["QUJD", "QUJD="])),
        (Name::BinaryEquals, "", Some(["", "="])),
    ] {
        let two = ValueSet::passing(operator, &[operand]).two();
        let two = two.as_ref().map(|two| two.each_ref().map(String::as_str));
        assert_eq!(two, expected, "{operator:?} `{operand}`");
    }
}
