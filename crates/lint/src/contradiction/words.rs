//! Texts and ARNs: is there one that every test takes?

use policy::tree::{OperatorName, OperatorType};
use policy::{Glob, ResourcePattern};

use super::keys::Test;
use crate::budget::{Budget, Limit};
use crate::constraint;

/// A value of a test, as a pattern for texts and as one for ARNs.
struct Word {
    text: Glob,
    arn: ResourcePattern,
}

/// A test with all that it takes or, if it is negated, leaves out.
struct Words {
    name: OperatorName,
    all: Vec<Word>,
}

/// Whether no text meets all the tests. With patterns on both sides the answer no may be wrong, yes never is.
pub(super) fn exclude_each_other(tests: &[Test<'_>], budget: &Budget) -> bool {
    let (excluded, taken): (Vec<_>, Vec<_>) =
        tests.iter().map(Words::of).partition(|words| words.name.is_negated());
    if taken.is_empty() {
        let everything = Glob::everything();
        return excluded.iter().any(|words| words.all.iter().any(|word| word.text.covers(&everything)));
    }
    // What one test takes must have something in common with every other, and not be excluded as a whole.
    taken.iter().take_while(|_| budget.reached() != Some(Limit::Steps)).any(|words| {
        words.all.iter().all(|word| {
            let is_taken =
                taken.iter().all(|others| others.all.iter().any(|other| meet(other, word, budget)));
            let is_excluded = || excluded.iter().any(|negated| negated.hold(word, words.name, budget));
            !is_taken || is_excluded()
        })
    })
}

impl Words {
    fn of((name, entry): &Test<'_>) -> Self {
        let word = |literal: &policy::tree::Literal| Word {
            text: constraint::pattern(*name, literal).0,
            arn: ResourcePattern::parse(&literal.text()),
        };
        Self { name: *name, all: entry.values.iter().map(|value| word(&value.value)).collect() }
    }

    /// Whether all that the word stands for, which a test of that name takes, is left out.
    fn hold(&self, word: &Word, name: OperatorName, budget: &Budget) -> bool {
        self.all.iter().any(|excluded| {
            if !allows(budget, excluded, word) {
                return false;
            }
            if self.name.value_type() != OperatorType::Arn {
                return excluded.text.covers(&word.text);
            }
            // A wildcard of an ARN does not reach over a colon, so the whole is compared part by part.
            let is_arn = name.value_type() == OperatorType::Arn || !word.text.has_wildcard();
            let [outer, inner] = [&excluded.arn, &word.arn];
            is_arn && !outer.is_short() && !inner.is_short() && outer.covers(inner).is_yes()
        })
    }
}

/// Whether some text is meant by both, or the budget does not reach to know.
fn meet(one: &Word, other: &Word, budget: &Budget) -> bool {
    !allows(budget, one, other) || one.text.intersects(&other.text)
}

fn allows(budget: &Budget, one: &Word, other: &Word) -> bool {
    budget.allows_comparing(one.text.tokens().len(), other.text.tokens().len())
}
