//! One kind of caller: cubes are visited until a witness is found, or none can be.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use eval::Request;

use crate::atom::{Doubt, Variable};
use crate::budget::Spent;
use crate::formula::FormulaId;
use crate::reading::{Cell, Mentions};
use crate::region::Region;
use crate::search::Cube;
use crate::space::{Space, Worlds};
use crate::witness::Witness;

/// What is looked for.
pub(crate) struct Goal<'g> {
    pub(crate) mentions: &'g Mentions,
    pub(crate) formulas: Formulas<'g>,
    /// Whether the evaluator says so of a request.
    pub(crate) confirm: Box<dyn Fn(&Request) -> bool + 'g>,
}

type Formulas<'g> = Box<dyn Fn(&mut Space<'_>, &Cell) -> Vec<FormulaId> + 'g>;

/// What was found.
#[derive(Debug)]
pub(crate) struct Findings {
    witness: Option<Witness>,
    doubts: BTreeSet<Doubt>,
    regions: Vec<Region>,
    most_regions: usize,
    complete: bool,
    /// Texts that were chosen where policy variables were open.
    pub(crate) hints: Vec<String>,
}

/// So many doubtful cubes are looked at before the search goes no further.
const MOST_DOUBTFUL: usize = 256;

impl Findings {
    pub(crate) fn new(most_regions: usize) -> Self {
        Self {
            witness: None,
            doubts: BTreeSet::new(),
            regions: Vec::new(),
            most_regions,
            complete: true,
            hints: Vec::new(),
        }
    }

    /// Whether looking further would change nothing.
    pub(crate) fn is_enough(&self) -> bool {
        self.witness.is_some() && self.regions.len() >= self.most_regions
    }

    pub(crate) fn hangs_on_variables(&self) -> bool {
        self.witness.is_none() && self.doubts.iter().any(|doubt| matches!(doubt, Doubt::Variable(_)))
    }

    pub(crate) fn add(&mut self, other: Self) {
        if let Some(witness) = other.witness {
            self.offer(witness);
        }
        self.doubts.extend(other.doubts);
        let room = self.most_regions.saturating_sub(self.regions.len());
        self.complete &= other.complete && other.regions.len() <= room;
        self.regions.extend(other.regions.into_iter().take(room));
    }

    fn offer(&mut self, witness: Witness) {
        if self.witness.as_ref().is_none_or(|best| witness.cost() < best.cost()) {
            self.witness = Some(witness);
        }
    }

    pub(crate) fn into_parts(self) -> (Option<Witness>, BTreeSet<Doubt>, Vec<Region>, bool) {
        let complete = self.complete && self.doubts.is_empty();
        (self.witness, self.doubts, self.regions, complete)
    }
}

/// What came of making up a request.
enum Made {
    Request(Box<Witness>),
    /// AWS would send none.
    Unreal,
    /// The values of a doubtful cube are not known.
    Nothing,
}

impl Space<'_> {
    pub(crate) fn explore(&mut self, goal: &Goal<'_>, cell: &Cell, findings: &mut Findings) {
        let formulas = (goal.formulas)(self, cell);
        // Both sides are the same formula: however long, there is nothing to search.
        if formulas.iter().any(|formula| formulas.contains(&self.formulas.not(*formula))) {
            return;
        }
        let mut doubtful = 0;
        let visited =
            self.cubes(&formulas, |space, cube| space.visit(goal, cell, cube, findings, &mut doubtful));
        match visited {
            Err(Spent) => {
                findings.doubts.insert(Doubt::Budget);
            }
            Ok(Some(())) => findings.complete = false,
            Ok(None) => {}
        }
    }

    fn visit(
        &mut self,
        goal: &Goal<'_>,
        cell: &Cell,
        cube: &Cube,
        findings: &mut Findings,
        doubtful: &mut usize,
    ) -> Result<ControlFlow<()>, Spent> {
        let doubts = self.doubts(cube);
        let witness = match self.request_in(cube, cell, goal.mentions)? {
            Made::Request(witness) => witness,
            Made::Unreal => return Ok(ControlFlow::Continue(())),
            Made::Nothing => {
                if doubts.is_empty() {
                    findings
                        .doubts
                        .insert(Doubt::Unconfirmed("a request that cannot be written down".to_owned()));
                }
                findings.doubts.extend(doubts);
                return Ok(ControlFlow::Continue(()));
            }
        };
        if (goal.confirm)(&witness.request) {
            // The witness counts even if the budget does not suffice to describe its region.
            findings.offer((*witness).clone());
            if findings.most_regions > 0 {
                let region = self.region(cube, cell, *witness)?;
                findings.regions.push(region);
            }
            return Ok(if findings.is_enough() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) });
        }
        findings.hints.push(witness.request.resource().to_owned());
        if doubts.is_empty() {
            let request = &witness.request;
            let shown = format!("{} {} {}", request.caller().text(), request.action(), request.resource());
            findings.doubts.insert(Doubt::Unconfirmed(shown));
        }
        findings.doubts.extend(doubts);
        *doubtful += 1;
        Ok(if *doubtful >= MOST_DOUBTFUL { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }

    /// What is not sure about a cube.
    fn doubts(&self, cube: &Cube) -> Vec<Doubt> {
        cube.sets().filter_map(|set| self.sets.doubt(set).cloned()).collect()
    }

    /// A request of the cube that could be sent.
    fn request_in(&mut self, cube: &Cube, cell: &Cell, mentions: &Mentions) -> Result<Made, Spent> {
        let made =
            |witness: Option<Witness>| witness.map_or(Made::Nothing, |one| Made::Request(Box::new(one)));
        let known = self.known_actions(cube);
        // Those that the policies name say most.
        let named = mentions.named_actions.iter().copied().filter(|id| known.contains(*id));
        for id in named.chain(known.iter()) {
            let Some(action) = self.catalog.action_at(id) else { continue };
            if self.worlds == Worlds::Any {
                return Ok(made(self.witness(cube, &action.full_name(), cell, mentions)?));
            }
            if let Some(cube) = self.realistic(cube, action)? {
                return Ok(made(self.witness(&cube, &action.full_name(), cell, mentions)?));
            }
        }
        let variable = self.atoms.variable(Variable::Action);
        let set = self.set_of(cube, variable);
        let literals = self.sets.literals(set).to_vec();
        let Some(state) = self.sets.action(set).cloned() else { return Ok(Made::Unreal) };
        match self.other_action(&literals, &state)? {
            Some(action) => Ok(made(self.witness(cube, &action, cell, mentions)?)),
            None => Ok(Made::Unreal),
        }
    }
}
