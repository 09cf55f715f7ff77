//! Makes questions smaller by what is known of pairs of patterns, so that most need no automaton.

use super::letters::rank;
use super::pattern::Piece;
use super::patterns::{PatternId, Patterns};
use crate::budget::{Budget, Spent};

/// So many looks at a pair of patterns cost as much as a step.
const FAST: u64 = 8;

/// What is left of a question.
pub(super) enum Reduced {
    /// Nothing: this is the answer.
    Answer(Option<String>),
    /// A question with the same answer.
    Question(Question),
}

/// Some pattern of each group must take the text, and none of `none`.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) groups: Vec<Vec<PatternId>>,
    pub(super) none: Vec<PatternId>,
}

impl Patterns {
    pub(super) fn reduce(
        &mut self,
        all_of: &[&[PatternId]],
        none_of: &[PatternId],
        budget: &mut Budget,
    ) -> Result<Reduced, Spent> {
        let mut none = none_of.to_vec();
        none.sort_unstable();
        none.dedup();
        if none.iter().any(|&id| self.takes_all(id)) {
            return Ok(Reduced::Answer(None));
        }
        let mut groups = Vec::with_capacity(all_of.len());
        for &group in all_of {
            if group.iter().any(|&id| self.takes_all(id)) {
                continue;
            }
            let group = self.outside(group, &none, budget)?;
            if group.is_empty() {
                return Ok(Reduced::Answer(None));
            }
            groups.push(group);
        }
        groups.sort_unstable();
        groups.dedup();
        for at in 0..groups.len() {
            for other in (0..groups.len()).filter(|&other| other != at) {
                let (Some(group), Some(other)) = (groups.get(at), groups.get(other)) else { continue };
                let group = self.near(group, other, budget)?;
                if group.is_empty() {
                    return Ok(Reduced::Answer(None));
                }
                if let Some(place) = groups.get_mut(at) {
                    *place = group;
                }
            }
        }
        if let Some(answer) = self.among_texts(&groups, &none) {
            return Ok(answer);
        }
        for group in &groups {
            none = self.near(&none, group, budget)?;
        }
        Ok(Reduced::Question(Question { groups, none }))
    }

    /// The members of a group that no pattern of `none` covers.
    fn outside(
        &mut self,
        group: &[PatternId],
        none: &[PatternId],
        budget: &mut Budget,
    ) -> Result<Vec<PatternId>, Spent> {
        let mut left = Vec::with_capacity(group.len());
        'members: for &member in group {
            if none.binary_search(&member).is_ok() {
                continue;
            }
            budget.spend(none.len() as u64 / FAST)?;
            for &outer in none {
                if self.covers_plainly(outer, member, budget)? == Some(true) {
                    continue 'members;
                }
            }
            left.push(member);
        }
        left.sort_unstable();
        left.dedup();
        Ok(left)
    }

    /// Those patterns that have a text in the group.
    fn near(
        &mut self,
        patterns: &[PatternId],
        group: &[PatternId],
        budget: &mut Budget,
    ) -> Result<Vec<PatternId>, Spent> {
        let mut near = Vec::with_capacity(patterns.len());
        for &pattern in patterns {
            budget.spend(group.len() as u64 / FAST)?;
            if self.any_meet(&[pattern], group, budget)? {
                near.push(pattern);
            }
        }
        Ok(near)
    }

    /// The answer, if a group has nothing but texts.
    fn among_texts(&self, groups: &[Vec<PatternId>], none: &[PatternId]) -> Option<Reduced> {
        let (at, mut texts) = groups.iter().enumerate().find_map(|(at, group)| {
            let texts = group.iter().map(|&id| text(self.pieces(id))).collect::<Option<Vec<_>>>()?;
            Some((at, texts))
        })?;
        texts.sort_by_cached_key(|text| {
            (text.len(), text.iter().map(|&letter| rank(letter)).collect::<Vec<_>>())
        });
        let fits = |text: &Vec<char>| {
            let in_group = |group: &Vec<PatternId>| group.iter().any(|&id| self.takes(id, text));
            groups.iter().enumerate().all(|(other, group)| other == at || in_group(group))
                && !none.iter().any(|&id| self.takes(id, text))
        };
        Some(Reduced::Answer(texts.into_iter().find(fits).map(String::from_iter)))
    }

    fn takes(&self, pattern: PatternId, text: &[char]) -> bool {
        super::pairs::matches(self.pieces(pattern), text.iter().copied())
    }
}

/// The one text that the pieces take, if they have neither wildcards nor letters in any case.
fn text(pieces: &[Piece]) -> Option<Vec<char>> {
    pieces.iter().map(|piece| if let Piece::Char(letter) = *piece { Some(letter) } else { None }).collect()
}
