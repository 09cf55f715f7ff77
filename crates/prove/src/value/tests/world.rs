//! Texts and conditions near each other, and the evaluator to ask about them.

use eval::{Caller, Context, Outcome, Policies, Prepared, Request, Switches, Values};
use policy::tree::{OperatorName, PolicyKind, lower};
use policy::{Document, Limits};
use proptest::prelude::*;
use serde_json::json;

use crate::value::{Kind, ValueSet};

/// Texts that are edges of some kind, and spellings of one value.
pub(super) const TEXTS: [&str; 125] = [
    "",
    "-",
    "x",
    ".",
    "-0",
    "0",
    "+0",
    "00",
    ".5",
    "0.5",
    "0.50",
    "5.",
    "5",
    "-5",
    "10",
    "10.0",
    "010",
    "9.99",
    "10.1",
    "0.4999999999999999999999",
    "0.1",
    "0.10000000000000000000000000001",
    "0.2",
    "0.19",
    "0.199",
    "-0.001",
    "-0.002",
    "9007199254740993",
    "9007199254740992",
    "99999999999999999999999999999999999999999999",
    "1e3",
    "1.2.3",
    " 1",
    "100",
    "1000",
    "9999",
    "-100",
    "-1000",
    "1969",
    "1970",
    "1970-01-01",
    "1970-01-01T00:00:00Z",
    "1970-01-01T00:00:00.000000001Z",
    "1970-01-01T00:00:00.0000000019Z",
    "1970-01-01T00:00:00.999999999Z",
    "1970-01-01T01:00:00+01:00",
    "1969-12-31T23:59:59.5Z",
    "-1",
    "1",
    "2026",
    "2026-01",
    "2026-01-31",
    "2026-01-31T08:00:00Z",
    "2026-01-31t08:00z",
    "2026-01-31T09:00:00+0100",
    "1769846400",
    "01769846400",
    "2026-01-31T08:00:00.25Z",
    "2026-13",
    "2025-02-29",
    "0000",
    "0999-12-31",
    "1000-01-01",
    "0000-01-01T00:00:00+23:59",
    "0000-01-01T00:00:00.5+23:59",
    "-62167219200",
    "-62167305540",
    "-62167305541",
    "-62167305600",
    "9999-12-31T23:59:59.999999999-23:59",
    "9999-12-31T23:59:59-23:59",
    "253402300799",
    "253402300800",
    "253402387139",
    "253402387140",
    "253402387141",
    "9223372036854775807",
    "9223372036854775806",
    "-9223372036854775808",
    "9223372036854775808",
    "0.0.0.0",
    "0.0.0.0/0",
    "0.0.0.0/1",
    "128.0.0.0/1",
    "10.0.0.0/8",
    "10.255.255.255",
    "10.1.2.3/8",
    "11.0.0.0",
    "203.0.113.0/24",
    "203.0.113.9",
    "203.0.113.9/32",
    "203.0.113.8/31",
    "203.0.113.10",
    "255.255.255.255",
    "255.255.255.255/32",
    "203.0.113.0/33",
    "01.2.3.4",
    "::",
    "::/0",
    "::1",
    "0:0::1",
    "::ffff:203.0.113.9",
    "::ffff:0:0/96",
    "2001:db8::/32",
    "2001:DB8::1",
    "2001:db8::1/128",
    "8000::/1",
    "ffff::/08",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "true",
    "True",
    "FALSE",
    "false",
    "yes",
    "QQ==",
    "QQ",
    "QR",
    "QUI=",
    "QUJD",
    "QmluYXJ5",
    "=",
    "A",
    "0000",
    "${aws:username}",
    "ünï",
];

pub(super) const KINDS: [Kind; 5] = [Kind::Number, Kind::Moment, Kind::Address, Kind::Bool, Kind::Binary];

pub(super) fn operators() -> impl Iterator<Item = OperatorName> {
    OperatorName::ALL.iter().copied().filter(|operator| Kind::of(*operator).is_some())
}

