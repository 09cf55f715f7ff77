//! What a statement says, whichever way it is written.

use std::borrow::Cow;

use policy::tree::{Element, PrincipalElement, Spanned, Statement};
use policy::{ActionPattern, ResourcePattern};

/// Operator, key and values of a condition.
type Test<'a> = (&'a str, String, Vec<Cow<'a, str>>);

/// What a statement says but for its Sid, in an order of its own: two that are equal say the same.
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Said<'a> {
    effect: Option<&'a str>,
    /// Of `Principal`, `NotPrincipal`, `Action`, `NotAction`, `Resource` and `NotResource`.
    lists: [Option<Vec<Cow<'a, str>>>; 6],
    conditions: Option<Vec<Test<'a>>>,
}

impl<'a> Said<'a> {
    /// Nothing if not all of the statement was read, or a template fills in the rest.
    pub(crate) fn of(statement: &'a Statement) -> Option<Self> {
        is_whole(statement).then(|| Self::of_whole(statement))
    }

    fn of_whole(statement: &'a Statement) -> Self {
        let principals = |element: &'a Option<PrincipalElement>| {
            element.as_ref().map(|element| {
                let text = element.text.iter().map(|text| Cow::Borrowed(text.value.text.as_str()));
                let entries = element.entries.iter().flat_map(|entry| {
                    let items = entry.element.items.iter();
                    items.map(|item| Cow::Owned(format!("{} {}", entry.kind.text(), item.value.text)))
                });
                sorted(text.chain(entries))
            })
        };
        let actions = |element: &'a Option<Element<ActionPattern>>| {
            let text =
                |item: &'a Spanned<ActionPattern>| Cow::Owned(item.value.as_str().to_ascii_lowercase());
            element.as_ref().map(|element| sorted(element.items.iter().map(text)))
        };
        let resources = |element: &'a Option<Element<ResourcePattern>>| {
            let text = |item: &'a Spanned<ResourcePattern>| Cow::Borrowed(item.value.as_str());
            element.as_ref().map(|element| sorted(element.items.iter().map(text)))
        };
        Self {
            effect: statement.effect.as_ref().map(|effect| effect.value.text()),
            lists: [
                principals(&statement.principal),
                principals(&statement.not_principal),
                actions(&statement.action),
                actions(&statement.not_action),
                resources(&statement.resource),
                resources(&statement.not_resource),
            ],
            conditions: statement.condition.as_ref().map(|condition| {
                let entries = condition.entries().map(|(operator, entry)| {
                    let values = sorted(entry.values.iter().map(|value| value.value.text()));
                    (operator.text.as_str(), entry.key.value.text.to_ascii_lowercase(), values)
                });
                let mut entries: Vec<_> = entries.collect();
                entries.sort_unstable();
                entries
            }),
        }
    }
}

fn sorted<'a>(texts: impl Iterator<Item = Cow<'a, str>>) -> Vec<Cow<'a, str>> {
    let mut texts: Vec<_> = texts.collect();
    texts.sort_unstable();
    texts
}

/// Whether all of the statement was read, and no template fills in the rest.
fn is_whole(statement: &Statement) -> bool {
    let actions = statement.action.iter().chain(&statement.not_action).all(|it| it.misplaced.is_empty());
    let resources =
        statement.resource.iter().chain(&statement.not_resource).all(|it| it.misplaced.is_empty());
    let mut principals = statement.principal.iter().chain(&statement.not_principal);
    let principals = principals.all(|it| {
        it.malformed.is_empty() && it.entries.iter().all(|entry| entry.element.misplaced.is_empty())
    });
    let conditions = statement.condition.as_ref().is_none_or(|condition| {
        condition.malformed.is_empty()
            && condition.blocks.iter().all(|block| {
                block.malformed.is_empty() && block.entries.iter().all(|entry| entry.misplaced.is_empty())
            })
    });
    let elements = statement.unknown.is_empty() && statement.malformed.is_empty();
    elements && actions && resources && principals && conditions
}
