//! A resource pattern, and the questions that are asked of it.

use std::fmt;
use std::sync::Arc;

use super::example;
use super::parts::{Names, PARTS, Piece, ShortArn, Written, every_arn};
use crate::glob::Glob;

/// One entry of a `Resource` or `NotResource` list: `*`, or an ARN with wildcards, compared part by part.
///
/// The first five colons part an ARN. A wildcard in one of the first five parts does not reach over a colon; in the sixth it
/// takes anything, also `/` and `:`. Letters are compared with regard to case (IAM User Guide, "IAM JSON policy elements:
/// Resource").
///
/// A policy variable stands for a text that only a request gives. Such a pattern is kept with the variable as a wildcard,
/// which matches at least what the pattern does, and is not [exact](Self::is_exact): then some questions
/// about it have the answer [`Answer::Unknown`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ResourcePattern {
    text: Arc<str>,
    written: Written,
    short: ShortArn,
    names: Names,
}

/// The answer to a question about patterns that may hold policy variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// For every request.
    Yes,
    /// For no request in which the variables have values.
    No,
    /// It hangs on the value of a policy variable.
    Unknown,
}

impl ResourcePattern {
    /// A pattern without policy variables: `${…}` is text, as it is under policy version 2008-10-17.
    pub fn parse(text: &str) -> Self {
        Self::from_written(text.into(), Written::parse(text))
    }

    /// A pattern from its pieces, and the text to show it by.
    ///
    /// Colons among the tokens part the ARN; a variable is taken to stand within its part.
    pub fn from_pieces(text: impl Into<Arc<str>>, pieces: impl IntoIterator<Item = Piece>) -> Self {
        Self::from_written(text.into(), Written::new(pieces))
    }

    fn from_written(text: Arc<str>, written: Written) -> Self {
        let short = ShortArn::default();
        Self { text, names: written.names(short), written, short }
    }

    /// The same pattern under another reading of patterns with fewer than six parts.
    #[must_use]
    pub fn with_short_arn(self, short: ShortArn) -> Self {
        if short == self.short {
            return self;
        }
        Self { names: self.written.names(short), short, ..self }
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The same, to be kept beside the pattern.
    pub(super) fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// Whether this is `*`, which matches every resource, also of requests that name none.
    pub fn is_everything(&self) -> bool {
        self.names == Names::Everything
    }

    /// Whether the pattern has no policy variable, so that every question about it has a definite answer.
    pub fn is_exact(&self) -> bool {
        self.written.variable.is_none()
    }

    /// Whether the pattern is neither `*` nor has the six parts of an ARN; see [`ShortArn`].
    pub fn is_short(&self) -> bool {
        !self.is_everything() && self.written.parts.len() < PARTS
    }

    /// The parts as written, `arn` the first, at most six; none for `*`. Variables are stars here.
    pub fn parts(&self) -> &[Glob] {
        &self.written.parts
    }

    /// The parts that decide, under the reading of short patterns that was taken.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Whether the pattern matches a request's resource: an ARN, or `*` where the action names none.
    pub fn matches(&self, resource: &str) -> Answer {
        match &self.names {
            Names::Everything => Answer::Yes,
            Names::Nothing => Answer::No,
            Names::Parts(parts) => {
                let mut texts = resource.splitn(PARTS, ':');
                let all = parts.iter().all(|part| texts.next().is_some_and(|text| part.matches(text)));
                if all { self.answer(Answer::Yes) } else { Answer::No }
            }
        }
    }

    /// Whether every resource that `inner` matches is matched by `self`, in every request.
    pub fn covers(&self, inner: &Self) -> Answer {
        if self == inner {
            return Answer::Yes;
        }
        match (&self.names, &inner.names) {
            (Names::Everything, _) | (_, Names::Nothing) => Answer::Yes,
            (Names::Nothing, _) | (_, Names::Everything) => Answer::No,
            (Names::Parts(parts), Names::Parts(inners)) => {
                // The last part differs most often.
                if parts.iter().zip(&**inners).rev().all(|(part, inner)| part.covers(inner)) {
                    self.answer(Answer::Yes)
                } else if self.intersects(inner) == Answer::No {
                    Answer::No
                } else {
                    inner.answer(Answer::No)
                }
            }
        }
    }

    /// Whether some resource is matched by both.
    pub fn intersects(&self, other: &Self) -> Answer {
        let meet = match (&self.names, &other.names) {
            (Names::Nothing, _) | (_, Names::Nothing) => false,
            (Names::Everything, _) | (_, Names::Everything) => true,
            (Names::Parts(parts), Names::Parts(others)) => {
                parts.iter().zip(&**others).rev().all(|(part, other)| part.intersects(other))
            }
        };
        if meet { self.answer(other.answer(Answer::Yes)) } else { Answer::No }
    }

    /// A resource that both match, if [`intersects`](Self::intersects) says yes.
    pub fn common(&self, other: &Self) -> Option<String> {
        if self.intersects(other) != Answer::Yes {
            return None;
        }
        match (&self.names, &other.names) {
            (Names::Parts(parts), Names::Parts(others)) => example::in_both(parts, others),
            (Names::Parts(parts), _) | (_, Names::Parts(parts)) => Some(example::of(parts)),
            _ => Some("*".to_owned()),
        }
    }

    /// A resource that `self` matches and `cover` does not, if [`covers`](Self::covers) says no.
    ///
    /// Where `self` has variables, it matches if they have values to suit.
    pub fn outside(&self, cover: &Self) -> Option<String> {
        if cover.covers(self) != Answer::No {
            return None;
        }
        match (&self.names, &cover.names) {
            (Names::Parts(parts), Names::Parts(covers)) => example::in_one_only(parts, covers),
            (Names::Parts(parts), _) => Some(example::of(parts)),
            (_, Names::Parts(covers)) => {
                // A cover of all ARNs still leaves out the request that names no resource.
                Some(example::in_one_only(&every_arn(), covers).unwrap_or_else(|| "*".to_owned()))
            }
            _ => Some("*".to_owned()),
        }
    }

    /// An answer that holds if this pattern matches all that its wildcards say.
    fn answer(&self, answer: Answer) -> Answer {
        if self.is_exact() { answer } else { Answer::Unknown }
    }
}

impl Answer {
    pub fn is_yes(self) -> bool {
        self == Self::Yes
    }

    pub fn is_no(self) -> bool {
        self == Self::No
    }
}

/// As written.
impl fmt::Display for ResourcePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
