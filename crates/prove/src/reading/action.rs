//! `Action` and `NotAction`.

use catalog::ActionSet;
use eval::prepare::{Action, Actions};
use policy::ActionPattern;

use super::pieces::of_glob;
use crate::atom::{ActionAtom, Atom, Variable};
use crate::formula::FormulaId;
use crate::space::Space;
use crate::text::{Class, PatternId, Piece};

impl Space<'_> {
    pub(super) fn actions(&mut self, actions: &Actions) -> FormulaId {
        let (list, holds) = match actions {
            Actions::Of(list) => (list, true),
            Actions::Except(list) => (list, false),
        };
        let texts = list.iter().map(|action| match action {
            Action::Every => "*",
            Action::Of { text, .. } => text,
        });
        self.action_list(texts, holds)
    }

    /// The action is one of those that the patterns stand for, or is none of them.
    pub(crate) fn action_list<'t>(
        &mut self,
        texts: impl IntoIterator<Item = &'t str>,
        holds: bool,
    ) -> FormulaId {
        let mut texts: Vec<Box<str>> =
            texts.into_iter().map(|text| text.to_ascii_lowercase().into()).collect();
        texts.sort_unstable();
        texts.dedup();
        let mut known = ActionSet::new();
        let mut patterns = Vec::new();
        for text in &texts {
            let pattern = ActionPattern::parse(text);
            patterns.extend(self.action_pattern(&pattern));
            if !self.expansions.contains_key(text) {
                self.expansions.insert(text.clone(), self.catalog.expand(&pattern));
            }
            if let Some(expansion) = self.expansions.get(text) {
                known = known.union(expansion);
            }
        }
        let variable = self.atoms.variable(Variable::Action);
        let atom = self.atoms.atom(variable, Atom::Action(ActionAtom { texts, known, patterns }));
        self.formulas.literal(atom, holds)
    }

    fn action_pattern(&mut self, pattern: &ActionPattern) -> Option<PatternId> {
        if pattern.is_everything() {
            return Some(self.patterns.intern(vec![Piece::Run(Class::Any)]));
        }
        let (service, name) = (pattern.service()?, pattern.name()?);
        let mut pieces: Vec<Piece> = of_glob(service, Class::NoColon, true).collect();
        pieces.push(Piece::Char(':'));
        pieces.extend(of_glob(name, Class::Any, true));
        Some(self.patterns.intern(pieces))
    }
}
