//! What a resource pattern is made of: pieces in, the six parts of an ARN out.

use std::sync::Arc;

use crate::arn::{ARN_PARTS, arn_parts};
use crate::glob::{Case, Glob, Token, Tokens};

pub(super) const PARTS: usize = ARN_PARTS;

/// What a resource pattern is put together from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Piece {
    Token(Token),
    /// A policy variable whose value only a request gives.
    Variable,
}

/// How a pattern with fewer than six parts is read.
///
/// AWS does not document it; what is known are the observations of others, which differ by the kind of policy and
/// are named at each reading. Where nobody says otherwise it is [`TrailingStar`](Self::TrailingStar).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ShortArn {
    /// As if the missing parts were `*`: said of identity policies, session policies and permissions boundaries.
    Padded,
    /// Padded if there is a wildcard anywhere, else nothing: said of resource policies and VPC endpoint policies.
    AnyWildcard,
    /// Padded if it ends in `*`, else nothing: said of service control policies.
    #[default]
    TrailingStar,
    /// It matches nothing: said of resource control policies.
    Nothing,
}

/// The parts as they stand in the policy: at most six, and none for `*`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Written {
    pub(super) parts: Arc<[Glob]>,
    /// The first part with a variable in it.
    pub(super) variable: Option<usize>,
    has_wildcard: bool,
    ends_in_star: bool,
}

/// The resources a pattern stands for; with variables, those it may stand for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Names {
    Everything,
    // INVARIANT: six parts; no letter of the first five is a colon; a part `*` is that of `every_arn`.
    Parts(Arc<[Glob]>),
    Nothing,
}

impl Piece {
    /// The pieces of a text in which `*` and `?` are wildcards and all else stands for itself.
    pub fn written(text: &str) -> impl Iterator<Item = Self> {
        text.chars().map(|letter| Self::Token(Token::written(letter)))
    }

    /// The pieces of a text in which all stands for itself.
    pub fn literal(text: &str) -> impl Iterator<Item = Self> {
        text.chars().map(|letter| Self::Token(Token::Char(letter)))
    }
}

impl Written {
    pub(super) fn new(pieces: impl IntoIterator<Item = Piece>) -> Self {
        let mut written = Self::default();
        let mut done = Vec::new();
        let mut part = Vec::new();
        for piece in pieces {
            written.ends_in_star = piece == Piece::Token(Token::AnyRun);
            match piece {
                Piece::Token(Token::Char(':')) if done.len() + 1 < PARTS => {
                    done.push(std::mem::take(&mut part));
                }
                Piece::Token(token) => {
                    written.has_wildcard |= token.letter().is_none();
                    part.push(token);
                }
                Piece::Variable => {
                    written.variable = written.variable.or(Some(done.len()));
                    part.push(Token::AnyRun);
                }
            }
        }
        done.push(part);
        written.parts = done.into_iter().map(|part| Glob::from_tokens(part, Case::Sensitive)).collect();
        written.without_parts_if_everything()
    }

    /// What [`Piece::written`] gives of a text, put together part by part.
    pub(super) fn parse(text: &str) -> Self {
        let (parts, count) = arn_parts(text);
        let tokens = Tokens::written(text);
        let mut start = 0;
        let glob = |part: &str| {
            let own = start..start + part.chars().count();
            // A colon stands between.
            start = own.end + 1;
            Glob::of(tokens.part(own), Case::Sensitive)
        };
        let parts: Arc<[Glob]> = match parts.get(..count) {
            Some(short) if count < PARTS => short.iter().copied().map(glob).collect(),
            _ => Arc::new(parts.map(glob)),
        };
        let written = Self {
            parts,
            variable: None,
            has_wildcard: text.contains(['*', '?']),
            ends_in_star: text.ends_with('*'),
        };
        written.without_parts_if_everything()
    }

    fn without_parts_if_everything(mut self) -> Self {
        if self.variable.is_none() && matches!(&*self.parts, [only] if only.is_everything()) {
            self.parts = Arc::default();
        }
        self
    }

    pub(super) fn names(&self, short: ShortArn) -> Names {
        let missing = match self.parts.len() {
            0 => return Names::Everything,
            length => PARTS.saturating_sub(length),
        };
        let padded = match short {
            ShortArn::Padded => true,
            ShortArn::AnyWildcard => self.has_wildcard,
            ShortArn::TrailingStar => self.ends_in_star,
            ShortArn::Nothing => false,
        };
        let is_open = |(part, every): (&Glob, &str)| part.is_everything() && every != "*";
        if missing == 0 && !self.parts.iter().zip(EVERY_ARN).any(is_open) {
            return Names::Parts(Arc::clone(&self.parts));
        }
        let mut parts = self.parts.to_vec();
        match self.variable {
            // The value may bring the missing colons with it.
            Some(first) if missing > 0 => parts.truncate(first),
            None if missing > 0 && !padded => return Names::Nothing,
            _ => {}
        }
        parts.resize(PARTS, Glob::everything());
        for (part, every) in parts.iter_mut().zip(EVERY_ARN) {
            if is_open((part, every)) {
                *part = Glob::new(every);
            }
        }
        Names::Parts(parts.into())
    }
}

/// The parts that every ARN matches: partition, service and resource are never empty.
const EVERY_ARN: [&str; PARTS] = ["arn", "?*", "?*", "*", "*", "?*"];

pub(super) fn every_arn() -> [Glob; PARTS] {
    EVERY_ARN.map(Glob::new)
}
