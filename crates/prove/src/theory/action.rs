//! Actions: those of the catalogue as a row of bits, others by number or as patterns.

use catalog::ActionSet;
use policy::ActionPattern;

use crate::atom::{ActionAtom, Atom, Literal};
use crate::budget::Spent;
use crate::space::{Space, Worlds};
use crate::text::{Class, PatternId, Piece};

/// The actions that a set of literals leaves.
#[derive(Debug, Clone)]
pub(crate) struct ActionState {
    /// Those of the catalogue.
    pub(crate) known: ActionSet,
    /// Those that the policies name and the catalogue does not know, by number, sorted.
    named: Vec<u32>,
}

impl ActionState {
    pub(super) fn with(&self, atom: &ActionAtom, holds: bool) -> Self {
        let known =
            if holds { self.known.intersection(&atom.known) } else { self.known.difference(&atom.known) };
        let mut named = self.named.clone();
        named.retain(|number| atom.named.binary_search(number).is_ok() == holds);
        Self { known, named }
    }
}

impl Space<'_> {
    pub(super) fn every_action(&self) -> ActionState {
        let named = (0..).zip(&self.named_actions).map(|(number, _)| number).collect();
        ActionState { known: self.catalog.expand(&ActionPattern::parse("*")), named }
    }

    pub(super) fn is_no_action(&mut self, literals: &[Literal], state: &ActionState) -> Result<bool, Spent> {
        Ok(state.known.is_empty()
            && match self.worlds {
                Worlds::Aws => state.named.is_empty(),
                Worlds::Any => self.any_action(literals)?.is_none(),
            })
    }

    /// An action that the catalogue does not know and that makes the literals hold, which leave this state; none if there is none.
    /// In the worlds of AWS only those that the policies name are looked at.
    pub(crate) fn other_action(
        &mut self,
        literals: &[Literal],
        state: &ActionState,
    ) -> Result<Option<String>, Spent> {
        match self.worlds {
            Worlds::Aws => {
                let names: Vec<&String> = state
                    .named
                    .iter()
                    .filter_map(|number| self.named_actions.get(*number as usize))
                    .collect();
                let pieces = |name: &String| name.chars().map(Piece::Char).collect();
                let named: Vec<PatternId> =
                    names.into_iter().map(|name| self.patterns.intern(pieces(name))).collect();
                self.patterns.shortest(&[&named], &[], &mut self.budget)
            }
            Worlds::Any => self.any_action(literals),
        }
    }

    fn any_action(&mut self, literals: &[Literal]) -> Result<Option<String>, Spent> {
        let (mut groups, mut none_of) = (Vec::new(), Vec::new());
        for literal in literals {
            let Some(Atom::Action(atom)) = self.atoms.get(literal.atom) else { continue };
            if literal.holds {
                groups.push(atom.patterns.clone());
            } else {
                none_of.extend_from_slice(&atom.patterns);
            }
        }
        groups.push(vec![self.patterns.intern(vec![
            Piece::One(Class::NoSlash),
            Piece::Run(Class::NoSlash),
            Piece::Char(':'),
            Piece::One(Class::NoSlash),
            Piece::Run(Class::NoSlash),
        ])]);
        let groups: Vec<&[PatternId]> = groups.iter().map(Vec::as_slice).collect();
        self.patterns.shortest(&groups, &none_of, &mut self.budget)
    }
}
