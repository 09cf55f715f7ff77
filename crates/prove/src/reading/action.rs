//! `Action` and `NotAction`.

use catalog::ActionSet;
use eval::prepare::{Action, Actions};
use policy::ActionPattern;

use super::pieces::of_glob;
use crate::atom::{ActionAtom, Atom, Variable};
use crate::formula::FormulaId;
use crate::space::{Space, Worlds};
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
        let mut atom = ActionAtom { known: ActionSet::new(), named: Vec::new(), patterns: Vec::new() };
        for text in texts {
            if self.worlds == Worlds::Any {
                let pattern = ActionPattern::parse(text);
                atom.patterns.extend(self.action_pattern(&pattern));
            }
            let is_plain = text.is_ascii() && !text.contains(['*', '?']);
            match self.catalog.action(text).filter(|_| is_plain) {
                Some(action) => atom.known.insert(action.id()),
                None => self.add_expansion(text, &mut atom),
            }
        }
        atom.named.sort_unstable();
        atom.named.dedup();
        atom.patterns.sort_unstable();
        atom.patterns.dedup();
        let variable = self.atoms.variable(Variable::Action);
        let atom = self.atoms.atom(variable, Atom::Action(atom));
        self.formulas.literal(atom, holds)
    }

    fn add_expansion(&mut self, text: &str, atom: &mut ActionAtom) {
        let (known, named) = self.expansions.entry(text.into()).or_insert_with(|| {
            let pattern = ActionPattern::parse(text);
            let named = (0..).zip(&self.named_actions).filter(|(_, action)| pattern.matches(action));
            (self.catalog.expand(&pattern), named.map(|(number, _)| number).collect())
        });
        atom.known.insert_all(known);
        atom.named.extend_from_slice(named);
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
