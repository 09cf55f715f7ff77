//! Texts with policy variables, whose values may be known or open.

use policy::tree::Part;

use super::cell::{Assigned, Cell};
use super::pieces::Spelling;
use crate::atom::{Alternative, Aside, TemplateMark};
use crate::space::Space;
use crate::text::{Class, Piece};

/// What a text with variables comes to.
pub(crate) struct Filled {
    pub(crate) pieces: Vec<Piece>,
    /// With a letter of its own in place of each open variable.
    symbolic: Vec<Piece>,
    variable: Option<Box<str>>,
}

/// The first of the letters that stand for variables: a range of Unicode that no text uses.
const FIRST_SYMBOL: u32 = 0xF_0000;

impl Space<'_> {
    /// None if a variable has no value, so that the text matches nothing.
    pub(crate) fn fill(&mut self, parts: &[Part], spelling: Spelling, cell: &Cell) -> Option<Filled> {
        let mut filled = Filled { pieces: Vec::new(), symbolic: Vec::new(), variable: None };
        for part in parts {
            match part {
                Part::Text(text) => filled.extend(text.chars().map(|letter| spelling.written(letter))),
                Part::Literal(letter) => filled.extend([spelling.letter(*letter)]),
                Part::Variable { key, default } => match (cell.assigned(key), default) {
                    (Assigned::Value(value), _) | (Assigned::Absent, Some(value)) => {
                        filled.extend(value.chars().map(|letter| spelling.letter(letter)));
                    }
                    (Assigned::Absent | Assigned::Many, _) => return None,
                    (Assigned::Open, _) => {
                        filled.pieces.push(Piece::Run(Class::Any));
                        filled.symbolic.push(Piece::Char(self.symbol(key, default.as_ref(), spelling.folded)));
                        filled.variable.get_or_insert_with(|| key.as_str().into());
                    }
                },
            }
        }
        Some(filled)
    }

    fn symbol(&mut self, key: &str, default: Option<&String>, folded: bool) -> char {
        let content = (key.to_ascii_lowercase().into_boxed_str(), default.cloned(), folded);
        let at = self.symbols.iter().position(|known| *known == content).unwrap_or_else(|| {
            self.symbols.push(content);
            self.symbols.len() - 1
        });
        // The range has more letters than a policy can have variables.
        u32::try_from(at).ok().and_then(|at| char::from_u32(FIRST_SYMBOL + at)).unwrap_or('\u{FFFFD}')
    }

    /// The alternative that a filled text is, behind `head`.
    pub(crate) fn filled_alternative(&mut self, head: &[Piece], filled: Filled, written: &str) -> Alternative {
        let behind = |pieces: Vec<Piece>| head.iter().copied().chain(pieces).collect::<Vec<_>>();
        let Some(variable) = filled.variable else {
            return self.alternative(behind(filled.pieces), written);
        };
        let is_loose =
            filled.symbolic.iter().any(|piece| matches!(piece, Piece::One(_) | Piece::Run(Class::NoColon | Class::NoSlash | Class::Digit)));
        let symbolic = self.patterns.intern(behind(filled.symbolic));
        let pattern = self.patterns.intern(behind(filled.pieces));
        let template = Some(TemplateMark { symbolic, is_loose, variable });
        Alternative { pattern, template, literal: None, written: Aside(written.into()) }
    }
}

impl Filled {
    fn extend(&mut self, pieces: impl IntoIterator<Item = Piece>) {
        for piece in pieces {
            self.pieces.push(piece);
            self.symbolic.push(piece);
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.variable.is_some()
    }
}
