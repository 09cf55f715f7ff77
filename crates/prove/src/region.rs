//! A region of requests: all that differ in the same way.

use crate::atom::{Atom, Literal, Test, Variable, Written};
use crate::budget::Spent;
use crate::reading::{Cell, Kind, Mentions};
use crate::search::Cube;
use crate::space::{Space, Worlds};
use crate::theory::SetId;
use crate::witness::Witness;

/// Requests that all show the same difference: a cube, in the terms of the policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Patterns of actions.
    pub actions: Vec<String>,
    /// Limits of the resource; none stands for every resource that the actions take.
    pub resource: Vec<Limit>,
    /// Limits of the caller's ARN, if it matters.
    pub principal: Vec<Limit>,
    /// The kind of caller, if it matters: `user`, `role`, `anonymous`, or a service's or a session's name.
    pub caller: Option<String>,
    pub keys: Vec<KeyRegion>,
    /// One of the requests.
    pub witness: Witness,
}

/// One of these patterns, or none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    pub patterns: Vec<String>,
    pub holds: bool,
}

/// What must hold of a context key, and what must not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRegion {
    pub key: String,
    /// Conditions, each with whether it holds.
    pub conditions: Vec<(Written, bool)>,
    /// Whether the key must be absent, must be there, or either.
    pub present: Option<bool>,
}

/// So many actions of a region are looked at one by one; of more, all are named that the policies leave.
const MOST_ACTIONS: usize = 256;

impl Space<'_> {
    pub(crate) fn region(
        &mut self,
        cube: &Cube,
        cell: &Cell,
        mentions: &Mentions,
        witness: Witness,
    ) -> Result<Region, Spent> {
        let actions = self.region_actions(cube, mentions, &witness)?;
        let resource = self.limits(cube, cell, &Variable::Resource)?;
        let principal = self.limits(cube, cell, &Variable::Principal)?;
        let caller = match &cell.kind {
            Kind::Bearer => None,
            Kind::Anonymous => Some("anonymous".to_owned()),
            Kind::Root => Some("root".to_owned()),
            Kind::User => Some("user".to_owned()),
            Kind::Role => Some("role".to_owned()),
            Kind::FederatedUser => Some("federated user".to_owned()),
            Kind::Session(name) | Kind::Service(name) | Kind::Provider(name) => Some(name.clone()),
        };
        let keys = self.key_regions(cube, cell)?;
        Ok(Region { actions, resource, principal, caller, keys, witness })
    }

    fn region_actions(
        &mut self,
        cube: &Cube,
        mentions: &Mentions,
        witness: &Witness,
    ) -> Result<Vec<String>, Spent> {
        let candidates: Vec<_> = self.candidates(cube, mentions).iter().map(|action| action.id()).collect();
        let is_few = candidates.len() <= MOST_ACTIONS;
        let mut kept = catalog::ActionSet::new();
        for id in candidates {
            let Some(action) = self.catalog.action_at(id) else { continue };
            let is_real = self.worlds == Worlds::Any || !is_few || self.realistic(cube, action)?.is_some();
            if is_real {
                kept.insert(id);
            }
        }
        let names = self.catalog.shrink(&kept);
        Ok(if names.is_empty() { vec![witness.request.action().to_owned()] } else { names })
    }

    fn limits(&mut self, cube: &Cube, cell: &Cell, variable: &Variable) -> Result<Vec<Limit>, Spent> {
        let variable = self.atoms.variable(variable.clone());
        let Some(set) = cube.set(variable) else { return Ok(Vec::new()) };
        let literals = self.needed(set, cell)?;
        let texts = literals.iter().filter_map(|literal| match self.atoms.get(literal.atom) {
            // What nobody wrote is a fact of the world.
            Some(Atom::Text(any_of)) if any_of.iter().all(|one| !one.written.0.is_empty()) => {
                let patterns = any_of.iter().map(|one| one.written.0.to_string()).collect();
                Some(Limit { patterns, holds: literal.holds })
            }
            _ => None,
        });
        Ok(texts.collect())
    }

    fn key_regions(&mut self, cube: &Cube, cell: &Cell) -> Result<Vec<KeyRegion>, Spent> {
        let keys: Vec<_> = self
            .atoms
            .variables()
            .filter_map(|(variable, content)| match content {
                Variable::Key(name) => cube.set(variable).map(|set| (name.clone(), variable, set)),
                _ => None,
            })
            .collect();
        let mut regions = Vec::new();
        for (name, variable, set) in keys {
            let written = self.key_names.get(&name).map_or_else(|| name.to_string(), ToString::to_string);
            let absent = Literal { atom: self.atoms.atom(variable, Self::absence()), holds: true };
            let must_be_there = self.extend(set, absent)?.is_none();
            let must_be_absent = self.extend(set, absent.negated())?.is_none();
            let present = if must_be_absent { Some(false) } else { must_be_there.then_some(true) };
            let literals = if must_be_absent { Vec::new() } else { self.needed(set, cell)? };
            let conditions = literals
                .iter()
                .filter_map(|literal| match self.atoms.get(literal.atom) {
                    Some(Atom::Key(atom)) if !matches!(atom.test, Test::Presence { .. }) => {
                        Some((atom.written.0.clone(), literal.holds))
                    }
                    _ => None,
                })
                .collect();
            regions.push(KeyRegion { key: written, conditions, present });
        }
        Ok(regions)
    }

    /// The literals of a set without those that follow from the rest, and without those that hold of the whole cell.
    fn needed(&mut self, set: SetId, cell: &Cell) -> Result<Vec<Literal>, Spent> {
        let of_cell = self.literals_of(&cell.start);
        let mut literals = self.sets.literals(set).to_vec();
        let Some(variable) = literals.first().and_then(|first| self.atoms.variable_of(first.atom)) else {
            return Ok(literals);
        };
        // What a later search step added says least.
        let mut at = literals.len();
        while at > 0 {
            at -= 1;
            let Some(literal) = literals.get(at).copied() else { continue };
            if of_cell.contains(&literal) {
                continue;
            }
            let mut rest = Some(self.root(variable));
            for other in literals.iter().filter(|other| **other != literal) {
                rest = match rest {
                    Some(set) => self.extend(set, *other)?,
                    None => None,
                };
            }
            let follows = match rest {
                Some(set) => self.extend(set, literal.negated())?.is_none(),
                None => false,
            };
            if follows {
                literals.remove(at);
            }
        }
        literals.retain(|literal| !of_cell.contains(literal));
        Ok(literals)
    }

    fn literals_of(&self, formulas: &[crate::formula::FormulaId]) -> Vec<Literal> {
        let literal = |formula: &crate::formula::FormulaId| match self.formulas.get(*formula) {
            crate::formula::Formula::Literal(literal) => Some(*literal),
            _ => None,
        };
        formulas.iter().filter_map(literal).collect()
    }
}
