//! Questions that hang on policy variables: their values are told apart case by case.
//!
//! For each variable: it is absent, it has a list of values, it has one of the values that the policies or the cubes found so far
//! suggest, or it has any other. In the first three the question has no variable left and is exact. In the last the texts stay
//! opaque; if even so nothing is found, that too is a proof.

use std::collections::BTreeSet;

use super::explore::{Findings, Goal};
use crate::formula::FormulaId;
use crate::reading::{Assigned, Cell};
use crate::space::Space;

/// So many combinations of cases are looked at.
const MOST_CASES: usize = 512;

/// So many values of one variable are suggested by the cubes that were found.
const MOST_HINTS: usize = 8;

/// Names that stand for somebody whom no policy names.
const FRESH: [&str; 4] = ["alice", "bob", "carol", "dave"];
const FRESH_ACCOUNTS: [&str; 3] = ["111122223333", "444455556666", "777788889999"];

#[derive(Debug, Clone)]
enum Case {
    Absent,
    Many,
    Value(String),
    Other,
}

pub(crate) fn decide(
    space: &mut Space<'_>,
    goal: &Goal<'_>,
    cell: &Cell,
    hints: &[String],
    most_regions: usize,
) -> Findings {
    let mut cases: Vec<Vec<(Box<str>, Case)>> = vec![Vec::new()];
    let mut values = Vec::new();
    for key in &goal.mentions.variables {
        let known = suggested(space, goal, key, hints);
        let of_key = [Case::Absent, Case::Many].into_iter();
        let of_key = of_key.chain(known.iter().cloned().map(Case::Value)).chain([Case::Other]);
        let of_key: Vec<Case> = of_key.collect();
        values.push((key.clone(), known));
        if cases.len() * of_key.len() > MOST_CASES {
            // The variable stays open, and nothing is taken of its key: it may still be absent, or have any value.
            continue;
        }
        cases = cases
            .iter()
            .flat_map(|case| {
                of_key.iter().map(|one| {
                    let mut longer = case.clone();
                    longer.push((key.clone(), one.clone()));
                    longer
                })
            })
            .collect();
    }
    let mut findings = Findings::new(most_regions);
    for case in cases {
        let mut narrower = cell.clone();
        for (key, one) in &case {
            let assigned = match one {
                Case::Absent => Assigned::Absent,
                Case::Many => Assigned::Many,
                Case::Value(value) => Assigned::Value(value.clone()),
                Case::Other => Assigned::Present,
            };
            narrower.assigned.push((key.clone(), assigned));
        }
        for (key, one) in &case {
            let known = values.iter().find(|(name, _)| name == key).map_or(&[][..], |(_, known)| known);
            let holds = space.holds_in(key, one, known, &narrower);
            narrower.start.extend(holds);
        }
        let mut found = Findings::new(most_regions);
        space.explore(goal, &narrower, &mut found);
        findings.add(found);
        if findings.is_enough() {
            break;
        }
    }
    findings
}

/// Values of a variable that may make a difference, none twice, in a fixed order.
fn suggested(space: &Space<'_>, goal: &Goal<'_>, key: &str, hints: &[String]) -> Vec<String> {
    let known = goal.mentions.values.get(key).cloned().unwrap_or_default();
    let fresh: &[&str] = if key.ends_with("account") { &FRESH_ACCOUNTS } else { &FRESH };
    let fresh = fresh.iter().filter(|name| !known.contains(**name)).take(2).map(|name| (*name).to_owned());
    let from_cubes: BTreeSet<String> = hints.iter().flat_map(|text| space.captured(key, text)).collect();
    let mut values: Vec<String> = fresh.collect();
    values.extend(known);
    values.extend(from_cubes.into_iter().take(MOST_HINTS));
    let mut seen = BTreeSet::new();
    values.retain(|value| seen.insert(value.clone()));
    values
}

impl Space<'_> {
    /// What holds of the variable's key in a case.
    fn holds_in(&mut self, key: &str, case: &Case, known: &[String], cell: &Cell) -> Vec<FormulaId> {
        match case {
            Case::Absent => vec![self.presence(key, false, cell)],
            Case::Many => {
                let mut holds = vec![self.presence(key, true, cell)];
                // A list of one value, too, is nothing that a variable takes.
                if !self.may_have_several(key) {
                    let single = self.single(key, cell);
                    holds.push(self.formulas.not(single));
                }
                holds
            }
            Case::Value(value) => vec![self.pin(key, value, cell)],
            Case::Other => {
                let mut holds = vec![self.single(key, cell)];
                for value in known {
                    let pinned = self.pin(key, value, cell);
                    holds.push(self.formulas.not(pinned));
                }
                holds
            }
        }
    }
}
