//! The lists of a statement, and the statement with less in one of them.

use policy::tree::{Element, Form, Statement};

use super::Dropped;

/// A list of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Action,
    NotAction,
    Resource,
    NotResource,
    /// The values of one key of a condition.
    Values {
        block: usize,
        entry: usize,
    },
}

impl Slot {
    /// The lists outside of conditions.
    pub(super) const ELEMENTS: [Self; 4] = [Self::Action, Self::Resource, Self::NotAction, Self::NotResource];

    pub(super) fn of_values(statement: &Statement) -> Vec<Self> {
        let blocks = statement.condition.iter().flat_map(|condition| condition.blocks.iter().enumerate());
        let slots = blocks.flat_map(|(block, of_block)| {
            (0..of_block.entries.len()).map(move |entry| Self::Values { block, entry })
        });
        slots.collect()
    }

    pub(super) fn element(self) -> &'static str {
        match self {
            Self::Action => "Action",
            Self::NotAction => "NotAction",
            Self::Resource => "Resource",
            Self::NotResource => "NotResource",
            Self::Values { .. } => "Condition",
        }
    }

    /// Whether a shorter list makes the statement say less.
    pub(super) fn narrows(self) -> bool {
        matches!(self, Self::Action | Self::Resource)
    }

    pub(super) fn length(self, statement: &Statement) -> usize {
        match self {
            Self::Action => statement.actions().len(),
            Self::NotAction => statement.not_actions().len(),
            Self::Resource => statement.resources().len(),
            Self::NotResource => statement.not_resources().len(),
            Self::Values { block, entry } => {
                let block = statement.condition.as_ref().and_then(|condition| condition.blocks.get(block));
                block.and_then(|block| block.entries.get(entry)).map_or(0, |entry| entry.values.len())
            }
        }
    }

    /// What is said to be taken out with the item at that place.
    pub(super) fn dropped(self, statement: &Statement, at: usize) -> Dropped {
        let actions = |list: &[policy::tree::Spanned<policy::ActionPattern>]| {
            list.get(at).map_or_else(String::new, |item| item.value.as_str().to_owned())
        };
        let resources = |list: &[policy::tree::Spanned<policy::ResourcePattern>]| {
            list.get(at).map_or_else(String::new, |item| item.value.as_str().to_owned())
        };
        let text = match self {
            Self::Action => actions(statement.actions()),
            Self::NotAction => actions(statement.not_actions()),
            Self::Resource => resources(statement.resources()),
            Self::NotResource => resources(statement.not_resources()),
            Self::Values { block, entry } => {
                let (operator, key, values) = named(statement, block, entry);
                return Dropped::Value { operator, key, text: values.get(at).cloned().unwrap_or_default() };
            }
        };
        Dropped::Entry { element: self.element(), text }
    }

    /// The statement without the item at that place.
    pub(super) fn without(self, statement: &Statement, at: usize) -> Statement {
        self.retain(statement, |place| place != at)
    }

    /// The statement with only those items of the list.
    pub(super) fn retain(self, statement: &Statement, keep: impl Fn(usize) -> bool) -> Statement {
        let mut left = statement.clone();
        match self {
            Self::Action => retain(left.action.as_mut(), keep),
            Self::NotAction => retain(left.not_action.as_mut(), keep),
            Self::Resource => retain(left.resource.as_mut(), keep),
            Self::NotResource => retain(left.not_resource.as_mut(), keep),
            Self::Values { block, entry } => {
                let block = left.condition.as_mut().and_then(|condition| condition.blocks.get_mut(block));
                if let Some(entry) = block.and_then(|block| block.entries.get_mut(entry)) {
                    let mut place = 0..;
                    entry.values.retain(|_| place.next().is_some_and(&keep));
                }
            }
        }
        left
    }
}

/// The statement without a condition: without its operator where that was its only key, without `Condition` where it was all.
pub(super) fn without_condition(statement: &Statement, block: usize, entry: usize) -> Statement {
    let mut left = statement.clone();
    if let Some(condition) = &mut left.condition {
        if let Some(of_block) = condition.blocks.get_mut(block) {
            if entry < of_block.entries.len() {
                of_block.entries.remove(entry);
            }
            if of_block.entries.is_empty() {
                condition.blocks.remove(block);
            }
        }
        if condition.blocks.is_empty() {
            left.condition = None;
        }
    }
    left
}

/// Operator, key and values of a condition.
pub(super) fn named(statement: &Statement, block: usize, entry: usize) -> (String, String, Vec<String>) {
    let of_block = statement.condition.as_ref().and_then(|condition| condition.blocks.get(block));
    let Some((block, entry)) = of_block.and_then(|block| Some((block, block.entries.get(entry)?))) else {
        return (String::new(), String::new(), Vec::new());
    };
    let values = entry.values.iter().map(|value| value.value.text().into_owned()).collect();
    (block.operator.value.text.clone(), entry.key.value.text.clone(), values)
}

fn retain<T>(element: Option<&mut Element<T>>, keep: impl Fn(usize) -> bool) {
    if let Some(element) = element {
        let mut place = 0..;
        element.items.retain(|_| place.next().is_some_and(&keep));
        element.form = Form::List;
    }
}
