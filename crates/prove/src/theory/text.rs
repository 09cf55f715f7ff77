//! Texts: the ARN that is asked for, and the caller's.

use super::sets::Held;
use crate::atom::{Alternative, Atom, Doubt, Literal};
use crate::budget::Spent;
use crate::space::Space;
use crate::text::PatternId;

/// Texts that lie in one of each group and in none of the rest.
#[derive(Debug, Default)]
pub(super) struct Texts {
    groups: Vec<Vec<PatternId>>,
    none_of: Vec<PatternId>,
    /// A policy variable whose value was not looked into.
    variable: Option<Box<str>>,
}

impl Space<'_> {
    pub(super) fn text_held(&mut self, literals: &[Literal]) -> Result<Held, Spent> {
        let texts = self.texts_of(literals)?;
        Ok(if self.is_no_text(&texts)? {
            Held::No
        } else {
            texts.variable.map_or(Held::Yes, |variable| Held::Perhaps(Doubt::Variable(variable.into())))
        })
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
        let lists: Vec<(Vec<Alternative>, bool)> = literals
            .iter()
            .filter_map(|literal| match self.atoms.get(literal.atom) {
                Some(Atom::Text(any_of)) => Some((any_of.clone(), literal.holds)),
                _ => None,
            })
            .collect();
        self.texts(lists.iter().map(|(list, holds)| (list.as_slice(), *holds)))
    }

    /// Texts that lie in lists of alternatives, or outside of them.
    pub(super) fn texts<'l>(
        &mut self,
        lists: impl Iterator<Item = (&'l [Alternative], bool)> + Clone,
    ) -> Result<Texts, Spent> {
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
                        is_out |= other.symbolic == mark.symbolic
                            || (!other.is_loose
                                && self.patterns.covers(other.symbolic, mark.symbolic, &mut self.budget)?);
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

    pub(super) fn is_no_text(&mut self, texts: &Texts) -> Result<bool, Spent> {
        let groups: Vec<&[PatternId]> = texts.groups.iter().map(Vec::as_slice).collect();
        self.patterns.is_empty(&groups, &texts.none_of, &mut self.budget)
    }

    pub(super) fn shortest_of(&mut self, texts: &Texts) -> Result<Option<String>, Spent> {
        let groups: Vec<&[PatternId]> = texts.groups.iter().map(Vec::as_slice).collect();
        self.patterns.shortest(&groups, &texts.none_of, &mut self.budget)
    }
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
