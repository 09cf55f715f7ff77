//! Texts with policy variables, whose values may be known or open.

use policy::tree::Part;

use super::cell::{Assigned, Cell};
use super::pieces::Spelling;
use crate::atom::{Alternative, Aside, TemplateMark};
use crate::space::{Space, Worlds};
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
                    (assigned @ (Assigned::Open | Assigned::Present), default) => {
                        let default = default.as_ref().filter(|_| *assigned == Assigned::Open);
                        let name = key.to_ascii_lowercase().into_boxed_str();
                        self.key_names.entry(name).or_insert_with(|| key.as_str().into());
                        filled.pieces.extend(self.any_value(key, default.is_some()));
                        filled.symbolic.push(Piece::Char(self.symbol(key, default, spelling.folded)));
                        filled.variable.get_or_insert_with(|| key.as_str().into());
                    }
                },
            }
        }
        Some(filled)
    }

    /// What a variable may stand for. A default need not look like a value of the key.
    fn any_value(&self, key: &str, has_default: bool) -> Vec<Piece> {
        let of = |class| vec![Piece::One(class), Piece::Run(class)];
        let is = |name: &str| key.eq_ignore_ascii_case(name);
        match self.worlds {
            _ if has_default => vec![Piece::Run(Class::Any)],
            Worlds::Aws if is("aws:username") => of(Class::NoSlash),
            Worlds::Aws if is("aws:PrincipalAccount") || is("aws:ResourceAccount") => {
                vec![Piece::One(Class::Digit); 12]
            }
            Worlds::Aws if is("aws:userid") || is("aws:PrincipalArn") => of(Class::Any),
            _ => vec![Piece::Run(Class::Any)],
        }
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
    pub(crate) fn filled_alternative(
        &mut self,
        head: &[Piece],
        filled: Filled,
        written: &str,
    ) -> Alternative {
        let behind = |pieces: Vec<Piece>| head.iter().copied().chain(pieces).collect::<Vec<_>>();
        let Some(variable) = filled.variable else {
            let alternative = self.alternative(behind(filled.pieces), written);
            return Alternative { filled_from: Some(written.into()), ..alternative };
        };
        let is_loose = filled.symbolic.iter().any(|piece| {
            matches!(piece, Piece::One(_) | Piece::Run(Class::NoColon | Class::NoSlash | Class::Digit))
        });
        let symbolic = self.patterns.intern(behind(filled.symbolic));
        if !self.symbolic.contains(&symbolic) {
            self.symbolic.push(symbolic);
        }
        let pattern = self.patterns.intern(behind(filled.pieces));
        let template = Some(TemplateMark { symbolic, is_loose, is_arn: false, variable });
        Alternative { pattern, template, literal: None, filled_from: None, written: Aside(written.into()) }
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

impl Space<'_> {
    /// What a variable stands for if a text is one of those met so far that hold it.
    pub(crate) fn captured(&self, key: &str, text: &str) -> Vec<String> {
        let symbols: Vec<char> = (FIRST_SYMBOL..)
            .filter_map(char::from_u32)
            .zip(&self.symbols)
            .filter(|(_, (name, _, _))| name.eq_ignore_ascii_case(key))
            .map(|(symbol, _)| symbol)
            .collect();
        let mut captured = Vec::new();
        for pattern in &self.symbolic {
            let pieces = self.patterns.pieces(*pattern);
            let is_wanted = |piece: &Piece| matches!(piece, Piece::Char(letter) if symbols.contains(letter));
            let Some(at) = pieces.iter().position(is_wanted) else { continue };
            let (before, after) = pieces.split_at(at);
            captured.extend(between(before, after.get(1..).unwrap_or_default(), text));
        }
        captured
    }
}

/// What stands in a text between what the pieces before and the pieces behind a variable take, if their literal ends tell.
fn between(before: &[Piece], after: &[Piece], text: &str) -> Option<String> {
    let literal = |piece: &Piece| match piece {
        Piece::Char(letter) | Piece::Fold(letter) => Some(*letter),
        _ => None,
    };
    let mut head: Vec<char> = before.iter().rev().map_while(literal).collect();
    head.reverse();
    let head: String = head.into_iter().collect();
    let tail: String = after.iter().map_while(literal).collect();
    let start = if head.is_empty() { 0 } else { text.find(&head)? + head.len() };
    let rest = text.get(start..)?;
    let end = if tail.is_empty() { rest.len() } else { rest.find(&tail)? };
    rest.get(..end).map(str::to_owned)
}
