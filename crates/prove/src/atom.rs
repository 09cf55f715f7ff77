//! What formulas are made of: statements about one variable of a request each.

use catalog::ActionSet;

use hashbrown::HashMap;

use crate::text::PatternId;
use crate::value::ValueSet;

/// A variable of a request. Each atom speaks of one, so a set of atoms can be satisfied variable by variable.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Variable {
    Action,
    /// The ARN that is asked for, or `*`.
    Resource,
    /// The caller's ARN, as `aws:PrincipalArn` has it.
    Principal,
    /// A context key, in lower case.
    Key(Box<str>),
    /// What nobody can compute; see [`Doubt`].
    Doubt(u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct VariableId(u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct AtomId(u32);

/// An atom or its negation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Literal {
    pub(crate) atom: AtomId,
    pub(crate) holds: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Atom {
    /// The action is one of these.
    Action(ActionAtom),
    /// The text of [`Variable::Resource`] or [`Variable::Principal`] is one of these.
    Text(Vec<Alternative>),
    /// The values of a key are such.
    Key(KeyAtom),
    /// What may be true or not, for a reason.
    Doubt(Doubt),
}

/// The actions of a list of patterns.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct ActionAtom {
    /// Those of the catalogue.
    pub(crate) known: ActionSet,
    /// Those that the policies name and the catalogue does not know, by number, sorted.
    pub(crate) named: Vec<u32>,
    /// The patterns, sorted, where any other text may be an action.
    pub(crate) patterns: Vec<PatternId>,
}

/// One of several patterns.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Alternative {
    /// What matches; where there are policy variables, at least what matches.
    pub(crate) pattern: PatternId,
    pub(crate) template: Option<TemplateMark>,
    /// The only text that matches, if there is only one.
    pub(crate) literal: Option<Box<str>>,
    /// The text with policy variables whose values were put in: two such may come to the same and are still two in messages.
    pub(crate) filled_from: Option<Box<str>>,
    pub(crate) written: Aside<Box<str>>,
}

/// What is kept for messages and does not tell atoms apart.
#[derive(Debug, Clone, Default)]
pub(crate) struct Aside<T>(pub(crate) T);

/// A condition as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// With its set prefix and `IfExists`: `ForAnyValue:StringLike`.
    pub operator: String,
    pub values: Vec<String>,
}

/// Tells texts with policy variables apart whose values are not looked into.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TemplateMark {
    /// The text with a letter of its own in place of each variable.
    pub(crate) symbolic: PatternId,
    /// Whether a wildcard of the text could take part of such a letter, so that only equal texts can be compared.
    pub(crate) is_loose: bool,
    /// Whether the text is compared part by part, as an ARN.
    pub(crate) is_arn: bool,
    /// The first variable, for messages.
    pub(crate) variable: Box<str>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct KeyAtom {
    pub(crate) shape: Shape,
    pub(crate) test: Test,
    pub(crate) written: Aside<Written>,
}

/// How many of the values must pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    /// The only one; `missing` is the answer for an absent key.
    Only { missing: bool },
    /// `ForAllValues`
    All,
    /// `ForAnyValue`
    Any { missing: bool },
}

/// What is asked of a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Test {
    /// It is one of these texts, or none of them.
    Text {
        any_of: Vec<Alternative>,
        negated: bool,
    },
    Value(ValueSet),
    /// `Null`, which looks at no value: the answers for an absent key and for one that is there.
    Presence {
        absent: bool,
        present: bool,
    },
}

/// Why something is not known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Doubt {
    /// A policy variable, and no value was found that settles the question.
    Variable(String),
    /// A statement, or a policy, that cannot be read: its name and why.
    Unreadable { statement: String, why: String },
    /// A key that is compared as values of several kinds.
    MixedKey(String),
    /// Accounts that policies tell apart by a part of their id, of which one is looked at: the pattern.
    Accounts(String),
    /// The work that was allowed is done.
    Budget,
    /// The evaluator does not confirm what the search found: a fault of ours.
    Unconfirmed(String),
}

/// The atoms of one question, each once.
#[derive(Debug, Default)]
pub(crate) struct Atoms {
    variables: Vec<Variable>,
    variable_ids: HashMap<Variable, VariableId>,
    contents: Vec<(VariableId, Atom)>,
    ids: HashMap<(VariableId, Atom), AtomId>,
}

impl Literal {
    #[must_use]
    pub(crate) fn negated(self) -> Self {
        Self { holds: !self.holds, ..self }
    }
}

impl VariableId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl Atoms {
    pub(crate) fn variable(&mut self, variable: Variable) -> VariableId {
        if let Some(id) = self.variable_ids.get(&variable) {
            return *id;
        }
        let id = VariableId(number(self.variables.len()));
        self.variables.push(variable.clone());
        self.variable_ids.insert(variable, id);
        id
    }

    pub(crate) fn atom(&mut self, variable: VariableId, atom: Atom) -> AtomId {
        let content = (variable, atom);
        if let Some(id) = self.ids.get(&content) {
            return *id;
        }
        let id = AtomId(number(self.contents.len()));
        self.contents.push(content.clone());
        self.ids.insert(content, id);
        id
    }

    /// An atom that is unlike all others.
    pub(crate) fn doubt(&mut self, doubt: Doubt) -> AtomId {
        let variable = self.variable(Variable::Doubt(number(self.variables.len())));
        self.atom(variable, Atom::Doubt(doubt))
    }

    pub(crate) fn get(&self, atom: AtomId) -> Option<&Atom> {
        self.contents.get(atom.0 as usize).map(|(_, atom)| atom)
    }

    pub(crate) fn variable_of(&self, atom: AtomId) -> Option<VariableId> {
        self.contents.get(atom.0 as usize).map(|(variable, _)| *variable)
    }

    pub(crate) fn variables(&self) -> impl Iterator<Item = (VariableId, &Variable)> {
        (0..).map(VariableId).zip(&self.variables)
    }

    pub(crate) fn get_variable(&self, variable: VariableId) -> Option<&Variable> {
        self.variables.get(variable.index())
    }
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl<T> PartialEq for Aside<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Aside<T> {}

impl<T> std::hash::Hash for Aside<T> {
    fn hash<H: std::hash::Hasher>(&self, _: &mut H) {}
}

impl Alternative {
    pub(crate) fn plain(pattern: PatternId, written: &str) -> Self {
        Self { pattern, template: None, literal: None, filled_from: None, written: Aside(written.into()) }
    }
}

impl Shape {
    /// The answer for a key without values.
    pub(crate) fn without_key(self) -> bool {
        match self {
            Self::Only { missing } | Self::Any { missing } => missing,
            Self::All => true,
        }
    }
}

impl KeyAtom {
    /// The key has one value, which is one of these.
    pub(crate) fn text(any_of: Vec<Alternative>) -> Self {
        let values = any_of.iter().map(|one| one.written.0.to_string()).collect();
        Self {
            shape: Shape::Only { missing: false },
            test: Test::Text { any_of, negated: false },
            written: Aside(Written { operator: "StringEquals".to_owned(), values }),
        }
    }

    /// The answer for a key without values.
    pub(crate) fn without_key(&self) -> bool {
        match self.test {
            Test::Presence { absent, .. } => absent,
            _ => self.shape.without_key(),
        }
    }
}
