//! Sets of actions as patterns, and back.

use catalog::{ActionSet, Catalog};
use policy::ActionPattern;
use proptest::prelude::*;

fn expanded(patterns: &[String]) -> ActionSet {
    let catalog = Catalog::embedded();
    let sets = patterns.iter().map(|pattern| catalog.expand(&ActionPattern::parse(pattern)));
    sets.fold(ActionSet::new(), |all, set| all.union(&set))
}

fn shrunk(patterns: &[&str]) -> Vec<String> {
    let patterns: Vec<_> = patterns.iter().map(|pattern| (*pattern).to_owned()).collect();
    Catalog::embedded().shrink(&expanded(&patterns))
}

#[test]
fn all_of_a_service_or_of_a_beginning_is_one_pattern() {
    assert_eq!(shrunk(&["sqs:*"]), ["sqs:*"]);
    assert_eq!(shrunk(&["sqs:SendMessage"]), ["sqs:SendMessage"]);
    assert_eq!(shrunk(&["s3:Get*", "sqs:SendMessage"]), ["s3:Get*", "sqs:SendMessage"]);
    assert!(shrunk(&[]).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn shrinking_is_undone_by_expanding(
        patterns in prop::collection::vec("(s3|sqs|ec2|iam|kms):(Get|List|Describe|Put|D|)[A-Z]?(\\*|\\*s|\\*Tags?)", 1..6),
    ) {
        let wanted = expanded(&patterns);
        let shrunk = Catalog::embedded().shrink(&wanted);
        prop_assert!(shrunk.len() <= wanted.len());
        prop_assert!(expanded(&shrunk) == wanted, "{shrunk:?}");
    }
}
