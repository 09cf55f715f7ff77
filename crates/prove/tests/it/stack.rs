//! Whole decisions: what the prover says of all requests, held against what the evaluator says of many.

use catalog::Catalog;
use eval::{Outcome, Switches};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use prove::{Doubt, Limits, Prover, Side, Verdict, Worlds};
use serde_json::{Value, json};

use crate::case::Case;
use crate::world::{policy, request, world};

fn runner(seed: u8) -> TestRunner {
    TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]))
}

fn sample<S: Strategy>(strategy: &S, runner: &mut TestRunner) -> S::Value {
    strategy.new_tree(runner).unwrap().current()
}

/// What the first allows and the second does not.
fn verdict(one: &Case, other: &Case, worlds: Worlds) -> Verdict {
    let prover = Prover { worlds, limits: Limits::default(), ..Prover::new(Catalog::embedded()) };
    one.with(|one| other.with(|other| prover.difference(Side::Stack(one), Side::Stack(other)).verdict))
}

/// The policies of one world with one of them changed, or of another.
fn changed(world: &Value, other: &Value, at: usize) -> Value {
    let names = [
        "identityPolicies",
        "resourcePolicy",
        "permissionBoundaries",
        "sessionPolicy",
        "scps",
        "rcps",
        "endpointPolicies",
    ];
    let mut changed = world.clone();
    if let Some(name) = names.get(at) {
        changed[name] = other[name].clone();
        changed
    } else {
        other.clone()
    }
}

/// A world with policies of the resource's organization and of an endpoint as well, some of the time.
fn full_world(at: usize, runner: &mut TestRunner) -> Value {
    let mut full = sample(&world(), runner);
    if at.is_multiple_of(3) {
        let mut levels = sample(&world(), runner)["scps"].clone();
        let policies = levels.as_array_mut().unwrap().iter_mut();
        let policies = policies.flat_map(|level| level["policies"].as_array_mut().unwrap());
        for statement in policies.flat_map(|policy| policy["Statement"].as_array_mut().unwrap()) {
            statement["Principal"] = json!("*");
        }
        full["rcps"] = levels;
    }
    if at.is_multiple_of(5) {
        full["endpointPolicies"] = json!([sample(&policy(true), runner)]);
    }
    full
}

#[test]
fn decisions_of_many_requests_do_not_contradict() {
    let mut runner = runner(7);
    let requests: Vec<Value> = (0..400).map(|_| sample(&request(), &mut runner)).collect();
    let mut seen = [0; 3];
    for at in 0..600 {
        let old = full_world(at, &mut runner);
        let new = changed(&old, &full_world(at / 7, &mut runner), at % 9);
        let (old_case, new_case) = (Case::read(&old), Case::read(&new));
        for worlds in [Worlds::Any, Worlds::Aws] {
            match verdict(&new_case, &old_case, worlds) {
                Verdict::Witness(_) => seen[0] += 1,
                Verdict::Unknown(doubts) => {
                    seen[1] += 1;
                    let is_ours = doubts.iter().any(|doubt| matches!(doubt, Doubt::Unconfirmed(_)));
                    assert!(!is_ours, "{doubts:?}\n{new}\n{old}");
                }
                Verdict::None => {
                    seen[2] += 1;
                    if worlds == Worlds::Any {
                        for request in &requests {
                            let decide = |world: &Value| {
                                let mut world = world.clone();
                                world["request"] = request.clone();
                                Case::read(&world).decide(Switches::default()).outcome
                            };
                            let is_new = decide(&new) == Outcome::Allowed && decide(&old) != Outcome::Allowed;
                            assert!(!is_new, "{request}\n{new}\n{old}");
                        }
                    }
                }
            }
        }
    }
    assert!(seen[0] > 100 && seen[2] > 100, "{seen:?}");
}
