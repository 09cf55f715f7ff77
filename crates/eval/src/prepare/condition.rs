//! `Condition`: every pair of operator and key must hold.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html>

use policy::tree::{self, OperatorBlock, OperatorName, OperatorType, Part, SetPrefix};
use policy::{Glob, Matcher, ResourceMatcher, ResourcePattern, ShortArn};

use super::template::{self, Filled, Wildcards};
use crate::operators::{self, Operand, OperatorEntry, Relation};
use crate::request::View;
use crate::{Context, Switch, Switches, Tri, Values};

/// One pair of operator and key, with the values to compare.
#[derive(Debug, Clone)]
pub struct Condition {
    pub entry: &'static OperatorEntry,
    pub set: Option<SetPrefix>,
    pub if_exists: bool,
    /// In lower case.
    name: Box<str>,
    /// As written.
    pub key: Box<str>,
    pub values: Vec<Value>,
}

/// A value of the policy: as written, and what it is compared as.
#[derive(Debug, Clone)]
pub struct Value {
    pub text: Box<str>,
    ready: Ready,
}

#[derive(Debug, Clone)]
enum Ready {
    Fixed(Operand),
    Template(Vec<Part>),
    /// Of `Bool`: text with `${`, which is a variable only by a switch.
    BoolTemplate(Vec<Part>),
}

/// The pairs of an element; none if something of it cannot be read, which is a fault of the statement.
pub(crate) fn conditions(condition: &tree::Condition, variables: bool) -> Option<Vec<Condition>> {
    if !condition.malformed.is_empty() {
        return None;
    }
    let mut all = Vec::new();
    for block in &condition.blocks {
        block_conditions(block, variables, &mut all)?;
    }
    Some(all)
}

fn block_conditions(block: &OperatorBlock, variables: bool, all: &mut Vec<Condition>) -> Option<()> {
    let operator = tree::Operator::parse_ignoring_case(&block.operator.value.text);
    let entry = operators::of(operator.name?);
    if !block.malformed.is_empty() {
        return None;
    }
    for pair in &block.entries {
        if !pair.misplaced.is_empty() {
            return None;
        }
        let key = pair.key.value.text.as_str();
        all.push(Condition {
            entry,
            set: operator.set,
            if_exists: operator.if_exists,
            name: key.to_ascii_lowercase().into(),
            key: key.into(),
            values: pair
                .values
                .iter()
                .map(|value| Value::new(&value.value.text(), entry, variables))
                .collect(),
        });
    }
    Some(())
}

impl Value {
    fn new(text: &str, entry: &'static OperatorEntry, variables: bool) -> Self {
        let parts = template::parts(text, variables);
        let ready = match (parts, entry.name.value_type()) {
            (Some(parts), OperatorType::String | OperatorType::Arn) => Ready::Template(parts),
            (Some(parts), OperatorType::Bool) => Ready::BoolTemplate(parts),
            _ => Ready::Fixed((entry.read)(text)),
        };
        Self { text: text.into(), ready }
    }

    /// How the request's value stands to this one.
    fn relation(&self, entry: &OperatorEntry, value: &str, view: &View<'_>, switches: Switches) -> Outcome {
        let compare = |operand: &Operand| match (entry.relation)(operand, value, switches) {
            Relation::Holds => Outcome::Holds,
            Relation::Fails => Outcome::Fails,
            Relation::Unreadable => Outcome::Unreadable,
        };
        match &self.ready {
            Ready::Fixed(operand) => compare(operand),
            Ready::BoolTemplate(_) if !switches.is_on(Switch::BoolTakesVariables) => Outcome::Unreadable,
            Ready::Template(parts) | Ready::BoolTemplate(parts) => match filled(parts, entry, view.context) {
                Ok(operand) => compare(&operand),
                Err(outcome) => outcome,
            },
        }
    }
}

fn filled(parts: &[Part], entry: &OperatorEntry, context: &Context) -> Result<Operand, Outcome> {
    let takes_wildcards = entry.name.takes_wildcards();
    let wildcards = if takes_wildcards { Wildcards::Active } else { Wildcards::Literal };
    match template::fill(parts, wildcards, context) {
        Filled::Pattern(pattern) => Ok(operand(&pattern, entry)),
        Filled::Missing(_) => Err(Outcome::Unresolved),
        Filled::Unknown(_) => Err(Outcome::Unknown),
    }
}

fn operand(pattern: &Glob, entry: &OperatorEntry) -> Operand {
    match entry.name {
        OperatorName::StringLike | OperatorName::StringNotLike => Operand::Pattern(Matcher::from(pattern)),
        name if name.value_type() == OperatorType::Arn => {
            let pieces = pattern.tokens().iter().map(|token| policy::Piece::Token(*token));
            let pattern = ResourcePattern::from_pieces("", pieces).with_short_arn(ShortArn::Nothing);
            ResourceMatcher::new(&pattern).map_or(Operand::Unreadable, Operand::Arn)
        }
        _ => (entry.read)(&pattern.as_literal().unwrap_or_default()),
    }
}

