//! Sets of values against the evaluator, and the laws of sets.

use policy::tree::OperatorName;
use proptest::prelude::*;

use super::world::{Oracle, TEXTS, can_be_read, condition, operators, pair, text};
use crate::value::{Kind, ValueSet};

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
    fn several_operands_are_compared_as_the_evaluator_does((operator, operands) in condition(), others in prop::collection::vec(text(), 0..20)) {
        let operands: Vec<_> = operands.iter().map(String::as_str).collect();
        let (set, oracle) = (ValueSet::passing(operator, &operands), Oracle::new(operator, &operands));
        for text in TEXTS.into_iter().chain(others.iter().map(String::as_str)) {
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
            if can_be_read(set.kind(), text) {
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
