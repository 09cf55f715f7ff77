//! The whole of it: statements, then entries, then statements that can be one, until nothing changes.

use policy::tree::{Policy, PolicyKind, Statement};

use super::bench::Bench;
use super::entries::{Beside, without_needless};
use super::merge::merged;
use super::overlap::Glance;
use super::{Dropped, Step};
use crate::prover::Prover;

/// A policy from which nothing more was found to take out.
#[derive(Debug, Clone, PartialEq)]
pub struct Minimal {
    /// What is left keeps its places in the text, and [`Statement::index`] its position.
    pub policy: Policy,
    /// In the order in which they were taken.
    pub steps: Vec<Step>,
    /// Whether everything was tried; otherwise the work allowed was done.
    pub complete: bool,
    /// Questions to which there was no proof either way; what they are about was left in.
    pub open: usize,
}

/// So many times all is gone through: a join may make an entry needless.
const MOST_ROUNDS: usize = 4;

impl Prover<'_> {
    /// A smaller policy that means the same wherever it stands: it allows the same, and denies the same. Each step is proved in
    /// the prover's worlds; what is not proved stays. A policy keeps one statement at least.
    ///
    /// The prover's limits are not used: each question has a small budget of its own, and all of them one together.
    pub fn minimize(&self, policy: &Policy, kind: PolicyKind) -> Minimal {
        let mut bench = Bench::new(self, policy, kind);
        let mut statements = policy.statements.clone();
        let mut steps = Vec::new();
        for _ in 0..MOST_ROUNDS {
            let before = steps.len();
            statements = without_statements(statements, &mut bench, &mut steps);
            statements = with_short_lists(statements, &mut bench, &mut steps);
            statements = merged(statements, &mut bench, &mut steps);
            if steps.len() == before || bench.is_spent() {
                break;
            }
        }
        let policy = Policy { statements, ..policy.clone() };
        Minimal { policy, steps, complete: !bench.is_spent(), open: bench.open }
    }
}

fn without_statements(
    mut statements: Vec<Statement>,
    bench: &mut Bench<'_>,
    steps: &mut Vec<Step>,
) -> Vec<Statement> {
    let mut glances: Vec<_> = statements.iter().map(Glance::of).collect();
    for at in (0..statements.len()).rev() {
        if statements.len() < 2 || bench.is_spent() {
            break;
        }
        let Some(statement) = statements.get(at).filter(|statement| bench.may_touch(statement)) else {
            continue;
        };
        let beside = beside(&statements, &glances, at, bench);
        if let Some(why) = bench.why(statement, &beside.same, &beside.denies) {
            steps.push(Step::of(statement, Dropped::Statement, why));
            statements.remove(at);
            glances.remove(at);
        }
    }
    statements
}

fn with_short_lists(
    mut statements: Vec<Statement>,
    bench: &mut Bench<'_>,
    steps: &mut Vec<Step>,
) -> Vec<Statement> {
    let mut glances: Vec<_> = statements.iter().map(Glance::of).collect();
    for at in 0..statements.len() {
        let Some(statement) = statements.get(at).filter(|statement| bench.may_touch(statement)) else {
            continue;
        };
        if bench.is_spent() {
            break;
        }
        let beside = beside(&statements, &glances, at, bench);
        let before = steps.len();
        let shorter = without_needless(statement, &beside, bench, steps);
        if steps.len() > before
            && let (Some(statement), Some(glance)) = (statements.get_mut(at), glances.get_mut(at))
        {
            *glance = Glance::of(&shorter);
            *statement = shorter;
        }
    }
    statements
}

/// What stands beside a statement and may have to do with it.
fn beside<'a>(
    statements: &'a [Statement],
    glances: &[Glance],
    at: usize,
    bench: &mut Bench<'_>,
) -> Beside<'a> {
    let mut beside = Beside { same: Vec::new(), denies: Vec::new() };
    let (Some(statement), Some(glance)) = (statements.get(at), glances.get(at)) else { return beside };
    for (place, (other, seen)) in statements.iter().zip(glances).enumerate() {
        if place == at {
            continue;
        }
        bench.charge(glance.weight() * seen.weight());
        if !glance.meets(seen) {
            continue;
        }
        if bench.may_cover(statement, other) {
            beside.same.push(other);
        } else if statement.allows() && other.denies() && other.not_principal.is_none() {
            beside.denies.push(other);
        }
    }
    beside
}
