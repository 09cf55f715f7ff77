//! The search: from a formula to cubes in which it holds, one set of literals for each variable.
//!
//! What follows from a cube is taken into it before anything is tried (unit propagation). Only then the shortest disjunction is
//! split, each branch without what the branches before it have covered, so that no request is met twice.

use std::ops::ControlFlow;

use crate::atom::{Literal, VariableId};
use crate::budget::Spent;
use crate::formula::{Formula, FormulaId};
use crate::space::Space;
use crate::theory::SetId;

/// For each variable a set of literals that can hold. As each atom speaks of one variable, the cube can hold as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cube {
    sets: Vec<Option<SetId>>,
}

/// So many looks at what is known cost as much as a step.
const FAST: u64 = 4;

struct Node {
    cube: Cube,
    /// Disjunctions, and what is not yet taken into the cube.
    pending: Vec<FormulaId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Holds,
    Fails,
    Open,
}

impl Cube {
    pub(crate) fn set(&self, variable: VariableId) -> Option<SetId> {
        self.sets.get(variable.index()).copied().flatten()
    }

    pub(crate) fn sets(&self) -> impl Iterator<Item = SetId> {
        self.sets.iter().flatten().copied()
    }

    fn put(&mut self, variable: VariableId, set: SetId) {
        if self.sets.len() <= variable.index() {
            self.sets.resize(variable.index() + 1, None);
        }
        if let Some(place) = self.sets.get_mut(variable.index()) {
            *place = Some(set);
        }
    }
}

impl Space<'_> {
    /// Visits cubes that together hold every request in which all of `goals` hold, until `visit` breaks off.
    pub(crate) fn cubes<B>(
        &mut self,
        goals: &[FormulaId],
        mut visit: impl FnMut(&mut Self, &Cube) -> Result<ControlFlow<B>, Spent>,
    ) -> Result<Option<B>, Spent> {
        let mut nodes = vec![Node { cube: Cube::default(), pending: goals.to_vec() }];
        while let Some(mut node) = nodes.pop() {
            if !self.propagate(&mut node)? {
                continue;
            }
            let Some(parts) = self.branches(&node)? else {
                if let ControlFlow::Break(found) = visit(self, &node.cube)? {
                    return Ok(Some(found));
                }
                continue;
            };
            let split = self.split(&node, &parts);
            // The first branch is looked at first.
            nodes.extend(split.into_iter().rev());
        }
        Ok(None)
    }

    /// The cube with a literal; none if it cannot hold.
    pub(crate) fn with(&mut self, cube: &Cube, literal: Literal) -> Result<Option<Cube>, Spent> {
        let mut cube = cube.clone();
        Ok(self.take(&mut cube, literal)?.then_some(cube))
    }

    /// Takes a literal into the cube; false if it cannot hold.
    fn take(&mut self, cube: &mut Cube, literal: Literal) -> Result<bool, Spent> {
        let Some(variable) = self.atoms.variable_of(literal.atom) else { return Ok(false) };
        let set = self.set_of(cube, variable);
        let extended = self.extend(set, literal)?;
        if let Some(extended) = extended {
            cube.put(variable, extended);
        }
        Ok(extended.is_some())
    }

    pub(crate) fn set_of(&mut self, cube: &Cube, variable: VariableId) -> SetId {
        match cube.set(variable) {
            Some(set) => set,
            None => self.root(variable),
        }
    }

    /// Takes into the cube all that must hold; false if something cannot.
    fn propagate(&mut self, node: &mut Node) -> Result<bool, Spent> {
        loop {
            let before = node.cube.clone();
            let mut todo = std::mem::take(&mut node.pending);
            todo.reverse();
            while let Some(formula) = todo.pop() {
                match self.formulas.get(formula).clone() {
                    Formula::True => {}
                    Formula::False => return Ok(false),
                    Formula::Literal(literal) => {
                        if !self.take(&mut node.cube, literal)? {
                            return Ok(false);
                        }
                    }
                    Formula::All(parts) => todo.extend(parts.iter().rev()),
                    Formula::Any(parts) => match self.open(&node.cube, &parts)? {
                        None => {}
                        Some(open) => match open.as_slice() {
                            [] => return Ok(false),
                            [only] => todo.push(*only),
                            _ if open.len() == parts.len() => node.pending.push(formula),
                            _ => {
                                let narrower = self.formulas.any(open);
                                node.pending.push(narrower);
                            }
                        },
                    },
                }
            }
            if node.cube == before {
                return Ok(true);
            }
        }
    }

    /// The parts of a disjunction that may hold; none if one holds already.
    fn open(&mut self, cube: &Cube, parts: &[FormulaId]) -> Result<Option<Vec<FormulaId>>, Spent> {
        self.budget.spend(1 + parts.len() as u64 / FAST)?;
        let mut open = Vec::new();
        for part in parts {
            match self.status(cube, *part)? {
                Status::Holds => return Ok(None),
                Status::Fails => {}
                Status::Open => open.push(*part),
            }
        }
        Ok(Some(open))
    }

    fn status(&mut self, cube: &Cube, formula: FormulaId) -> Result<Status, Spent> {
        match self.formulas.get(formula).clone() {
            Formula::True => Ok(Status::Holds),
            Formula::False => Ok(Status::Fails),
            Formula::Literal(literal) => {
                let Some(variable) = self.atoms.variable_of(literal.atom) else { return Ok(Status::Open) };
                let set = self.set_of(cube, variable);
                if self.extend(set, literal)?.is_none() {
                    return Ok(Status::Fails);
                }
                let holds = self.extend(set, literal.negated())?.is_none();
                Ok(if holds { Status::Holds } else { Status::Open })
            }
            Formula::All(parts) => {
                let mut status = Status::Holds;
                for part in &parts {
                    match self.status(cube, *part)? {
                        Status::Fails => return Ok(Status::Fails),
                        Status::Open => status = Status::Open,
                        Status::Holds => {}
                    }
                }
                Ok(status)
            }
            Formula::Any(parts) => {
                let mut status = Status::Fails;
                for part in &parts {
                    match self.status(cube, *part)? {
                        Status::Holds => return Ok(Status::Holds),
                        Status::Open => status = Status::Open,
                        Status::Fails => {}
                    }
                }
                Ok(status)
            }
        }
    }

    /// The parts of the shortest disjunction that is left; none if none is.
    fn branches(&mut self, node: &Node) -> Result<Option<(FormulaId, Vec<FormulaId>)>, Spent> {
        self.budget.spend(1)?;
        let length = |formula: &&FormulaId| match self.formulas.get(**formula) {
            Formula::Any(parts) => parts.len(),
            _ => 0,
        };
        let shortest = node.pending.iter().min_by_key(length).copied();
        Ok(shortest.and_then(|formula| match self.formulas.get(formula) {
            Formula::Any(parts) => Some((formula, parts.to_vec())),
            _ => None,
        }))
    }

    fn split(&mut self, node: &Node, (chosen, parts): &(FormulaId, Vec<FormulaId>)) -> Vec<Node> {
        let rest: Vec<_> = node.pending.iter().copied().filter(|formula| formula != chosen).collect();
        let mut covered: Vec<FormulaId> = Vec::new();
        let mut nodes = Vec::with_capacity(parts.len());
        for part in parts {
            let mut pending = covered.clone();
            pending.push(*part);
            pending.extend_from_slice(&rest);
            nodes.push(Node { cube: node.cube.clone(), pending });
            if matches!(self.formulas.get(*part), Formula::Literal(_)) {
                covered.push(self.formulas.not(*part));
            }
        }
        nodes
    }
}
