//! What a statement demands of a request: one line of its `Condition`.

use policy::Span;
use policy::tree::{
    Condition, ConditionEntry, ConditionKey, Form, Literal, Operator, OperatorBlock, OperatorName, SetPrefix,
    Spanned,
};

/// A condition: one key under one operator.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Demand {
    pub operator: String,
    pub key: String,
    pub values: Vec<String>,
}

impl Demand {
    pub(crate) fn is_on(&self, key: &str) -> bool {
        self.key.eq_ignore_ascii_case(key)
    }

    /// Whether only requests meet it that carry the key, and with one of the values or one like them.
    pub(crate) fn holds_requests_to_it(&self) -> bool {
        let Operator { name, set, if_exists, .. } = Operator::parse(&self.operator);
        name.is_some_and(|name| match name {
            OperatorName::Null => !self.says("true"),
            name => !name.is_negated() && !if_exists && set != Some(SetPrefix::ForAllValues),
        })
    }

    pub(crate) fn says(&self, value: &str) -> bool {
        self.values.iter().any(|known| known.eq_ignore_ascii_case(value))
    }
}

/// The `Condition` element that demands all of them.
pub(crate) fn condition(demands: &[Demand]) -> Condition {
    let mut blocks: Vec<OperatorBlock> = Vec::new();
    for demand in demands {
        let literal = |value: &String| Spanned::new(Literal::String(value.clone()), Span::NONE);
        let entry = ConditionEntry {
            key: Spanned::new(ConditionKey::new(&demand.key), Span::NONE),
            span: Span::NONE,
            form: if demand.values.len() == 1 { Form::Single } else { Form::List },
            values: demand.values.iter().map(literal).collect(),
            misplaced: Vec::new(),
        };
        match blocks.iter_mut().find(|block| block.operator.value.text == demand.operator) {
            Some(block) => block.entries.push(entry),
            None => blocks.push(OperatorBlock {
                operator: Spanned::new(Operator::parse(&demand.operator), Span::NONE),
                span: Span::NONE,
                entries: vec![entry],
                malformed: Vec::new(),
            }),
        }
    }
    Condition { blocks, ..Condition::default() }
}
