//! Interned patterns, and what is known of them.

use std::collections::HashMap;
use std::sync::Arc;

use super::automaton::Automaton;
use super::pairs;
use super::pattern::{Class, Piece, normalised};
use super::reduction::{Question, Reduced};
use crate::budget::{Budget, Spent};

/// A language: all texts that a pattern takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct PatternId(u32);

/// All patterns that were met, each once, and the answers that were found for pairs of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Patterns {
    rows: Vec<Arc<[Piece]>>,
    ids: HashMap<Arc<[Piece]>, PatternId>,
    /// Whether the first covers the second; none if a look at the pieces does not tell.
    covers: HashMap<(PatternId, PatternId), Option<bool>>,
    meets: HashMap<(PatternId, PatternId), bool>,
}

impl Patterns {
    /// The pattern of these pieces.
    pub(crate) fn intern(&mut self, pieces: Vec<Piece>) -> PatternId {
        let pieces: Arc<[Piece]> = normalised(pieces).into();
        if let Some(&id) = self.ids.get(&pieces) {
            return id;
        }
        let id = PatternId(u32::try_from(self.rows.len()).unwrap_or(u32::MAX));
        self.rows.push(Arc::clone(&pieces));
        self.ids.insert(pieces, id);
        id
    }

    /// Whether all texts of `inner` are texts of `outer`.
    pub(crate) fn covers(
        &mut self,
        outer: PatternId,
        inner: PatternId,
        budget: &mut Budget,
    ) -> Result<bool, Spent> {
        if let Some(known) = self.covers_plainly(outer, inner, budget)? {
            return Ok(known);
        }
        let automaton = Automaton::new(&[vec![self.pieces(inner)]], &[self.pieces(outer)]);
        let answer = automaton.shortest(budget)?.is_none();
        self.covers.insert((outer, inner), Some(answer));
        Ok(answer)
    }

    /// Whether some text is of both.
    pub(crate) fn meets(&mut self, a: PatternId, b: PatternId, budget: &mut Budget) -> Result<bool, Spent> {
        if a == b {
            return Ok(true);
        }
        if pairs::are_parted(self.pieces(a), self.pieces(b)) {
            return Ok(false);
        }
        let pair = (a.min(b), a.max(b));
        if let Some(&known) = self.meets.get(&pair) {
            return Ok(known);
        }
        let (a, b) = (self.pieces(a), self.pieces(b));
        budget.spend(1)?;
        let answer = pairs::meets(a, b, budget)?;
        self.meets.insert(pair, answer);
        Ok(answer)
    }

    /// Whether the text is one of the pattern.
    pub(crate) fn matches(&self, pattern: PatternId, text: &str) -> bool {
        pairs::matches(self.pieces(pattern), text.chars())
    }

    /// The shortest text, of these the first in a readable order, that some pattern of every group of `all_of` takes
    /// and none of `none_of`; none if there is no such text. Without groups any text will do, but none is
    /// in an empty group.
    pub(crate) fn shortest(
        &mut self,
        all_of: &[&[PatternId]],
        none_of: &[PatternId],
        budget: &mut Budget,
    ) -> Result<Option<String>, Spent> {
        match self.reduce(all_of, none_of, budget)? {
            Reduced::Answer(word) => Ok(word),
            Reduced::Question(question) => self.automaton(&question).shortest(budget),
        }
    }

    /// Whether there is no text as [`shortest`](Self::shortest) looks for.
    pub(crate) fn is_empty(
        &mut self,
        all_of: &[&[PatternId]],
        none_of: &[PatternId],
        budget: &mut Budget,
    ) -> Result<bool, Spent> {
        let question = match self.reduce(all_of, none_of, budget)? {
            Reduced::Answer(word) => return Ok(word.is_none()),
            Reduced::Question(question) => question,
        };
        match (&*question.groups, &*question.none) {
            // No pattern is without texts.
            ([] | [_], []) => Ok(false),
            ([a, b], []) => Ok(!self.any_meet(a, b, budget)?),
            _ => Ok(self.automaton(&question).shortest(budget)?.is_none()),
        }
    }

    /// What the pieces of two patterns tell at first sight of whether the one covers the other.
    pub(super) fn covers_plainly(
        &mut self,
        outer: PatternId,
        inner: PatternId,
        budget: &mut Budget,
    ) -> Result<Option<bool>, Spent> {
        if outer == inner {
            return Ok(Some(true));
        }
        if pairs::are_parted(self.pieces(outer), self.pieces(inner)) {
            return Ok(Some(false));
        }
        if let Some(&known) = self.covers.get(&(outer, inner)) {
            return Ok(known);
        }
        budget.spend(1)?;
        let answer = pairs::covers(self.pieces(outer), self.pieces(inner), budget)?;
        self.covers.insert((outer, inner), answer);
        Ok(answer)
    }

    /// Whether some text is in both groups.
    pub(super) fn any_meet(
        &mut self,
        these: &[PatternId],
        those: &[PatternId],
        budget: &mut Budget,
    ) -> Result<bool, Spent> {
        for &one in these {
            for &other in those {
                if self.meets(one, other, budget)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Whether the pattern takes every text.
    pub(super) fn takes_all(&self, pattern: PatternId) -> bool {
        matches!(self.pieces(pattern), [Piece::Run(Class::Any)])
    }

    pub(crate) fn pieces(&self, pattern: PatternId) -> &[Piece] {
        self.rows.get(pattern.0 as usize).map_or(&[], |pieces| pieces)
    }

    fn automaton(&self, question: &Question) -> Automaton {
        let pieces = |ids: &Vec<_>| ids.iter().map(|&id| self.pieces(id)).collect::<Vec<_>>();
        Automaton::new(&question.groups.iter().map(pieces).collect::<Vec<_>>(), &pieces(&question.none))
    }
}
