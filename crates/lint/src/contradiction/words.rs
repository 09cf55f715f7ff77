//! Texts and ARNs: is there one that every test takes?

use policy::tree::{OperatorType, Spanned};
use policy::{Glob, ResourcePattern};

use super::keys::Test;
use crate::constraint;

/// Whether no text meets all the tests. With patterns on both sides the answer no may be wrong, yes never is.
pub(super) fn exclude_each_other(tests: &[Test<'_>]) -> bool {
    let (excluded, taken): (Vec<_>, Vec<_>) = tests.iter().partition(|(name, _)| name.is_negated());
    let patterns = |test: &Test<'_>| -> Vec<Glob> {
        test.1.values.iter().map(|value| constraint::pattern(test.0, &value.value).0).collect()
    };
    if taken.is_empty() {
        let everything = Glob::everything();
        return excluded.iter().any(|test| patterns(test).iter().any(|pattern| pattern.covers(&everything)));
    }
    let taken_patterns: Vec<_> = taken.iter().map(&patterns).collect();
    // What one test takes must have something in common with every other, and not be excluded as a whole.
    taken.iter().zip(&taken_patterns).any(|(test, own)| {
        test.1.values.iter().zip(own).all(|(value, pattern)| {
            let is_taken = taken_patterns.iter().all(|all| all.iter().any(|other| other.intersects(pattern)));
            !is_taken || excluded.iter().any(|negated| excludes(negated, value, pattern, test))
        })
    })
}

fn excludes(
    negated: &Test<'_>,
    value: &Spanned<policy::tree::Literal>,
    pattern: &Glob,
    test: &Test<'_>,
) -> bool {
    negated.1.values.iter().any(|excluded| {
        let as_text = constraint::pattern(negated.0, &excluded.value).0;
        if negated.0.value_type() != OperatorType::Arn {
            return as_text.covers(pattern);
        }
        // A wildcard of an ARN does not reach over a colon, so the whole is compared part by part.
        let is_arn = test.0.value_type() == OperatorType::Arn || !pattern.has_wildcard();
        let [outer, inner] = [excluded, value].map(|literal| ResourcePattern::parse(&literal.value.text()));
        is_arn && !outer.is_short() && !inner.is_short() && outer.covers(&inner).is_yes()
    })
}
