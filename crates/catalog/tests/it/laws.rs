//! Look-ups against slow ones that cannot be wrong.

use std::collections::BTreeSet;

use catalog::{Action, ActionSet, Catalog, Level};
use policy::ActionPattern;
use proptest::prelude::*;

fn slow_expand(pattern: &ActionPattern) -> Vec<String> {
    let names = Catalog::embedded().actions().map(Action::full_name);
    names.filter(|name| pattern.matches(name)).collect()
}

fn expand(pattern: &str) -> Vec<String> {
    let catalog = Catalog::embedded();
    catalog.expand(&ActionPattern::parse(pattern)).actions(catalog).map(Action::full_name).collect()
}

#[test]
fn patterns_expand_to_what_a_scan_finds() {
    for pattern in [
        "*",
        "s3:*",
        "s3:Get*",
        "S3:get*",
        "s3:GetObject",
        "s3:GetObject?cl",
        "ec2:Describe*",
        "s3:*Tagging*",
        "*:Get*",
        "s3*:GetObject",
        "*:*",
        "s3:",
        ":Get*",
        "",
        "zzz:*",
        "s3:zzz*",
        "s3:*zzz",
        "iam:?*Role",
        "ec2:*Vpc*Endpoint*",
        "s3:é*",
    ] {
        assert_eq!(expand(pattern), slow_expand(&ActionPattern::parse(pattern)), "{pattern}");
    }
    assert_eq!(expand("*").len(), Catalog::embedded().actions().len());
    assert!(expand("s3:Get*").len() > 50);
}

#[test]
fn levels_part_all_actions() {
    let catalog = Catalog::embedded();
    let sets = Level::ALL.map(|level| catalog.actions_of_level(level));
    let all = sets.iter().fold(ActionSet::new(), |all, set| all.union(set));
    assert_eq!(all, catalog.expand(&ActionPattern::parse("*")));
    assert_eq!(sets.iter().map(ActionSet::len).sum::<usize>(), catalog.actions().len());
}

#[test]
fn resource_types_and_actions_lead_to_each_other() {
    for resource in Catalog::embedded().resource_types() {
        let service = resource.service();
        let slow = service.actions().filter(|action| action.target(resource).is_some());
        assert!(slow.eq(resource.actions()), "{resource:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn patterns_made_of_names_expand_to_what_a_scan_finds(
        action in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(vec!["*", "?", "", "x", "A"])), 0..4),
    ) {
        let catalog = Catalog::embedded();
        let action = catalog.actions().nth(action.index(catalog.actions().len())).unwrap();
        let mut name: Vec<String> = action.name().chars().map(String::from).collect();
        for (place, change) in changes {
            let place = place.index(name.len());
            name[place] = change.to_owned();
        }
        let text = format!("{}:{}", action.service().prefix(), name.concat());
        prop_assert_eq!(expand(&text), slow_expand(&ActionPattern::parse(&text)), "{}", text);
    }

    #[test]
    fn sets_are_sets(left in numbers(), right in numbers()) {
        let catalog = Catalog::embedded();
        let set = |numbers: &BTreeSet<usize>| -> ActionSet {
            catalog.actions().enumerate().filter(|(index, _)| numbers.contains(index)).map(|(_, action)| action).collect()
        };
        let list = |set: &ActionSet| set.iter().map(catalog::ActionId::index).collect::<BTreeSet<_>>();
        let (a, b) = (set(&left), set(&right));
        prop_assert_eq!(list(&a), left.clone());
        prop_assert_eq!(a.len(), left.len());
        prop_assert_eq!(list(&a.union(&b)), left.union(&right).copied().collect());
        prop_assert_eq!(list(&a.intersection(&b)), left.intersection(&right).copied().collect());
        prop_assert_eq!(list(&a.difference(&b)), left.difference(&right).copied().collect());
        prop_assert_eq!(a.is_subset(&b), left.is_subset(&right));
        prop_assert_eq!(a.union(&b).difference(&b) == a, left.is_disjoint(&right));
        let backwards: ActionSet = a.iter().collect::<Vec<_>>().into_iter().rev().collect();
        prop_assert_eq!(backwards, a);
    }
}

fn numbers() -> impl Strategy<Value = BTreeSet<usize>> {
    prop::collection::btree_set(100..900_usize, 0..40)
}