/// What a value of the policy says, for those who ask about all requests at once.
#[derive(Debug, Clone, Copy)]
pub enum ValueReading<'a> {
    /// What the operator makes of its text.
    Fixed(&'a str),
    /// A text with policy variables.
    Template(&'a [Part]),
    /// Nothing that any value of a request could be compared with.
    Unreadable,
}

impl Value {
    pub fn reading(&self) -> ValueReading<'_> {
        match &self.ready {
            Ready::Fixed(Operand::Unreadable) | Ready::BoolTemplate(_) => ValueReading::Unreadable,
            Ready::Fixed(_) => ValueReading::Fixed(&self.text),
            Ready::Template(parts) => ValueReading::Template(parts),
        }
    }
}

/// How one value of the request stands to one of the policy.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Holds,
    Fails,
    Unreadable,
    /// A variable in the policy's value has no value.
    Unresolved,
    Unknown,
}

impl Condition {
    pub(crate) fn holds(&self, view: &View<'_>, switches: Switches) -> Tri {
        let values = view.context.get(&self.name);
        if self.entry.name == OperatorName::Null {
            return self.is_null(values, view, switches);
        }
        let Some(values) = values else { return self.without_key(switches) };
        let Some(known) = values.known() else { return Tri::Unknown };
        match (self.set, known) {
            (_, []) => self.without_key(switches),
            (Some(SetPrefix::ForAllValues), known) => {
                Tri::all(known.iter().map(|value| self.passes(value, view, switches)))
            }
            (Some(SetPrefix::ForAnyValue), known) => {
                Tri::any(known.iter().map(|value| self.passes(value, view, switches)))
            }
            (None, [value]) => self.passes(value, view, switches),
            (None, known) if switches.is_on(Switch::SingleOperatorTakesAnyValue) => {
                Tri::any(known.iter().map(|value| self.passes(value, view, switches)))
            }
            (None, _) => Tri::No,
        }
    }

    /// Whether the condition holds where the request has no such key.
    pub fn without_key(&self, switches: Switches) -> Tri {
        match self.set {
            Some(SetPrefix::ForAllValues) => Tri::Yes,
            Some(SetPrefix::ForAnyValue) => {
                Tri::from(self.if_exists && !switches.is_on(Switch::ForAnyValueIfExistsNeedsKey))
            }
            None => Tri::from(self.if_exists || self.entry.name.is_negated()),
        }
    }

    /// Whether one value of the request passes: it stands so to one of the policy's, or, negated, to none.
    pub(crate) fn passes(&self, value: &str, view: &View<'_>, switches: Switches) -> Tri {
        let outcomes = self.values.iter().map(|other| other.relation(self.entry, value, view, switches));
        if !self.entry.name.is_negated() {
            return Tri::any(outcomes.map(|outcome| match outcome {
                Outcome::Holds => Tri::Yes,
                Outcome::Unknown => Tri::Unknown,
                Outcome::Fails | Outcome::Unreadable | Outcome::Unresolved => Tri::No,
            }));
        }
        Tri::all(outcomes.map(|outcome| match outcome {
            Outcome::Holds => Tri::No,
            Outcome::Fails => Tri::Yes,
            Outcome::Unknown => Tri::Unknown,
            Outcome::Unreadable => switches.is_on(Switch::NegatedHoldsOnUnreadable).into(),
            Outcome::Unresolved => (!switches.is_on(Switch::NegatedFailsOnUnresolvedVariable)).into(),
        }))
    }

    fn is_null(&self, values: Option<&Values>, view: &View<'_>, switches: Switches) -> Tri {
        let absent = match values {
            None => true,
            Some(Values::Unknown) => return Tri::Unknown,
            Some(Values::One(_)) => false,
            Some(Values::Many(values)) => values.is_empty() && !switches.is_on(Switch::EmptyListIsPresent),
        };
        self.passes(if absent { "true" } else { "false" }, view, switches)
    }

    /// Whether the condition fails where the request has no such key.
    pub(crate) fn is_required(&self) -> bool {
        self.without_key(Switches::default()).is_no()
    }

    /// A variable of the policy's values that has no value in the request.
    pub(crate) fn unresolved(&self, context: &Context) -> Option<String> {
        self.values.iter().find_map(|value| match &value.ready {
            Ready::Template(parts) => match template::fill(parts, Wildcards::Active, context) {
                Filled::Missing(key) => Some(key),
                _ => None,
            },
            _ => None,
        })
    }

    /// A key whose value is not known and would have to be.
    pub(crate) fn unknown_key(&self, context: &Context) -> Option<String> {
        if context.get(&self.name) == Some(&Values::Unknown) {
            return Some(self.key.to_string());
        }
        self.values.iter().find_map(|value| match &value.ready {
            Ready::Template(parts) => match template::fill(parts, Wildcards::Active, context) {
                Filled::Unknown(key) => Some(key),
                _ => None,
            },
            _ => None,
        })
    }

    /// The operator as AWS spells it, with its prefix and suffix.
    pub fn operator(&self) -> String {
        let set = self.set.map_or(String::new(), |set| format!("{}:", set.text()));
        format!("{set}{}{}", self.entry.name.text(), if self.if_exists { "IfExists" } else { "" })
    }

    /// The name that a request's key is looked up by.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn has_set_prefix(&self) -> bool {
        self.set.is_some()
    }

    pub(crate) fn is_for_all_values(&self) -> bool {
        self.set == Some(SetPrefix::ForAllValues)
    }
}
