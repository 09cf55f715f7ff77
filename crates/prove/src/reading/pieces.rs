//! From wildcards, ARNs and texts to the pieces of patterns.

use policy::resource::Names;
use policy::{Glob, ResourcePattern, Token};

use crate::atom::{Alternative, Aside};
use crate::space::Space;
use crate::text::{Class, Piece};

/// How the letters of a policy's text are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spelling {
    pub(crate) wildcards: bool,
    /// Whether case does not count.
    pub(crate) folded: bool,
}

impl Spelling {
    pub(crate) const LITERAL: Self = Self { wildcards: false, folded: false };
    pub(crate) const WILD: Self = Self { wildcards: true, folded: false };
    pub(crate) const FOLDED: Self = Self { wildcards: false, folded: true };

    pub(crate) fn letter(self, letter: char) -> Piece {
        if self.folded && letter.is_alphabetic() { Piece::Fold(letter) } else { Piece::Char(letter) }
    }

    pub(crate) fn written(self, letter: char) -> Piece {
        match letter {
            '*' if self.wildcards => Piece::Run(Class::Any),
            '?' if self.wildcards => Piece::One(Class::Any),
            letter => self.letter(letter),
        }
    }
}

pub(crate) fn of_glob(glob: &Glob, class: Class, folded: bool) -> impl Iterator<Item = Piece> {
    glob.tokens().iter().map(move |token| match token {
        Token::Char(letter) if folded => Piece::Fold(*letter),
        Token::Char(letter) => Piece::Char(*letter),
        Token::AnyChar => Piece::One(class),
        Token::AnyRun => Piece::Run(class),
    })
}

/// The pieces of a pattern of ARNs, in which wildcards of the first five parts reach over no colon; none if it matches nothing.
pub(crate) fn of_resource(pattern: &ResourcePattern) -> Option<Vec<Piece>> {
    match pattern.names() {
        Names::Everything => Some(vec![Piece::Run(Class::Any)]),
        Names::Nothing => None,
        Names::Parts(parts) => {
            let mut pieces = Vec::new();
            for (at, part) in parts.iter().enumerate() {
                let class = if at + 1 < parts.len() { Class::NoColon } else { Class::Any };
                if at > 0 {
                    pieces.push(Piece::Char(':'));
                }
                pieces.extend(of_glob(part, class, false));
            }
            Some(pieces)
        }
    }
}

/// The pieces of a text with `*` for anything, `~` for what has no colon, possibly nothing, `+` for the same but not nothing, `@` for
/// twelve digits, and `^` for what has no colon and does not end in a slash.
pub(crate) fn of_shape(shape: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for letter in shape.chars() {
        match letter {
            '*' => pieces.push(Piece::Run(Class::Any)),
            '~' => pieces.push(Piece::Run(Class::NoColon)),
            '+' => pieces.extend([Piece::One(Class::NoColon), Piece::Run(Class::NoColon)]),
            '@' => pieces.extend([Piece::One(Class::Digit); 12]),
            '^' => pieces.extend([Piece::Run(Class::NoColon), Piece::One(Class::NoSlash)]),
            letter => pieces.push(Piece::Char(letter)),
        }
    }
    pieces
}

impl Space<'_> {
    pub(crate) fn alternative(&mut self, pieces: Vec<Piece>, written: &str) -> Alternative {
        let literal: Option<String> = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Char(letter) => Some(*letter),
                _ => None,
            })
            .collect();
        let pattern = self.patterns.intern(pieces);
        Alternative {
            pattern,
            template: None,
            literal: literal.map(String::into_boxed_str),
            filled_from: None,
            written: Aside(written.into()),
        }
    }

    pub(crate) fn shape(&mut self, shape: &str) -> Alternative {
        self.alternative(of_shape(shape), shape)
    }

    /// A text in which `*` and `?` are wildcards.
    pub(crate) fn wild_text(&mut self, text: &str) -> Alternative {
        self.alternative(text.chars().map(|letter| Spelling::WILD.written(letter)).collect(), text)
    }

    pub(crate) fn literal_text(&mut self, text: &str) -> Alternative {
        self.alternative(text.chars().map(Piece::Char).collect(), text)
    }
}
