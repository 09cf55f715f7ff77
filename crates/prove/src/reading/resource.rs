//! `Resource` and `NotResource`.

use eval::prepare::{Entry, ResourceReading, Resources};

use policy::ResourcePattern;

use super::cell::Cell;
use super::pieces::{Spelling, of_resource};
use crate::atom::{Alternative, Atom, Variable};
use crate::formula::{FormulaId, Formulas};
use crate::space::Space;
use crate::text::{Class, Piece};

impl Space<'_> {
    pub(super) fn resources(&mut self, resources: &Resources, cell: &Cell) -> FormulaId {
        let (entries, holds) = match resources {
            Resources::Own => return Formulas::TRUE,
            Resources::Of(entries) => (entries, true),
            Resources::Except(entries) => (entries, false),
        };
        let any_of = entries.iter().filter_map(|entry| self.resource(entry, cell)).collect();
        self.text(Variable::Resource, any_of, holds)
    }

    fn resource(&mut self, entry: &Entry, cell: &Cell) -> Option<Alternative> {
        match entry.reading() {
            ResourceReading::Nothing => None,
            ResourceReading::Pattern(pattern) => self.resource_pattern(&pattern, entry.text()),
            ResourceReading::Template { head, last } => {
                // The sixth part of the head is a star, which takes one letter or more.
                let mut head = of_resource(&head)?;
                head.truncate(head.iter().rposition(|piece| *piece == Piece::Char(':'))? + 1);
                let mut filled = self.fill(last, Spelling::WILD, cell)?;
                if !filled.is_open() {
                    if filled.pieces.is_empty() {
                        return None;
                    }
                    // A resource is never empty.
                    if filled.pieces.iter().all(|piece| matches!(piece, Piece::Run(_))) {
                        filled.pieces.insert(0, Piece::One(Class::Any));
                    }
                }
                Some(self.filled_alternative(&head, filled, entry.text()))
            }
        }
    }

    pub(crate) fn resource_pattern(
        &mut self,
        pattern: &ResourcePattern,
        written: &str,
    ) -> Option<Alternative> {
        let pieces = of_resource(pattern)?;
        Some(self.alternative(pieces, written))
    }

    /// A variable's text is one of these, or is none of them.
    pub(crate) fn text(&mut self, variable: Variable, any_of: Vec<Alternative>, holds: bool) -> FormulaId {
        if any_of.is_empty() {
            return Formulas::constant(!holds);
        }
        let variable = self.atoms.variable(variable);
        let atom = self.atoms.atom(variable, Atom::Text(any_of));
        self.formulas.literal(atom, holds)
    }
}
