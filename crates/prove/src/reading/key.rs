//! Context keys: those that stand for themselves, and those that follow from the caller or the resource.

use super::cell::Cell;
use super::pieces::of_shape;
use crate::atom::{Alternative, Aside, Atom, Doubt, KeyAtom, Shape, Test, Variable, Written};
use crate::formula::{FormulaId, Formulas};
use crate::space::{Space, Worlds};
use crate::text::{Class, Piece};

/// Where in another text the value of a key stands.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// It is the caller's ARN.
    Caller,
    CallerAccount,
    /// The last part of a user's ARN.
    UserName,
    ResourceAccount,
}

impl Place {
    /// In lower case.
    fn key(self) -> &'static str {
        match self {
            Self::Caller => "aws:principalarn",
            Self::CallerAccount => "aws:principalaccount",
            Self::UserName => "aws:username",
            Self::ResourceAccount => "aws:resourceaccount",
        }
    }
}

impl Space<'_> {
    /// A statement about the values of a key.
    pub(crate) fn key(&mut self, name: &str, atom: KeyAtom, cell: &Cell) -> FormulaId {
        if self.worlds == Worlds::Any {
            return self.own_key(name, atom);
        }
        let kind = &cell.kind;
        match name {
            "aws:principalarn" if kind.has_arn() => self.linked(&atom, Place::Caller),
            "aws:principalaccount" if kind.has_arn() => self.linked(&atom, Place::CallerAccount),
            "aws:username" if kind.has_user_name() => self.linked(&atom, Place::UserName),
            "aws:resourceaccount" => {
                // A resource whose ARN names its account is that account's; of others the ARN does not tell.
                let names_account = vec![self.shape("arn:~:~:~:+:*")];
                let names_account = self.text(Variable::Resource, names_account, true);
                let linked = self.linked(&atom, Place::ResourceAccount);
                let linked = self.formulas.all([names_account, linked]);
                let nameless = self.formulas.not(names_account);
                let own = self.own_key(name, atom);
                let own = self.formulas.all([nameless, own]);
                self.formulas.any([linked, own])
            }
            _ => self.own_key(name, atom),
        }
    }

    fn own_key(&mut self, name: &str, atom: KeyAtom) -> FormulaId {
        let variable = self.atoms.variable(Variable::Key(name.into()));
        let atom = self.atoms.atom(variable, Atom::Key(atom));
        self.formulas.literal(atom, true)
    }

    /// The key has exactly this value.
    pub(crate) fn pin(&mut self, name: &str, value: &str, cell: &Cell) -> FormulaId {
        let any_of = vec![self.literal_text(value)];
        self.key(name, KeyAtom::text(any_of), cell)
    }

    /// The request has the key, or has it not.
    pub(crate) fn presence(&mut self, name: &str, present: bool, cell: &Cell) -> FormulaId {
        let atom = KeyAtom {
            shape: Shape::Only { missing: !present },
            test: Test::Presence { absent: !present, present },
            written: Aside(Written { operator: "Null".to_owned(), values: vec![(!present).to_string()] }),
        };
        self.key(name, atom, cell)
    }

    /// An atom: the key has no value.
    pub(crate) fn absence() -> Atom {
        Atom::Key(KeyAtom {
            shape: Shape::Only { missing: true },
            test: Test::Presence { absent: true, present: false },
            written: Aside(Written { operator: "Null".to_owned(), values: vec!["true".to_owned()] }),
        })
    }

    /// The key has exactly one value, whichever.
    pub(crate) fn single(&mut self, name: &str, cell: &Cell) -> FormulaId {
        let any_of = vec![self.alternative(vec![Piece::Run(Class::Any)], "*")];
        let atom = KeyAtom {
            shape: Shape::Only { missing: false },
            test: Test::Text { any_of, negated: false },
            written: Aside(Written { operator: "StringLike".to_owned(), values: vec!["*".to_owned()] }),
        };
        self.key(name, atom, cell)
    }

    /// The key is always there with one value, which stands in another text: so the statement is one about that text.
    fn linked(&mut self, atom: &KeyAtom, place: Place) -> FormulaId {
        match &atom.test {
            Test::Presence { present, .. } => Formulas::constant(*present),
            Test::Text { any_of, negated } => {
                let mut projected = Vec::new();
                for one in any_of {
                    projected.extend(self.project(one, place));
                }
                let variable = match place {
                    Place::ResourceAccount => Variable::Resource,
                    Place::Caller | Place::CallerAccount | Place::UserName => Variable::Principal,
                };
                self.text(variable, projected, !negated)
            }
            // An ARN is no number, no date, no address.
            Test::Value(set) if matches!(place, Place::Caller) => Formulas::constant(set.contains("arn:")),
            Test::Value(_) => {
                let doubt = self.atoms.doubt(Doubt::MixedKey(place.key().to_owned()));
                self.formulas.literal(doubt, true)
            }
        }
    }

    fn project(&mut self, one: &Alternative, place: Place) -> Vec<Alternative> {
        let shapes: &[(&str, &str, Class)] = match place {
            Place::Caller => return vec![one.clone()],
            Place::CallerAccount => &[("arn:~:~::", ":+", Class::NoColon)],
            Place::ResourceAccount => &[("arn:~:~:~:", ":*", Class::NoColon)],
            Place::UserName => {
                &[("arn:~:iam::@:user/", "", Class::NoSlash), ("arn:~:iam::@:user/~/", "", Class::NoSlash)]
            }
        };
        let mut all = Vec::new();
        for (head, tail, class) in shapes {
            let between = |pieces: &[Piece]| -> Option<Vec<Piece>> {
                let narrowed: Option<Vec<_>> = pieces.iter().map(|piece| narrowed(*piece, *class)).collect();
                let (head, tail) = (of_shape(head), of_shape(tail));
                Some(head.into_iter().chain(narrowed?).chain(tail).collect())
            };
            let Some(pieces) = between(self.patterns.pieces(one.pattern)) else { continue };
            let mut projected = self.alternative(pieces, &one.written.0);
            if let Some(mark) = &one.template {
                let Some(symbolic) = between(self.patterns.pieces(mark.symbolic)) else { continue };
                let symbolic = self.patterns.intern(symbolic);
                // In a narrower place a wildcard does not take every value that a variable may have.
                projected.template =
                    Some(crate::atom::TemplateMark { symbolic, is_loose: true, ..mark.clone() });
                projected.literal = None;
            }
            all.push(projected);
        }
        all
    }
}

/// The piece where only letters of a class stand; none if it can take none of them.
fn narrowed(piece: Piece, class: Class) -> Option<Piece> {
    let is_out = |letter: char| letter == ':' || (class == Class::NoSlash && letter == '/');
    match piece {
        Piece::Char(letter) | Piece::Fold(letter) if is_out(letter) => None,
        Piece::One(Class::Any | Class::NoColon) => Some(Piece::One(class)),
        Piece::Run(Class::Any | Class::NoColon) => Some(Piece::Run(class)),
        other => Some(other),
    }
}
