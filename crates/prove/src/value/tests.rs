//! Sets of values against the evaluator, and the laws of sets.

use eval::{Caller, Context, Outcome, Policies, Prepared, Request, Switches, Values};
use policy::tree::{OperatorName, PolicyKind, lower};
use policy::{Document, Limits};
use proptest::prelude::*;
use serde_json::json;

use super::{Kind, ValueSet};

/// Texts that are edges of some kind, and spellings of one value.
const TEXTS: [&str; 125] = [
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

fn operators() -> impl Iterator<Item = OperatorName> {
    OperatorName::ALL.iter().copied().filter(|operator| Kind::of(*operator).is_some())
}

/// A condition, as the evaluator prepared it.
struct Oracle(Prepared);

impl Oracle {
    fn new(operator: OperatorName, operands: &[&str]) -> Self {
        let policy = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*",
            "Resource": "*", "Condition": {operator.text(): {"x:key": operands}}}});
        let document = Document::read("p.json", policy.to_string().as_bytes(), None, &Limits::default());
        Self(Prepared::new("p", &lower(&document.root), PolicyKind::Identity))
    }

    fn passes(&self, text: &str) -> bool {
        let mut context = Context::new();
        context.set("x:key", Values::One(text.to_owned()));
        let caller = Caller::parse("arn:aws:iam::123456789012:user/Ann").unwrap();
        let request = Request::new(caller, "s3:GetObject", "arn:aws:s3:::b/k", None, context).unwrap();
        let policies = Policies { identity: std::slice::from_ref(&self.0), ..Policies::default() };
        eval::decide(&request, &policies, Switches::default()).outcome == Outcome::Allowed
    }
}

/// The empty set, all sets of one condition on one value, and a few of more.
fn sets() -> impl Strategy<Value = (OperatorName, Vec<&'static str>)> {
    let operator = prop::sample::select(operators().collect::<Vec<_>>());
    (operator, prop::collection::vec(prop::sample::select(&TEXTS[..]), 0..6))
}

/// Two sets of one kind, which may come from several conditions.
fn pair() -> impl Strategy<Value = (ValueSet, ValueSet)> {
    const KINDS: [Kind; 5] = [Kind::Number, Kind::Moment, Kind::Address, Kind::Bool, Kind::Binary];
    prop::sample::select(&KINDS[..]).prop_flat_map(|kind| (set_of(kind), set_of(kind)))
}

fn set_of(kind: Kind) -> impl Strategy<Value = ValueSet> {
    let operator = operators().filter(|operator| Kind::of(*operator) == Some(kind)).collect::<Vec<_>>();
    let readable =
        TEXTS.into_iter().filter(|text| ValueSet::readable(kind).contains(text)).collect::<Vec<_>>();
    let operands = prop::collection::vec(prop::sample::select(readable), 0..4);
    let one = (prop::sample::select(operator), operands, any::<bool>());
    prop::collection::vec(one, 0..4).prop_map(move |conditions| {
        conditions.into_iter().fold(ValueSet::all(kind), |all, (operator, operands, is_complement)| {
            let set = ValueSet::passing(operator, &operands);
            all.intersection(&if is_complement { set.complement() } else { set })
        })
    })
}

#[test]
fn one_operand_is_compared_as_the_evaluator_does() {
    for operator in operators() {
        for operand in TEXTS {
            let (set, oracle) = (ValueSet::passing(operator, &[operand]), Oracle::new(operator, &[operand]));
            for text in TEXTS {
                assert_eq!(set.contains(text), oracle.passes(text), "{operator:?} `{operand}` `{text}`");
            }
        }
    }
}

#[test]
fn no_operand_is_met_by_nothing_and_missed_by_everything() {
    for operator in operators() {
        let set = ValueSet::passing(operator, &[]);
        let oracle = Oracle::new(operator, &[]);
        assert_eq!(set.is_empty(), !operator.is_negated(), "{operator:?}");
        for text in TEXTS {
            assert_eq!(set.contains(text), oracle.passes(text), "{operator:?} `{text}`");
        }
    }
}

proptest! {
    #[test]
    fn several_operands_are_compared_as_the_evaluator_does((operator, operands) in sets()) {
        let (set, oracle) = (ValueSet::passing(operator, &operands), Oracle::new(operator, &operands));
        for text in TEXTS {
            prop_assert_eq!(set.contains(text), oracle.passes(text), "`{}`", text);
        }
        for text in set.examples(9).iter().chain(set.two().iter().flatten()) {
            prop_assert!(oracle.passes(text), "{}", text);
        }
        for text in set.complement().examples(9) {
            prop_assert!(!oracle.passes(&text), "{}", text);
        }
    }

    #[test]
    fn sets_obey_the_laws_of_sets((left, right) in pair()) {
        let both = left.intersection(&right);
        prop_assert_eq!(&both, &right.intersection(&left));
        prop_assert_eq!(&left.complement().complement(), &left);
        prop_assert_eq!(&left.intersection(&left), &left);
        prop_assert!(left.intersection(&left.complement()).is_empty());
        let neither = left.complement().intersection(&right.complement());
        let either = neither.complement();
        prop_assert_eq!(&either.intersection(&left), &left);
        // The parts make up the whole again.
        let only_left = left.intersection(&right.complement());
        let parts = only_left.complement().intersection(&both.complement()).complement();
        prop_assert_eq!(&parts, &left);
        for text in TEXTS {
            let (in_left, in_right) = (left.contains(text), right.contains(text));
            prop_assert_eq!(both.contains(text), in_left && in_right, "`{}`", text);
            prop_assert_eq!(either.contains(text), in_left || in_right, "`{}`", text);
        }
    }

    #[test]
    fn examples_are_distinct_members((left, right) in pair(), count in 0_usize..40) {
        let set = left.intersection(&right);
        let examples = set.examples(count);
        prop_assert_eq!(set.example(), set.examples(1).into_iter().next());
        prop_assert_eq!(set.is_empty(), set.example().is_none());
        let mut rest = set.clone();
        for text in &examples {
            prop_assert!(set.contains(text), "{}", text);
            if is_readable(&set, text) {
                prop_assert!(rest.contains(text), "{} is there twice", text);
                rest = rest.intersection(&only(set.kind(), text).complement());
            }
        }
        let readable = rest.intersection(&ValueSet::readable(set.kind()));
        prop_assert!(examples.len() >= count || readable.is_empty(), "{:?}", examples);
        prop_assert_eq!(set.has_two(), set.two().is_some());
        if let Some([first, second]) = set.two() {
            prop_assert!(first != second && set.contains(&first) && set.contains(&second));
        }
    }
}

fn is_readable(set: &ValueSet, text: &str) -> bool {
    ValueSet::readable(set.kind()).contains(text)
}

/// The set of one value.
fn only(kind: Kind, text: &str) -> ValueSet {
    let equal = match kind {
        Kind::Number => OperatorName::NumericEquals,
        Kind::Moment => OperatorName::DateEquals,
        Kind::Address => OperatorName::IpAddress,
        Kind::Bool => OperatorName::Bool,
        Kind::Binary => OperatorName::BinaryEquals,
    };
    ValueSet::passing(equal, &[text])
}
