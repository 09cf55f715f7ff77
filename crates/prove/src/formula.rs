//! Formulas over literals, each kept once, in negation normal form.

use hashbrown::HashMap;

use crate::atom::{AtomId, Literal};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct FormulaId(u32);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Formula {
    True,
    False,
    Literal(Literal),
    All(Box<[FormulaId]>),
    Any(Box<[FormulaId]>),
}

#[derive(Debug)]
pub(crate) struct Formulas {
    contents: Vec<Formula>,
    ids: HashMap<Formula, FormulaId>,
    negations: HashMap<FormulaId, FormulaId>,
}

impl Formulas {
    pub(crate) const TRUE: FormulaId = FormulaId(0);
    pub(crate) const FALSE: FormulaId = FormulaId(1);

    pub(crate) fn new() -> Self {
        let mut formulas = Self { contents: Vec::new(), ids: HashMap::new(), negations: HashMap::new() };
        formulas.intern(Formula::True);
        formulas.intern(Formula::False);
        formulas
    }

    pub(crate) fn get(&self, id: FormulaId) -> &Formula {
        self.contents.get(id.0 as usize).unwrap_or(&Formula::False)
    }

    pub(crate) fn constant(holds: bool) -> FormulaId {
        if holds { Self::TRUE } else { Self::FALSE }
    }

    pub(crate) fn literal(&mut self, atom: AtomId, holds: bool) -> FormulaId {
        self.intern(Formula::Literal(Literal { atom, holds }))
    }

    /// All of them hold; true if there are none.
    pub(crate) fn all(&mut self, parts: impl IntoIterator<Item = FormulaId>) -> FormulaId {
        let mut kept = Vec::new();
        for part in parts {
            match self.get(part) {
                Formula::True => {}
                Formula::False => return Self::FALSE,
                Formula::All(inner) => kept.extend_from_slice(&inner.clone()),
                _ => kept.push(part),
            }
        }
        dedup(&mut kept);
        match kept.as_slice() {
            [] => Self::TRUE,
            [only] => *only,
            _ => self.intern(Formula::All(kept.into())),
        }
    }

    /// One of them holds; false if there are none.
    pub(crate) fn any(&mut self, parts: impl IntoIterator<Item = FormulaId>) -> FormulaId {
        let mut kept = Vec::new();
        for part in parts {
            match self.get(part) {
                Formula::False => {}
                Formula::True => return Self::TRUE,
                Formula::Any(inner) => kept.extend_from_slice(&inner.clone()),
                _ => kept.push(part),
            }
        }
        dedup(&mut kept);
        match kept.as_slice() {
            [] => Self::FALSE,
            [only] => *only,
            _ => self.intern(Formula::Any(kept.into())),
        }
    }

    pub(crate) fn not(&mut self, id: FormulaId) -> FormulaId {
        if let Some(negation) = self.negations.get(&id) {
            return *negation;
        }
        let negation = match self.get(id).clone() {
            Formula::True => Self::FALSE,
            Formula::False => Self::TRUE,
            Formula::Literal(literal) => self.intern(Formula::Literal(literal.negated())),
            Formula::All(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.not(*part)).collect();
                self.any(parts)
            }
            Formula::Any(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.not(*part)).collect();
                self.all(parts)
            }
        };
        self.negations.insert(id, negation);
        self.negations.insert(negation, id);
        negation
    }

    fn intern(&mut self, formula: Formula) -> FormulaId {
        if let Some(id) = self.ids.get(&formula) {
            return *id;
        }
        let id = FormulaId(u32::try_from(self.contents.len()).unwrap_or(u32::MAX));
        self.contents.push(formula.clone());
        self.ids.insert(formula, id);
        id
    }
}

/// Keeps the first of equal ones: the order is that of the policies, so that answers do not hang on numbering.
fn dedup(parts: &mut Vec<FormulaId>) {
    if parts.len() > 1 {
        let mut seen = hashbrown::HashSet::new();
        parts.retain(|part| seen.insert(*part));
    }
}
