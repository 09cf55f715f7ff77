//! Actions: a row of bits for those of the catalogue, and patterns for all others.

use catalog::ActionSet;
use policy::ActionPattern;

use crate::atom::{ActionAtom, Atom, Literal};
use crate::budget::Spent;
use crate::space::{Space, Worlds};
use crate::text::{Class, PatternId, Piece};

/// The actions of the catalogue that a set of literals leaves.
#[derive(Debug, Clone)]
pub(crate) struct ActionState {
    pub(crate) known: ActionSet,
}

impl ActionState {
    pub(super) fn with(&self, atom: &ActionAtom, holds: bool) -> Self {
        let known =
            if holds { self.known.intersection(&atom.known) } else { self.known.difference(&atom.known) };
        Self { known }
    }
}

impl Space<'_> {
    pub(super) fn every_action(&self) -> ActionState {
        ActionState { known: self.catalog.expand(&ActionPattern::parse("*")) }
    }

    /// An action that the catalogue does not know and that makes the literals hold; none if there is none. In the worlds of AWS only
    /// those that the policies name are looked at.
    pub(crate) fn other_action(&mut self, literals: &[Literal]) -> Result<Option<String>, Spent> {
        let (mut groups, mut none_of) = (Vec::new(), Vec::new());
        for literal in literals {
            let Some(Atom::Action(atom)) = self.atoms.get(literal.atom) else { continue };
            if literal.holds {
                groups.push(atom.patterns.clone());
            } else {
                none_of.extend_from_slice(&atom.patterns);
            }
        }
        groups.push(match self.worlds {
            Worlds::Aws => self.named_actions.clone(),
            Worlds::Any => vec![self.patterns.intern(vec![
                Piece::One(Class::NoSlash),
                Piece::Run(Class::NoSlash),
                Piece::Char(':'),
                Piece::One(Class::NoSlash),
                Piece::Run(Class::NoSlash),
            ])],
        });
        let groups: Vec<&[PatternId]> = groups.iter().map(Vec::as_slice).collect();
        self.patterns.shortest(&groups, &none_of, &mut self.budget)
    }
}
