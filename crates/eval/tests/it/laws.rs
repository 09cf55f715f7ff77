//! What must hold of every decision, whatever the policies.

use catalog::{ActionSet, Catalog};
use eval::{Outcome, Switches};
use policy::ActionPattern;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::case::Case;
use crate::world::{policy, statement, world};

fn outcome(world: &Value) -> Outcome {
    Case::read(world).decide(Switches::default()).outcome
}

/// The policies of a world that are lists, each with its name.
const LISTS: [&str; 2] = ["identityPolicies", "permissionBoundaries"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_deny_more_never_allows_more(world in world(), mut deny in statement(false), at in 0..3_usize) {
        deny["Effect"] = json!("Deny");
        let before = outcome(&world);
        let mut after = world;
        let more = json!({"Version": "2012-10-17", "Statement": deny});
        match at {
            0 => after["identityPolicies"].as_array_mut().unwrap().push(more),
            1 => {
                deny["Principal"] = json!("*");
                match after["resourcePolicy"].get_mut("Statement").and_then(Value::as_array_mut) {
                    Some(statements) => statements.push(deny),
                    None => after["resourcePolicy"] = json!({"Version": "2012-10-17", "Statement": deny}),
                }
            }
            _ => match after["permissionBoundaries"].as_array_mut() {
                Some(policies) => policies.push(more),
                None => return Ok(()),
            },
        }
        prop_assert!(before == Outcome::Allowed || outcome(&after) != Outcome::Allowed);
    }

    #[test]
    fn an_allow_more_of_the_identity_never_denies_more(world in world(), mut allow in statement(false)) {
        allow["Effect"] = json!("Allow");
        let before = outcome(&world);
        let mut after = world;
        let more = json!({"Version": "2012-10-17", "Statement": allow});
        after["identityPolicies"].as_array_mut().unwrap().push(more);
        prop_assert!(before != Outcome::Allowed || outcome(&after) == Outcome::Allowed);
    }

    #[test]
    fn order_never_matters(world in world()) {
        let mut turned = world.clone();
        for name in LISTS {
            if let Some(policies) = turned[name].as_array_mut() {
                policies.reverse();
                policies.iter_mut().for_each(turn);
            }
        }
        for name in ["resourcePolicy", "sessionPolicy"] {
            turn(&mut turned[name]);
        }
        if let Some(levels) = turned["scps"].as_array_mut() {
            levels.reverse();
        }
        let (one, other) = (Case::read(&world), Case::read(&turned));
        prop_assert_eq!(one.decide(Switches::default()), other.decide(Switches::default()));
    }

    #[test]
    fn an_explanation_decides_alike(world in world()) {
        let case = Case::read(&world);
        prop_assert_eq!(case.explain().decision, case.decide(Switches::default()));
    }

    #[test]
    fn actions_named_and_actions_shrunk_to_patterns_decide_alike(world in world(), pattern in "(s3|sqs):(Get|Put|Send|)\\*[OM]?\\*") {
        let catalog = Catalog::embedded();
        let set: ActionSet = catalog.expand(&ActionPattern::parse(&pattern));
        let named: Vec<_> = set.actions(catalog).map(catalog::Action::full_name).collect();
        let with = |actions: Vec<String>| {
            let mut world = world.clone();
            let statement = json!({"Effect": "Allow", "Action": actions, "Resource": "*"});
            world["identityPolicies"] = json!([{"Version": "2012-10-17", "Statement": statement}]);
            world
        };
        prop_assert_eq!(outcome(&with(named)), outcome(&with(catalog.shrink(&set))));
    }

    #[test]
    fn a_policy_apart_decides_as_one_policy_together(world in world(), policy in policy(false)) {
        let mut together = world.clone();
        together["identityPolicies"] = json!([policy]);
        let statements = policy["Statement"].as_array().unwrap();
        let version = &policy["Version"];
        let apart: Vec<_> =
            statements.iter().map(|statement| json!({"Version": version, "Statement": statement})).collect();
        let mut split = world;
        split["identityPolicies"] = json!(apart);
        prop_assert_eq!(outcome(&together), outcome(&split));
    }
}

/// Turns the lists of a policy around.
fn turn(policy: &mut Value) {
    let Some(statements) = policy.get_mut("Statement").and_then(Value::as_array_mut) else { return };
    statements.reverse();
    for statement in statements {
        for name in ["Action", "NotAction", "Resource", "NotResource"] {
            if let Some(values) = statement.get_mut(name).and_then(Value::as_array_mut) {
                values.reverse();
            }
        }
    }
}
