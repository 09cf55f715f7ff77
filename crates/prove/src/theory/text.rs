//! Texts: the ARN that is asked for, and the caller's.

use super::sets::Held;
use crate::atom::{Alternative, Atom, Doubt, Literal};
use crate::budget::{Budget, Spent};
use crate::space::Space;
use crate::text::{PatternId, Patterns};

/// Texts that lie in one of each group and in none of the rest.
#[derive(Debug, Default)]
pub(super) struct Texts {
    groups: Vec<Vec<PatternId>>,
    none_of: Vec<PatternId>,
    /// A policy variable whose value was not looked into.
    variable: Option<Box<str>>,
}

/// Of so many literals it is worth while to keep a text that fits: most further ones it fits as well.
const MANY: usize = 8;

/// So many looks at a pattern cost as much as a step.
pub(super) const FAST: u64 = 16;

impl Space<'_> {
    /// Whether the literals can hold together, and, of many literals, a text for which they do whatever variables stand for.
    pub(super) fn text_held(&mut self, literals: &[Literal]) -> Result<(Held, Option<Box<str>>), Spent> {
        let texts = self.texts_of(literals)?;
        let (is_none, sample) = if literals.len() < MANY {
            (self.is_no_text(&texts)?, None)
        } else {
            let shortest = self.shortest_of(&texts)?;
            (shortest.is_none(), shortest.map(String::into_boxed_str))
        };
        Ok(match texts.variable {
            _ if is_none => (Held::No, None),
            None => (Held::Yes, sample),
            Some(variable) => (Held::Perhaps(Doubt::Variable(variable.into())), None),
        })
    }

    /// Whether a text makes the literal hold, whatever variables stand for.
    pub(super) fn is_sample(&mut self, literal: Literal, text: &str) -> Result<bool, Spent> {
        let Some(Atom::Text(any_of)) = self.atoms.get(literal.atom) else { return Ok(false) };
        self.budget.spend(any_of.len() as u64 / FAST)?;
        let has_variable = any_of.iter().any(|one| one.template.is_some());
        Ok(!has_variable && self.text_fits(&[literal], text))
    }

    pub(super) fn shortest_text(&mut self, literals: &[Literal]) -> Result<Option<String>, Spent> {
        let texts = self.texts_of(literals)?;
        self.shortest_of(&texts)
    }

    /// Whether a text makes all literals hold that have no policy variables.
    pub(crate) fn text_fits(&self, literals: &[Literal], text: &str) -> bool {
        literals.iter().all(|literal| match self.atoms.get(literal.atom) {
            Some(Atom::Text(any_of)) => {
                let plain = any_of.iter().filter(|one| one.template.is_none() || literal.holds);
                let mut plain = plain.map(|one| self.patterns.matches(one.pattern, text));
                plain.any(|matches| matches) == literal.holds
            }
            _ => true,
        })
    }

    fn texts_of(&mut self, literals: &[Literal]) -> Result<Texts, Spent> {
        let atoms = &self.atoms;
        let lists = literals.iter().filter_map(|literal| match atoms.get(literal.atom) {
            Some(Atom::Text(any_of)) => Some((any_of.as_slice(), literal.holds)),
            _ => None,
        });
        gathered(lists, &mut self.patterns, &mut self.budget)
    }

    /// Texts that lie in lists of alternatives, or outside of them.
    pub(super) fn texts<'l>(
        &mut self,
        lists: impl Iterator<Item = (&'l [Alternative], bool)> + Clone,
    ) -> Result<Texts, Spent> {
        gathered(lists, &mut self.patterns, &mut self.budget)
    }

    pub(super) fn is_no_text(&mut self, texts: &Texts) -> Result<bool, Spent> {
        let groups: Vec<&[PatternId]> = texts.groups.iter().map(Vec::as_slice).collect();
        self.patterns.is_empty(&groups, &texts.none_of, &mut self.budget)
    }

    pub(super) fn shortest_of(&mut self, texts: &Texts) -> Result<Option<String>, Spent> {
        let groups: Vec<&[PatternId]> = texts.groups.iter().map(Vec::as_slice).collect();
        self.patterns.shortest(&groups, &texts.none_of, &mut self.budget)
    }
}

/// Texts that lie in lists of alternatives, or outside of them.
fn gathered<'l>(
    lists: impl Iterator<Item = (&'l [Alternative], bool)> + Clone,
    patterns: &mut Patterns,
    budget: &mut Budget,
) -> Result<Texts, Spent> {
    let length: usize = lists.clone().map(|(list, _)| list.len()).sum();
    budget.spend(length as u64 / FAST)?;
    let mut texts = Texts::default();
    let mut excluded = Vec::new();
    for one in lists.clone().filter(|(_, holds)| !holds).flat_map(|(list, _)| list) {
        match &one.template {
            None => texts.none_of.push(one.pattern),
            Some(mark) => {
                texts.variable.get_or_insert_with(|| mark.variable.clone());
                excluded.push(mark);
            }
        }
    }
    for (list, _) in lists.filter(|(_, holds)| *holds) {
        let mut group = Vec::with_capacity(list.len());
        for one in list {
            let mut is_out = false;
            if let Some(mark) = &one.template {
                // What holds for every value of the variable holds for the letter in its place.
                for other in &excluded {
                    let is_alike = other.is_arn == mark.is_arn;
                    is_out |= is_alike
                        && (other.symbolic == mark.symbolic
                            || (!other.is_loose
                                && patterns.covers(other.symbolic, mark.symbolic, budget)?));
                }
                if !is_out {
                    texts.variable.get_or_insert_with(|| mark.variable.clone());
                }
            }
            if !is_out {
                group.push(one.pattern);
            }
        }
        texts.groups.push(group);
    }
    Ok(texts)
}

impl Texts {
    /// The same, but one more pattern is left out.
    pub(super) fn without(mut self, pattern: PatternId) -> Self {
        self.none_of.push(pattern);
        self
    }

    pub(super) fn variable(&self) -> Option<&str> {
        self.variable.as_deref()
    }
}
