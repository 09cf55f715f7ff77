//! Patterns: rows of pieces, each of which takes one letter or a run of letters.

use super::letters::{folded, spellings};

/// Which letters a wildcard takes. Each class is part of those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Class {
    Any,
    /// All but `:`.
    NoColon,
    /// Neither `:` nor `/`.
    NoSlash,
    /// `0` to `9`.
    Digit,
}

/// What takes a part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Piece {
    /// This letter.
    Char(char),
    /// This letter in whichever case: all letters whose lower case is the same.
    Fold(char),
    /// One letter of the class.
    One(Class),
    /// Any number of letters of the class, also none.
    Run(Class),
}

impl Class {
    pub(super) fn takes(self, letter: char) -> bool {
        match self {
            Self::Any => true,
            Self::NoColon => letter != ':',
            Self::NoSlash => letter != ':' && letter != '/',
            Self::Digit => letter.is_ascii_digit(),
        }
    }

    pub(super) fn is_within(self, other: Self) -> bool {
        other <= self
    }
}

/// Of normalised pieces only.
impl Piece {
    /// Whether this letter is among those of the piece.
    pub(super) fn takes(self, letter: char) -> bool {
        match self {
            Self::Char(own) => own == letter,
            Self::Fold(own) => own == folded(letter),
            Self::One(class) | Self::Run(class) => class.takes(letter),
        }
    }

    /// Whether all its letters are also letters of the other.
    pub(super) fn is_within(self, other: Self) -> bool {
        match (self, other) {
            (Self::Char(letter), _) => other.takes(letter),
            // No class tells cases apart.
            (Self::Fold(letter), Self::One(class) | Self::Run(class)) => class.takes(letter),
            (Self::Fold(letter), Self::Fold(other)) => letter == other,
            (Self::One(class) | Self::Run(class), Self::One(other) | Self::Run(other)) => {
                class.is_within(other)
            }
            // Two letters or more are not one; nor are all of a class the same but for case.
            (Self::Fold(_), Self::Char(_)) | (Self::One(_) | Self::Run(_), Self::Char(_) | Self::Fold(_)) => {
                false
            }
        }
    }

    /// Whether a letter is among those of both.
    pub(super) fn shares(self, other: Self) -> bool {
        match (self, other) {
            (Self::One(_) | Self::Run(_), Self::One(_) | Self::Run(_)) => true,
            (Self::One(_) | Self::Run(_), _) => other.is_within(self),
            _ => self.is_within(other) || other.is_within(self),
        }
    }

    pub(super) fn is_run(self) -> bool {
        matches!(self, Self::Run(_))
    }
}

/// The same language in the form that is the same for (almost) all ways to write it: of neighbouring wildcards of one class
/// the single letters stand first, no run stands beside one that makes it needless, and letters without case are
/// not folded.
pub(super) fn normalised(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match piece {
            Piece::Char(_) => out.push(piece),
            Piece::Fold(letter) => out.push(fold(letter)),
            Piece::One(class) => match out.last_mut() {
                Some(last) if *last == Piece::Run(class) => {
                    *last = piece;
                    out.push(Piece::Run(class));
                }
                _ => out.push(piece),
            },
            Piece::Run(class) => {
                while let Some(&Piece::Run(last)) = out.last()
                    && last.is_within(class)
                {
                    out.pop();
                }
                match out.last() {
                    Some(&Piece::Run(last)) if class.is_within(last) => {}
                    _ => out.push(piece),
                }
            }
        }
    }
    out
}

fn fold(letter: char) -> Piece {
    let common = folded(letter);
    if spellings(common).nth(1).is_none() { Piece::Char(common) } else { Piece::Fold(common) }
}