/// A condition, as the evaluator prepared it.
pub(super) struct Oracle(Prepared);

impl Oracle {
    pub(super) fn new(operator: OperatorName, operands: &[&str]) -> Self {
        let policy = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*",
            "Resource": "*", "Condition": {operator.text(): {"x:key": operands}}}});
        let document = Document::read("p.json", policy.to_string().as_bytes(), None, &Limits::default());
        Self(Prepared::new("p", &lower(&document.root), PolicyKind::Identity))
    }

    pub(super) fn passes(&self, text: &str) -> bool {
        let mut context = Context::new();
        context.set("x:key", Values::One(text.to_owned()));
        let caller = Caller::parse("arn:aws:iam::123456789012:user/Ann").unwrap();
        let request = Request::new(caller, "s3:GetObject", "arn:aws:s3:::b/k", None, context).unwrap();
        let policies = Policies { identity: std::slice::from_ref(&self.0), ..Policies::default() };
        eval::decide(&request, &policies, Switches::default()).outcome == Outcome::Allowed
    }
}

/// Texts that are near each other, most of them values of one kind.
pub(super) fn text_of(kind: Kind) -> BoxedStrategy<String> {
    let pattern = match kind {
        Kind::Number => "[-+]?[0189]{0,3}\\.?[0189]{0,5}",
        Kind::Moment => {
            "2026-01-3[01]T(00|23):(00|59):(00|59)(\\.[05]{1,2})?(Z|[+-](00|23):(00|59))|-6216730554[0-9]\
             |25340238713[0-9]|-?[0-9]{1,5}"
        }
        Kind::Address => "[02]\\.0\\.0\\.[0-9](/3[0-2])?|(::|2001:db8::)[0-9a-f](/12[4-8])?",
        Kind::Bool => "true|false|True|FALSE",
        Kind::Binary => "[QRg]{1,4}={0,2}",
    };
    let readable = TEXTS.into_iter().filter(|text| can_be_read(kind, text)).collect::<Vec<_>>();
    prop_oneof![prop::sample::select(readable).prop_map(str::to_owned), pattern].boxed()
}

pub(super) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(&TEXTS[..]).prop_map(str::to_owned),
        prop::sample::select(&KINDS[..]).prop_flat_map(text_of),
    ]
}

/// An operator, and operands of which most are of its kind.
pub(super) fn condition() -> impl Strategy<Value = (OperatorName, Vec<String>)> {
    prop::sample::select(operators().collect::<Vec<_>>()).prop_flat_map(|operator| {
        let kind = Kind::of(operator).unwrap_or(Kind::Bool);
        let operand = prop_oneof![9 => text_of(kind), 1 => text().boxed()];
        (Just(operator), prop::collection::vec(operand, 0..6))
    })
}

/// Two sets of one kind, which may come from several conditions.
pub(super) fn pair() -> impl Strategy<Value = (ValueSet, ValueSet)> {
    prop::sample::select(&KINDS[..]).prop_flat_map(|kind| (set_of(kind), set_of(kind)))
}

pub(super) fn set_of(kind: Kind) -> impl Strategy<Value = ValueSet> {
    let operator = operators().filter(|operator| Kind::of(*operator) == Some(kind)).collect::<Vec<_>>();
    let operands = prop::collection::vec(text_of(kind), 0..4);
    let one = (prop::sample::select(operator), operands, any::<bool>());
    prop::collection::vec(one, 0..4).prop_map(move |conditions| {
        conditions.into_iter().fold(ValueSet::all(kind), |all, (operator, operands, is_complement)| {
            let operands: Vec<_> = operands.iter().map(String::as_str).collect();
            let set = ValueSet::passing(operator, &operands);
            all.intersection(&if is_complement { set.complement() } else { set })
        })
    })
}

pub(super) fn can_be_read(kind: Kind, text: &str) -> bool {
    ValueSet::readable(kind).contains(text)
}
