//! Laws of the order of policies, whatever they say.

use policy::tree::PolicyKind;
use prove::{Prover, Side, Verdict, Worlds};
use serde_json::Value;

use crate::chance::Chance;
use crate::subject::{difference, pool, prover};
use crate::worlds::Pair;

/// Pairs without a cause for doubt.
fn plain_pairs(first: u64, count: usize) -> impl Iterator<Item = (Pair, Chance)> {
    let pairs = (first..).map(|seed| (Pair::new(seed), Chance::new(!seed)));
    let is_plain =
        |pair: &Pair| !pair.language.variables && !pair.language.unreadable && !pair.language.mixed;
    pairs.filter(move |(pair, _)| is_plain(pair)).take(count)
}

fn verdict(pair: &Pair, allowed_by: &[Value], not_by: &[Value]) -> Verdict {
    let kind = pair.language.kind;
    difference(pair.worlds(), &pool(allowed_by, kind), &pool(not_by, kind)).verdict
}

fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::None => "none",
        Verdict::Witness(_) => "witness",
        Verdict::Unknown(_) => "unknown",
    }
}

#[test]
fn nothing_is_beyond_itself() {
    for (pair, _) in plain_pairs(10_000, 200) {
        assert_eq!(verdict(&pair, &pair.left, &pair.left), Verdict::None, "{:?}", pair.left);
    }
}

#[test]
fn a_policy_with_variables_is_not_beyond_itself() {
    let pairs = (0..).map(|seed| Pair::new(20_000 + seed));
    let pairs =
        pairs.filter(|pair| pair.language.variables && !pair.language.unreadable && !pair.language.mixed);
    for pair in pairs.take(100) {
        assert_eq!(verdict(&pair, &pair.left, &pair.left), Verdict::None, "{:?}", pair.left);
    }
}

#[test]
fn nothing_is_beyond_itself_with_another_allow() {
    for (pair, mut chance) in plain_pairs(30_000, 150) {
        let mut more = pair.left.clone();
        let mut other = pair.language.statement(&mut chance);
        other["Effect"] = "Allow".into();
        more[0]["Statement"].as_array_mut().unwrap().push(other);
        assert_eq!(verdict(&pair, &pair.left, &more), Verdict::None, "{:?}\n{more:?}", pair.left);
    }
}

#[test]
fn a_further_deny_gives_no_new_access() {
    for (pair, mut chance) in plain_pairs(40_000, 150) {
        let mut less = pair.left.clone();
        let mut other = pair.language.statement(&mut chance);
        other["Effect"] = "Deny".into();
        less[0]["Statement"].as_array_mut().unwrap().push(other);
        assert_eq!(verdict(&pair, &less, &pair.left), Verdict::None, "{less:?}\n{:?}", pair.left);
    }
}

#[test]
fn the_order_of_statements_and_policies_changes_no_verdict() {
    for (pair, mut chance) in plain_pairs(50_000, 150) {
        let turned = |policies: &[Value], chance: &mut Chance| -> Vec<Value> {
            let mut policies = policies.to_vec();
            for policy in &mut policies {
                let statements = policy["Statement"].as_array_mut().unwrap();
                let by = chance.below(statements.len());
                statements.rotate_left(by);
            }
            policies.reverse();
            policies
        };
        let (left, right) = (turned(&pair.left, &mut chance), turned(&pair.right, &mut chance));
        let (before, after) = (verdict(&pair, &pair.left, &pair.right), verdict(&pair, &left, &right));
        assert_eq!(name(&before), name(&after), "{:?}\n{:?}", pair.left, pair.right);
    }
}

#[test]
fn what_is_within_what_is_within_is_within() {
    let mut chains = 0;
    for (pair, mut chance) in plain_pairs(60_000, 400) {
        let (a, b) = (&pair.left, &pair.right);
        let c: Vec<Value> = b.iter().map(|policy| pair.language.mutated(policy, &mut chance)).collect();
        if verdict(&pair, a, b) == Verdict::None && verdict(&pair, b, &c) == Verdict::None {
            chains += 1;
            assert_eq!(verdict(&pair, a, &c), Verdict::None, "{a:?}\n{b:?}\n{c:?}");
        }
    }
    assert!(chains > 40, "{chains}");
}

#[test]
fn the_same_question_has_the_same_answer_to_the_letter() {
    for (pair, _) in plain_pairs(70_000, 80) {
        let kind = pair.language.kind;
        let told = |regions: usize| {
            let (left, right) = (pool(&pair.left, kind), pool(&pair.right, kind));
            let mut prover: Prover<'_> = prover(pair.worlds());
            prover.limits.regions = regions;
            format!("{:?}", prover.compare(Side::Pooled(&left), Side::Pooled(&right)))
        };
        assert_eq!(told(0), told(0));
        assert_eq!(told(5), told(5));
    }
}

#[test]
fn what_could_happen_is_part_of_what_could_be_written() {
    let real = plain_pairs(80_000, 300).filter(|(pair, _)| pair.language.is_real);
    for (pair, _) in real {
        let kind = pair.language.kind;
        let ask = |worlds| difference(worlds, &pool(&pair.left, kind), &pool(&pair.right, kind)).verdict;
        if ask(Worlds::Any) == Verdict::None {
            assert_eq!(ask(Worlds::Aws), Verdict::None, "{:?}\n{:?}", pair.left, pair.right);
        }
    }
}

#[test]
fn kinds_of_policies_are_both_met() {
    let kinds: Vec<_> = plain_pairs(90_000, 50).map(|(pair, _)| pair.language.kind).collect();
    assert!(kinds.contains(&PolicyKind::Identity) && kinds.contains(&PolicyKind::Resource));
}
