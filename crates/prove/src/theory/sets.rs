//! Sets of literals about one variable, each kept once with what is known of it.

use hashbrown::HashMap;

use super::action::ActionState;
use super::key::{KeyDomain, KeyValue};
use super::text::FAST;
use crate::atom::{Atom, Doubt, KeyAtom, Literal, Variable, VariableId};
use crate::budget::Spent;
use crate::space::Space;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SetId(u32);

/// The sets met so far. Only those that can hold have a number.
#[derive(Debug, Default)]
pub(crate) struct Sets {
    entries: Vec<Entry>,
    ids: HashMap<(VariableId, Vec<Literal>), Option<SetId>>,
    steps: HashMap<(SetId, Literal), Option<SetId>>,
    domains: HashMap<VariableId, KeyDomain>,
}

#[derive(Debug, Clone)]
struct Entry {
    variable: VariableId,
    /// Sorted.
    literals: Vec<Literal>,
    action: Option<ActionState>,
    doubt: Option<Doubt>,
    /// A text that makes all literals hold, where it is known.
    sample: Option<Box<str>>,
}

/// A value for a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Chosen {
    Text(String),
    Key(KeyValue),
}

/// Whether literals can hold together.
pub(super) enum Held {
    No,
    Yes,
    /// They can, or it is not known whether they can.
    Perhaps(Doubt),
}

impl Sets {
    fn entry(&self, set: SetId) -> Option<&Entry> {
        self.entries.get(set.0 as usize)
    }

    pub(crate) fn literals(&self, set: SetId) -> &[Literal] {
        self.entry(set).map_or(&[], |entry| &entry.literals)
    }

    pub(crate) fn doubt(&self, set: SetId) -> Option<&Doubt> {
        self.entry(set).and_then(|entry| entry.doubt.as_ref())
    }

    pub(crate) fn action(&self, set: SetId) -> Option<&ActionState> {
        self.entry(set).and_then(|entry| entry.action.as_ref())
    }
}

impl Space<'_> {
    /// The set without literals.
    pub(crate) fn root(&mut self, variable: VariableId) -> SetId {
        if let Some(Some(root)) = self.sets.ids.get(&(variable, Vec::new())) {
            return *root;
        }
        let is_action = self.atoms.get_variable(variable) == Some(&Variable::Action);
        let action = is_action.then(|| self.every_action());
        self.keep(Entry { variable, literals: Vec::new(), action, doubt: None, sample: None })
    }

    /// The set with one more literal; none if they cannot hold together.
    pub(crate) fn extend(&mut self, set: SetId, literal: Literal) -> Result<Option<SetId>, Spent> {
        if let Some(known) = self.sets.steps.get(&(set, literal)) {
            return Ok(*known);
        }
        let extended = self.work_out(set, literal)?;
        self.sets.steps.insert((set, literal), extended);
        Ok(extended)
    }

    fn work_out(&mut self, set: SetId, literal: Literal) -> Result<Option<SetId>, Spent> {
        self.budget.spend(1)?;
        let Some(entry) = self.sets.entry(set) else { return Ok(None) };
        let Err(at) = entry.literals.binary_search(&literal) else { return Ok(Some(set)) };
        if entry.literals.binary_search(&literal.negated()).is_ok() {
            return Ok(None);
        }
        let variable = entry.variable;
        let sample = entry.sample.clone();
        self.budget.spend(entry.literals.len() as u64 / FAST)?;
        let mut literals = entry.literals.clone();
        literals.insert(at, literal);
        let content = (variable, literals);
        if let Some(known) = self.sets.ids.get(&content) {
            return Ok(*known);
        }
        let (variable, literals) = content;
        let action = match (&entry.action, self.atoms.get(literal.atom)) {
            (Some(state), Some(Atom::Action(atom))) => Some(state.with(atom, literal.holds)),
            _ => None,
        };
        let kept = match sample {
            Some(sample) if self.is_sample(literal, &sample)? => Some(sample),
            _ => None,
        };
        let (held, sample) = match kept {
            Some(sample) => (Held::Yes, Some(sample)),
            None => self.held(variable, &literals, action.as_ref())?,
        };
        let doubt = match held {
            Held::No => {
                self.sets.ids.insert((variable, literals), None);
                return Ok(None);
            }
            Held::Yes => None,
            Held::Perhaps(doubt) => Some(doubt),
        };
        Ok(Some(self.keep(Entry { variable, literals, action, doubt, sample })))
    }

    fn held(
        &mut self,
        variable: VariableId,
        literals: &[Literal],
        action: Option<&ActionState>,
    ) -> Result<(Held, Option<Box<str>>), Spent> {
        let held = match self.atoms.get_variable(variable).cloned() {
            Some(Variable::Action) => {
                let empty = match action {
                    Some(state) => self.is_no_action(literals, state)?,
                    None => true,
                };
                if empty { Held::No } else { Held::Yes }
            }
            Some(Variable::Resource | Variable::Principal) => return self.text_held(literals),
            Some(Variable::Key(name)) => {
                let domain = self.domain(variable, &name);
                self.key_held(&name, domain, literals)?
            }
            Some(Variable::Doubt(_)) => match literals.first().and_then(|first| self.atoms.get(first.atom)) {
                Some(Atom::Doubt(doubt)) => Held::Perhaps(doubt.clone()),
                _ => Held::Yes,
            },
            None => Held::No,
        };
        Ok((held, None))
    }

    fn keep(&mut self, entry: Entry) -> SetId {
        let id = SetId(u32::try_from(self.sets.entries.len()).unwrap_or(u32::MAX));
        self.sets.ids.insert((entry.variable, entry.literals.clone()), Some(id));
        self.sets.entries.push(entry);
        id
    }

    /// A value that makes all literals of the set hold, the plainest; none only where the set is doubtful.
    pub(crate) fn choose(&mut self, set: SetId) -> Result<Option<Chosen>, Spent> {
        let Some(entry) = self.sets.entry(set).cloned() else { return Ok(None) };
        match self.atoms.get_variable(entry.variable).cloned() {
            Some(Variable::Resource | Variable::Principal) => {
                Ok(self.shortest_text(&entry.literals)?.map(Chosen::Text))
            }
            Some(Variable::Key(name)) => {
                let domain = self.domain(entry.variable, &name);
                Ok(self.key_value(&name, domain, &entry.literals)?.map(Chosen::Key))
            }
            _ => Ok(None),
        }
    }

    pub(crate) fn may_be_absent(&mut self, variable: VariableId, name: &str) -> bool {
        self.domain(variable, name).absent
    }

    pub(crate) fn may_have_several(&mut self, name: &str) -> bool {
        let variable = self.atoms.variable(Variable::Key(name.into()));
        self.domain(variable, name).many
    }

    fn domain(&mut self, variable: VariableId, name: &str) -> KeyDomain {
        if let Some(domain) = self.sets.domains.get(&variable) {
            return *domain;
        }
        let domain = KeyDomain::of(name, self.catalog, self.worlds);
        self.sets.domains.insert(variable, domain);
        domain
    }

    /// The literals of a set about a key, with their atoms.
    pub(super) fn key_atoms(&self, literals: &[Literal]) -> Vec<(KeyAtom, bool)> {
        let atoms = literals.iter().map(|literal| (self.atoms.get(literal.atom), literal.holds));
        atoms
            .filter_map(|(atom, holds)| match atom {
                Some(Atom::Key(atom)) => Some((atom.clone(), holds)),
                _ => None,
            })
            .collect()
    }
}
